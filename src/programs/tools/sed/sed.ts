import type { Process } from '../../../kernel/index.ts';
import { UsageError } from '../support/options.ts';
import type { Options } from '../support/options.ts';
import { LineReader, linesOf } from '../support/tool.ts';
import type { Tool, ToolBody } from '../support/tool.ts';
import { parseSed } from './script.ts';
import type { Address, ReplacementPart, SedCommand, Substitution } from './script.ts';

/** Steps that one line may take: a loop of branches without end is ended. */
const greatestSteps = 1_000_000;

/** `sed [-n] [-E] [-i[SUFFIX]] [-s] [-e SCRIPT] [-f FILE] [SCRIPT] [FILE…]` */
export const sed: ToolBody = function* (tool) {
  const options = tool.options('nErse:f:zui::', { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', file: 'f', 'in-place': 'i', separate: 's', unbuffered: 'u' });
  const operands = [...options.operands];
  const scripts = [...options.all('e')];
  for (const file of options.all('f')) scripts.push((yield* tool.read(file)) ?? '');
  const script = scripts.length > 0 ? scripts.join('\n') : operands.shift();
  if (script === undefined) throw new UsageError('no script specified', { hasHint: false });
  const commands = parseSed(script, options.has('E') || options.has('r'));
  const names = operands.length > 0 ? operands : ['-'];
  if (options.has('i')) return yield* editInPlace(tool, options, commands, names);
  const editor = new Editor(tool, commands, options.has('n') || /^#n\n/.test(script));
  let status = 0;
  const readers: LineReader[] = [];
  for (const name of names) {
    const input = yield* tool.open(name);
    if (input) readers.push(new LineReader(tool, input));
    else status = 2;
  }
  yield* editor.run(readers);
  return editor.status ?? status;
};

function* editInPlace(tool: Tool, options: Options, commands: readonly SedCommand[], names: readonly string[]): Process<number> {
  let status = 0;
  for (const name of names) {
    const text = yield* tool.read(name);
    if (text === undefined) {
      status = 2;
      continue;
    }
    const editor = new Editor(tool, commands, options.has('n'));
    const result = yield* editor.edit(text);
    const suffix = options.value('i') ?? '';
    if (suffix !== '') tool.files.write(tool.path(name + suffix), text);
    tool.files.write(tool.path(name), result);
  }
  return status;
}

class Editor {
  status: number | undefined;
  private readonly tool: Tool;
  private readonly commands: readonly SedCommand[];
  private readonly isQuiet: boolean;
  private readonly labels = new Map<string, number>();
  /** For each range: undefined outside, else the line after which it ends (Infinity: by its second address). */
  private readonly active = new Map<SedCommand, number>();
  private next: (this: Editor) => Process<string | undefined> = function* () {
    return undefined;
  };
  private put: (text: string) => void;
  private line = 0;
  private space = '';
  private held = '';
  private upcoming: string | undefined;
  private appended: string[] = [];
  private lastRegex: RegExp | undefined;
  /** Whether the line that was taken last, and the one before it, have a line break; the last of all may have none. */
  private isBroken = true;
  private isUpcomingBroken = true;
  /** Whether what was put last lacks its line break, which only comes if more does. */
  private owesBreak = false;

  constructor(tool: Tool, commands: readonly SedCommand[], isQuiet: boolean) {
    this.tool = tool;
    this.commands = commands;
    this.isQuiet = isQuiet;
    this.put = (text) => tool.put(text);
    for (const [index, { name, text }] of commands.entries()) if (name === ':') this.labels.set(text, index);
  }

  /** Edits what the readers give. */
  *run(readers: readonly LineReader[]): Process {
    let at = 0;
    this.next = function* (this: Editor) {
      for (; at < readers.length; at++) {
        const line = yield* readers[at]?.next() ?? nothing();
        if (line !== undefined) {
          this.isUpcomingBroken = readers[at]?.isTerminated ?? true;
          return line;
        }
      }
      return undefined;
    };
    yield* this.loop();
  }

  /** Edits a text; gives the result. */
  *edit(text: string): Process<string> {
    const lines = linesOf(text);
    let at = 0;
    let result = '';
    this.put = (written) => (result += written);
    this.next = function* (this: Editor) {
      this.isUpcomingBroken = at < lines.length - 1 || text.endsWith('\n');
      return lines[at++];
    };
    yield* this.loop();
    return result;
  }

  private *loop(): Process {
    this.upcoming = yield* this.next();
    while (this.upcoming !== undefined) {
      yield* this.take();
      const end = yield* this.cycle();
      if (end !== 'deleted' && !this.isQuiet && end !== 'quiet') this.putSpace();
      this.flushAppended();
      if (end === 'quit' || end === 'quiet') return;
      if (this.tool.isFull) yield* this.tool.flush();
    }
  }

  private *take(): Process {
    this.space = this.upcoming ?? '';
    this.isBroken = this.isUpcomingBroken;
    this.line++;
    this.upcoming = yield* this.next();
  }

  /** What is being edited, with a line break if its last line has one. */
  private putSpace(): void {
    this.putText(`${this.space}${this.isBroken ? '\n' : ''}`);
    this.owesBreak = !this.isBroken;
  }

  private putText(text: string): void {
    this.put(this.owesBreak ? `\n${text}` : text);
    this.owesBreak = false;
  }

  private flushAppended(): void {
    for (const text of this.appended) this.putText(text);
    this.appended = [];
  }

  private *cycle(): Process<'done' | 'deleted' | 'quit' | 'quiet'> {
    let hasSubstituted = false;
    let steps = 0;
    for (let at = 0; at < this.commands.length; at++) {
      const command = this.commands[at];
      if (!command || ++steps > greatestSteps) break;
      if (!this.isFor(command)) {
        if (command.name === '{' && command.end !== undefined) at = command.end - 1;
        continue;
      }
      switch (command.name) {
        case 's':
          if (command.substitution && this.substitute(command.substitution)) hasSubstituted = true;
          break;
        case 'd': return 'deleted';
        case 'D': {
          const end = this.space.indexOf('\n');
          if (end < 0) return 'deleted';
          this.space = this.space.slice(end + 1);
          at = -1;
          break;
        }
        case 'q':
          this.status = Number(command.text || 0);
          return 'quit';
        case 'Q':
          this.status = Number(command.text || 0);
          return 'quiet';
        case 'n':
          if (this.upcoming === undefined) return this.isQuiet ? 'quiet' : 'quit';
          if (!this.isQuiet) this.putSpace();
          this.flushAppended();
          yield* this.take();
          break;
        case 'N': {
          if (this.upcoming === undefined) return 'quit';
          const before = this.space;
          yield* this.take();
          this.space = `${before}\n${this.space}`;
          break;
        }
        case 'b':
          at = this.jump(command.text);
          break;
        case 't':
        case 'T':
          if (hasSubstituted === (command.name === 't')) at = this.jump(command.text);
          hasSubstituted = false;
          break;
        case 'c':
          if (!command.to || this.endsHere(command)) this.putText(`${command.text}\n`);
          return 'deleted';
        case 'r':
          if (this.tool.files.exists(this.tool.path(command.text))) this.appended.push(this.tool.files.read(this.tool.path(command.text)));
          break;
        case 'w':
          this.writeTo(command.text);
          break;
        default:
          this.simple(command);
      }
    }
    return 'done';
  }

  private simple({ name, text, table }: SedCommand): void {
    switch (name) {
      case 'p': return this.putSpace();
      case 'P': return this.putText(`${this.space.split('\n')[0] ?? ''}\n`);
      case '=': return this.putText(`${this.line}\n`);
      case 'a': return void this.appended.push(`${text}\n`);
      case 'i': return this.putText(`${text}\n`);
      case 'l': return this.putText(`${this.space.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')}$\n`);
      case 'g': return void (this.space = this.held);
      case 'G': return void (this.space += `\n${this.held}`);
      case 'h': return void (this.held = this.space);
      case 'H': return void (this.held += `\n${this.space}`);
      case 'x': return void ([this.space, this.held] = [this.held, this.space]);
      case 'z': return void (this.space = '');
      case 'y': return void (this.space = [...this.space].map((character) => table?.get(character) ?? character).join(''));
      default: return undefined;
    }
  }

  private jump(label: string): number {
    if (label === '') return this.commands.length;
    const target = this.labels.get(label);
    if (target === undefined) throw new UsageError(`-e expression #1, char 0: can't find label for jump to \`${label}'`, { hasHint: false });
    return target;
  }

  private isFor(command: SedCommand): boolean {
    return command.from === undefined ? !command.isNegated : this.isSelected(command, command.from) !== command.isNegated;
  }

  private isSelected(command: SedCommand, from: Address): boolean {
    const { to } = command;
    if (!to) return this.matches(from);
    const until = this.active.get(command);
    if (until === undefined) {
      if (!this.matches(from)) return false;
      const last = to.type === 'line' ? to.line : to.type === 'following' ? this.line + to.lines : Number.POSITIVE_INFINITY;
      if (last > this.line) this.active.set(command, last);
      return true;
    }
    if (to.type === 'line' && this.line > to.line) {
      this.active.delete(command);
      return this.matches(from);
    }
    if (this.line >= until || ((to.type === 'regex' || to.type === 'last' || to.type === 'step') && this.matches(to))) this.active.delete(command);
    return true;
  }

  private endsHere(command: SedCommand): boolean {
    return !this.active.has(command);
  }

  private matches(address: Address): boolean {
    switch (address.type) {
      case 'line': return this.line === address.line;
      case 'last': return this.upcoming === undefined;
      case 'step': return address.step === 0 ? this.line === address.first : this.line >= address.first && (this.line - address.first) % address.step === 0;
      case 'following': return false;
      case 'regex': {
        const regex = address.regex ?? this.lastRegex;
        if (!regex) throw new UsageError('-e expression #1, char 0: no previous regular expression', { hasHint: false });
        this.lastRegex = regex;
        regex.lastIndex = 0;
        return regex.test(this.space);
      }
    }
  }

  private substitute(substitution: Substitution): boolean {
    const regex = substitution.regex ?? this.lastRegex;
    if (!regex) throw new UsageError('-e expression #1, char 0: no previous regular expression', { hasHint: false });
    this.lastRegex = regex;
    const all = regex.global ? regex : new RegExp(regex.source, `${regex.flags}g`);
    all.lastIndex = 0;
    let count = 0;
    let hasChanged = false;
    const result = this.space.replace(all, (...found: unknown[]) => {
      count++;
      const groups = found.map((group) => (typeof group === 'string' ? group : ''));
      if (count < substitution.occurrence || (!substitution.isGlobal && count > substitution.occurrence)) return groups[0] ?? '';
      hasChanged = true;
      return replacementFor(substitution.replacement, groups);
    });
    if (!hasChanged) return false;
    this.space = result;
    if (substitution.isPrinted) this.put(`${result}\n`);
    if (substitution.file !== undefined) this.writeTo(substitution.file);
    return true;
  }

  private writeTo(name: string): void {
    if (name === '/dev/stdout') this.put(`${this.space}\n`);
    else this.tool.files.append(this.tool.path(name), `${this.space}\n`);
  }
}

function* nothing(): Process<undefined> {
  return undefined;
}

function replacementFor(parts: readonly ReplacementPart[], groups: readonly string[]): string {
  let text = '';
  let casing: string = 'E';
  let once = '';
  for (const part of parts) {
    if (typeof part !== 'string' && 'casing' in part) {
      if (part.casing === 'u' || part.casing === 'l') once = part.casing;
      else casing = part.casing;
      continue;
    }
    let piece = typeof part === 'string' ? part : (groups[part.group] ?? '');
    if (casing === 'U') piece = piece.toUpperCase();
    else if (casing === 'L') piece = piece.toLowerCase();
    if (once !== '' && piece !== '') {
      piece = (once === 'u' ? piece.charAt(0).toUpperCase() : piece.charAt(0).toLowerCase()) + piece.slice(1);
      once = '';
    }
    text += piece;
  }
  return text;
}
