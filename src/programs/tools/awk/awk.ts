import { join } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { randomOf, textInput } from '../../../machine/index.ts';
import { unescape } from '../../shell/reader.ts';
import { UsageError } from '../support/options.ts';
import { startProgram } from '../support/run.ts';
import { LineReader, linesOf } from '../support/tool.ts';
import type { Tool, ToolBody } from '../support/tool.ts';
import type { AwkProgram, Rule } from './ast.ts';
import { AwkMachine } from './machine.ts';
import { parseAwk } from './parser.ts';
import { InputText, isTrue, toNumber } from './values.ts';

/** `awk [-F SEP] [-v NAME=VALUE] [-f FILE | PROGRAM] [FILE…]` */
export const awk: ToolBody = function* (tool) {
  const options = tool.options('+F:v:f:', { 'field-separator': 'F', assign: 'v', file: 'f' });
  const operands = [...options.operands];
  const files: string[] = [];
  for (const file of options.all('f')) files.push((yield* tool.read(file)) ?? '');
  const text = files.length > 0 ? files.join('\n') : operands.shift();
  if (text === undefined) throw new UsageError('usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]', { hasHint: false, status: 2 });
  return yield* new AwkRun(tool, parseAwk(text), operands).run(options.value('F'), options.all('v'));
};

/** One run of awk: its inputs, its outputs, its pipes. */
class AwkRun {
  private readonly tool: Tool;
  private readonly program: AwkProgram;
  private readonly operands: readonly string[];
  private readonly machine: AwkMachine;
  private readonly inRange = new Set<Rule>();
  private readonly piped = new Map<string, string>();
  private readonly opened = new Set<string>();
  private readonly lines = new Map<string, string[]>();
  /** Records read ahead for `getline`. */
  private queue: string[] = [];

  constructor(tool: Tool, program: AwkProgram, operands: readonly string[]) {
    this.tool = tool;
    this.program = program;
    this.operands = operands;
    this.machine = new AwkMachine(program, {
      print: (text) => tool.put(text),
      printTo: (operator, name, text) => this.printTo(operator, name, text),
      nextRecord: () => this.queue.shift(),
      nextLine: (file) => this.nextLine(file),
      nowMs: () => tool.context.sandbox.kernel.wallMs,
      random: () => randomOf(tool.context).next(),
      close: (name) => (this.lines.delete(name) || this.opened.delete(name) ? 0 : -1),
    });
  }

  *run(separator: string | undefined, assignments: readonly string[]): Process<number> {
    const { machine, tool } = this;
    if (separator !== undefined) machine.globals.set('FS', separator === 't' ? '\t' : unescape(separator));
    for (const assignment of assignments) this.assign(assignment);
    const environment = machine.array('ENVIRON');
    for (const [name, value] of tool.context.env) environment.set(name, new InputText(value));
    const args = machine.array('ARGV');
    for (const [index, arg] of [tool.name, ...this.operands].entries()) args.set(String(index), new InputText(arg));
    machine.globals.set('ARGC', this.operands.length + 1);
    this.runRules('BEGIN');
    let status = 0;
    const needsInput = this.program.rules.some(({ on }) => on !== 'BEGIN');
    if (needsInput && machine.exitStatus === undefined) status = yield* this.readInputs();
    const stopped = machine.exitStatus;
    machine.exitStatus = undefined;
    this.runRules('END');
    yield* this.finishPipes();
    return machine.exitStatus ?? stopped ?? status;
  }

  private assign(text: string): boolean {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=([^]*)$/.exec(text) ?? [];
    if (name === undefined) return false;
    this.machine.globals.set(name, new InputText(unescape(value)));
    return true;
  }

  private *readInputs(): Process<number> {
    let status = 0;
    let hasFile = false;
    for (const operand of this.operands) {
      if (this.assign(operand)) continue;
      hasFile = true;
      const input = yield* this.tool.open(operand);
      if (!input) status = 2;
      else if (yield* this.readRecords(new LineReader(this.tool, input), operand)) return status;
    }
    if (!hasFile) yield* this.readRecords(new LineReader(this.tool, this.tool.context.stdin), '');
    return status;
  }

  /** Runs the rules for each record; true when the program has left by `exit`. */
  private *readRecords(reader: LineReader, name: string): Process<boolean> {
    const { machine, tool } = this;
    machine.globals.set('FILENAME', name);
    machine.globals.set('FNR', 0);
    const separator = machine.text('RS');
    if (separator !== '\n' || this.program.usesGetline) return this.readChunks(yield* readRest(reader), separator);
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      if (this.takeRecord(line)) return true;
      if (tool.isFull) yield* tool.flush();
    }
    return false;
  }

  private readChunks(text: string, separator: string): boolean {
    const trimmed = text.replace(/\n$/, '');
    const records = separator === '\n' ? linesOf(text) : separator === '' ? trimmed.replace(/^\n+/, '').split(/\n\n+/) : separator.length === 1 ? trimmed.split(separator) : trimmed.split(new RegExp(separator));
    this.queue = records.filter((record, index) => record !== '' || index < records.length - 1);
    for (let record = this.queue.shift(); record !== undefined; record = this.queue.shift()) if (this.takeRecord(record)) return true;
    return false;
  }

  private takeRecord(text: string): boolean {
    const { globals } = this.machine;
    globals.set('NR', toNumber(globals.get('NR')) + 1);
    globals.set('FNR', toNumber(globals.get('FNR')) + 1);
    this.machine.setRecord(text);
    return this.runRules('record');
  }

  /** Runs the rules of one kind; true when one left by `exit`. */
  private runRules(on: Rule['on']): boolean {
    for (const rule of this.program.rules) {
      if (rule.on !== on || !this.holds(rule)) continue;
      if (!rule.action) {
        this.tool.put(`${this.machine.field(0)}${this.machine.text('ORS')}`);
        continue;
      }
      const ending = this.machine.run(rule.action);
      if (ending === 'exit') return true;
      if (ending === 'next') return false;
    }
    return false;
  }

  private holds(rule: Rule): boolean {
    const { pattern, until } = rule;
    if (!pattern) return true;
    if (!until) return isTrue(this.machine.evaluate(pattern));
    if (!this.inRange.has(rule)) {
      if (!isTrue(this.machine.evaluate(pattern))) return false;
      this.inRange.add(rule);
    }
    if (isTrue(this.machine.evaluate(until))) this.inRange.delete(rule);
    return true;
  }

  private printTo(operator: '>' | '>>' | '|', name: string, text: string): void {
    const { tool } = this;
    if (operator === '|') {
      this.piped.set(name, (this.piped.get(name) ?? '') + text);
    } else if (name === '/dev/stdout' || name === '-') {
      tool.put(text);
    } else if (name === '/dev/stderr') {
      this.piped.set('cat >&2', (this.piped.get('cat >&2') ?? '') + text);
    } else {
      if (operator === '>' && !this.opened.has(name)) tool.files.write(tool.path(name), '');
      this.opened.add(name);
      tool.files.append(tool.path(name), text);
    }
  }

  private nextLine(file: string): string | undefined {
    let lines = this.lines.get(file);
    if (!lines) {
      const path = this.tool.path(file);
      lines = this.tool.files.exists(path) ? linesOf(this.tool.files.read(path)) : [];
      this.lines.set(file, lines);
    }
    return lines.shift();
  }

  private *finishPipes(): Process {
    for (const [command, text] of this.piped) {
      yield* this.tool.flush();
      const child = startProgram(this.tool.context, ['sh', '-c', command], { stdin: textInput(text) });
      if (child) yield* join(child.process);
    }
  }
}

function* readRest(reader: LineReader): Process<string> {
  let text = '';
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) text += `${line}\n`;
  return text;
}
