import { Signal, join, race, sleep, ended } from '../../kernel/index.ts';
import { Capture, FileError, joinPath } from '../../machine/index.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import type { AndOr, Assignment, Command, Pipeline, Script, Word } from './ast.ts';
import { builtins } from './builtins/builtins.ts';
import type { Builtin } from './builtins/builtin.ts';
import { runCompound } from './compound.ts';
import { openPipe } from './descriptors.ts';
import type { Descriptors } from './descriptors.ts';
import { ExpansionError, expandText, expandWords, variablesOf } from './expand.ts';
import type { Expander } from './expand.ts';
import { findCommand } from './find-command.ts';
import type { History } from './history.ts';
import { Jobs } from './jobs.ts';
import { limits } from './limits.ts';
import { parseScript } from './parser.ts';
import { redirect } from './redirect.ts';
import { ShellState } from './state.ts';
import type { Child, FileSystem, Process, Program, ProgramContext, Readable, Sandbox, UnixSignal, Writable } from './surroundings.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** What makes a list of commands end before its end. */
export type Flow =
  | { readonly type: 'break' | 'continue'; readonly levels: number }
  | { readonly type: 'return' | 'exit'; readonly status: number }
  | { readonly type: 'interrupt' };

/** Thrown into a builtin that waits when Ctrl-C comes. */
class Interrupted extends Error {}

type SimpleCommand = Command & { readonly type: 'simple' };

/** Runs scripts: one of these is one shell process, with what it remembers. */
export class Shell implements Expander {
  readonly state: ShellState;
  readonly context: ProgramContext;
  readonly jobs = new Jobs();
  /** Set while commands are left: by `break`, `return`, `exit`, an interrupt. */
  flow: Flow | undefined;
  /** The line of the command that runs, for complaints. */
  line = 1;
  /** Above zero where a failure is looked at and so does not end a script under `set -e`. */
  watched = 0;
  callDepth = 0;
  /** What was typed before, when a person types. */
  history: History | undefined;
  /** Size of the terminal, when there is one. */
  terminal: ProgramContext['terminal'];
  /** Variables that functions made local, innermost last. */
  readonly scopes: Map<string, ReturnType<ShellState['variables']['get']>>[] = [];
  /** Programs in the foreground. */
  readonly foreground = new Set<Child>();
  /** Told when a signal is to be looked at. */
  readonly interrupted = new Signal('an interrupt');
  /** Descriptors of the command that runs now: substitutions in its words inherit them. */
  private activeIo: Descriptors | undefined;
  /** Descriptors that `exec` has changed for all commands that follow. */
  private kept: Descriptors | undefined;
  private isInBuiltin = false;
  private substitutions = 0;
  private readonly pendingTraps: string[] = [];
  private debtMs = 0;

  constructor(state: ShellState, context: ProgramContext) {
    this.state = state;
    this.context = context;
    this.terminal = context.terminal;
  }

  get sandbox(): Sandbox {
    return this.context.sandbox;
  }

  get files(): FileSystem {
    return this.context.sandbox.files;
  }

  get pid(): number {
    return this.context.pid;
  }

  random(): number {
    return this.context.random.next();
  }

  nowMs(): number {
    return this.sandbox.kernel.nowMs;
  }

  /** Parses and runs a text; gives its exit status. */
  *runText(text: string, io: Descriptors): Process<number> {
    let script: Script;
    try {
      script = parseScript(text);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      yield* this.complainOfSyntax(io, error, text);
      return (this.state.status = 2);
    }
    return yield* this.runList(script, io);
  }

  /** Runs commands one after the other. */
  *runList(script: Script, given: Descriptors): Process<number> {
    let io = given;
    for (const item of script) {
      if (item.isBackground) yield* this.startBackground(item, io);
      else yield* this.runAndOr(item, io);
      if (this.pendingTraps.length > 0) yield* this.runTraps(io);
      if (this.flow) break;
      if (this.kept) {
        io = this.kept;
        if (this.callDepth === 0) this.kept = undefined;
      }
    }
    return this.state.status;
  }

  private *runAndOr(item: AndOr, io: Descriptors): Process {
    const { first, rest } = item;
    let isLast = rest.length === 0;
    yield* this.runPipeline(first, io, isLast);
    for (const [index, { operator, pipeline }] of rest.entries()) {
      if (this.flow) return;
      isLast = index === rest.length - 1;
      if ((operator === '&&') === (this.state.status === 0)) yield* this.runPipeline(pipeline, io, isLast);
    }
  }

  private *runPipeline(pipeline: Pipeline, io: Descriptors, isLast: boolean): Process {
    const { commands, isNegated } = pipeline;
    const isWatched = isNegated || !isLast;
    if (isWatched) this.watched++;
    const [only] = commands;
    if (commands.length === 1 && only) yield* this.runCommand(only, io);
    else this.state.status = yield* this.runStages(pipeline, io);
    if (isWatched) this.watched--;
    if (isNegated) this.state.status = this.state.status === 0 ? 1 : 0;
    else if (!isWatched && (commands.length > 1 || only?.type === 'simple' || only?.type === 'subshell' || only?.type === 'test' || only?.type === 'arithmetic')) this.exitOnError();
  }

  private exitOnError(): void {
    if (this.state.options.exitOnError && this.state.status !== 0 && this.watched === 0 && !this.flow) this.flow = { type: 'exit', status: this.state.status };
  }

  /** Runs one command of any kind; its status is the shell's. */
  *runCommand(command: Command, io: Descriptors): Process {
    this.activeIo = io;
    try {
      if (command.type === 'simple') this.state.status = yield* this.runSimple(command, io);
      else yield* runCompound(this, command, io);
    } catch (error) {
      if (!(error instanceof ExpansionError) && !(error instanceof ArithmeticError)) throw error;
      yield* this.complain(io, error.message);
      this.state.status = 1;
      if (error instanceof ExpansionError && error.isFatal && !this.state.isInteractive) this.flow = { type: 'exit', status: this.state.dialect.name === 'bash' ? 127 : 2 };
    }
  }

  private *runSimple(command: SimpleCommand, io: Descriptors): Process<number> {
    this.line = command.line;
    const statusBefore = this.state.status;
    const words = yield* expandWords(this, this.resolveAlias(command.words));
    const opened = command.redirections.length === 0 ? { io, release: undefined } : yield* redirect(this, command.redirections, io);
    if (!opened) return 1;
    try {
      const [name] = words;
      if (name === undefined) return yield* this.runAssignments(command, opened.io, statusBefore);
      return yield* this.runNamed(name, words, command.assignments, opened.io);
    } finally {
      opened.release?.();
    }
  }

  private resolveAlias(words: readonly Word[]): readonly Word[] {
    const { aliases } = this.state;
    const [first, ...rest] = words;
    if (aliases.size === 0 || first?.length !== 1 || first[0]?.type !== 'text' || first[0].isQuoted) return words;
    const name = first[0].text;
    const alias = aliases.get(name);
    if (alias === undefined || this.callDepth > limits.callDepth) return words;
    const [item] = parseScript(alias);
    const [command] = item?.first.commands ?? [];
    if (command?.type !== 'simple') return words;
    const inner = command.words[0]?.[0];
    const isSelf = inner?.type === 'text' && inner.text === name;
    return isSelf ? [...command.words, ...rest] : this.resolveAlias([...command.words, ...rest]);
  }

  private *runAssignments(command: SimpleCommand, io: Descriptors, statusBefore: number): Process<number> {
    yield* this.spend(limits.builtinMs);
    const hasSubstitution = command.assignments.some(({ value }) => value.some(({ type }) => type === 'command'));
    if (!hasSubstitution && statusBefore !== 0) this.state.status = statusBefore;
    for (const assignment of command.assignments) {
      const text = yield* this.assign(assignment);
      if (this.state.options.trace) yield* this.trace(io, [`${assignment.name}=${text}`]);
    }
    return hasSubstitution ? this.state.status : 0;
  }

  /** Carries out one assignment; gives the value. */
  *assign({ name, value, isAppended, elements, index }: Assignment, more: { readonly isExported?: boolean } = {}): Process<string> {
    const before = this.state.variables.get(name);
    if (before?.isReadOnly) throw new ExpansionError(`${name}: ${this.state.dialect.name === 'bash' ? 'readonly variable' : 'is read only'}`, true);
    if (elements) {
      const list = [...(isAppended ? (before?.elements ?? []) : []), ...(yield* expandWords(this, elements))];
      this.state.set(name, list[0] ?? '', { ...more, elements: list });
      return list.join(' ');
    }
    const text = yield* expandText(this, value);
    if (index) {
      const list = [...(before?.elements ?? (before ? [before.value] : []))];
      const at = Number(evaluateArithmetic(yield* expandText(this, index), variablesOf(this.state)));
      if (at >= 0 && at < 100_000) list[at] = isAppended ? (list[at] ?? '') + text : text;
      this.state.set(name, list[0] ?? '', { elements: Array.from(list, (element) => element ?? '') });
    } else {
      const value = isAppended ? (before?.value ?? '') + text : text;
      this.state.set(name, value, more);
      if (value.length > limits.noticedCharacters) yield* this.useMemory();
    }
    return text;
  }

  /** Tells how much memory large variables take; more than a shell can have ends it. */
  private *useMemory(): Process {
    let memoryBytes = 0;
    for (const { value } of this.state.variables.values()) memoryBytes += value.length;
    this.sandbox.use?.set(this.pid, { memoryBytes });
    // A container that is killed for its memory is killed at the next wait.
    yield* sleep(memoryBytes / limits.copyCharactersPerMs);
    if (memoryBytes <= limits.memoryCharacters) return;
    this.state.variables.clear();
    yield* this.complain(this.activeIo ?? this.ownIo(), this.state.dialect.name === 'bash' ? `xrealloc: cannot allocate ${memoryBytes} bytes` : 'out of memory');
    this.flow = { type: 'exit', status: 2 };
  }

  private *runNamed(name: string, words: readonly string[], assignments: readonly Assignment[], io: Descriptors): Process<number> {
    if (this.state.options.trace) yield* this.trace(io, words);
    const definition = this.state.functions.get(name);
    const builtin = definition ? undefined : builtins.get(name);
    if (!definition && !builtin) return yield* this.runProgram(words, assignments, io);
    const saved = assignments.map((assignment) => [assignment.name, this.state.variables.get(assignment.name)] as const);
    for (const assignment of assignments) yield* this.assign(assignment, { isExported: true });
    try {
      if (definition) return yield* this.callFunction(definition, words.slice(1), io);
      return builtin ? yield* this.runBuiltin(builtin, words, io) : 0;
    } finally {
      for (const [variable, before] of saved) this.state.restore(variable, before);
    }
  }

  /** Runs a builtin with these arguments (its name first). */
  *runBuiltin(builtin: Builtin, words: readonly string[], io: Descriptors): Process<number> {
    yield* this.spend(limits.builtinMs);
    this.isInBuiltin = true;
    try {
      return yield* builtin({ shell: this, name: words[0] ?? '', args: words.slice(1), io, ...this.standard(io) });
    } catch (error) {
      if (error instanceof Interrupted) return 130;
      if (!(error instanceof FileError)) throw error;
      yield* this.complain(io, `${words[0] ?? ''}: ${error.path}: ${error.message}`);
      return 1;
    } finally {
      this.isInBuiltin = false;
    }
  }

  /** Calls a function with arguments. */
  *callFunction(body: Command, args: readonly string[], io: Descriptors): Process<number> {
    if (++this.callDepth > limits.callDepth) {
      yield* this.complain(io, 'maximum function nesting level exceeded');
      this.flow = { type: 'exit', status: 1 };
      return 1;
    }
    yield* this.spend(limits.builtinMs);
    const { positional } = this.state;
    this.state.positional = args;
    this.scopes.push(new Map());
    try {
      yield* this.runCommand(body, io);
    } finally {
      for (const [name, before] of this.scopes.pop() ?? []) this.state.restore(name, before);
      this.state.positional = positional;
      this.callDepth--;
    }
    if (this.flow?.type !== 'return') return this.state.status;
    const { status } = this.flow;
    this.flow = undefined;
    return status;
  }

  /** Runs a program of that name and waits for it. */
  *runProgram(words: readonly string[], assignments: readonly Assignment[], io: Descriptors): Process<number> {
    const env = this.state.environment();
    for (const { name, value } of assignments) env.set(name, yield* expandText(this, value));
    const found = findCommand(this, words[0] ?? '');
    if ('complaint' in found) {
      yield* this.spend(limits.builtinMs);
      yield* this.complain(io, found.complaint);
      return found.status;
    }
    yield* this.spend(limits.programMs);
    const child = this.start({ program: found.program, argv: words, env, io });
    if (!child) return yield* this.complainOfFork(io);
    return yield* this.waitFor(child, io);
  }

  /** Starts a process with the descriptors; undefined when there are too many already. */
  start(options: { readonly program: Program; readonly argv: readonly string[]; readonly env: Map<string, string>; readonly io: Descriptors; readonly cwd?: string }): Child | undefined {
    const { program, argv, env, io } = options;
    const { processes } = this.sandbox;
    if (processes.size >= limits.processes) return undefined;
    for (const descriptor of io.values()) descriptor.retain?.();
    const { terminal } = this;
    const child = processes.start({
      program, argv, env, cwd: options.cwd ?? this.state.cwd, parent: this.pid, ...this.standard(io), ...(terminal ? { terminal } : {}),
    });
    child.process.onDone(() => {
      for (const descriptor of io.values()) descriptor.release?.();
    });
    return child;
  }

  /** Starts a subshell of this shell that runs the command. */
  startSubshell(run: (shell: Shell, io: Descriptors) => Process<number>, io: Descriptors): Child | undefined {
    const state = this.state.fork();
    const program: Program = function* (context) {
      const shell = new Shell(state, context);
      const status = yield* run(shell, io);
      return yield* shell.end(status, io);
    };
    return this.start({ program, argv: [this.state.name], env: this.state.environment(), io });
  }

  /** What is left to do at a shell's end: the EXIT trap. Gives the exit status. */
  *end(status: number, io: Descriptors): Process<number> {
    const final = this.flow?.type === 'exit' ? this.flow.status : status;
    this.flow = undefined;
    const trap = this.state.traps.get('EXIT');
    if (this.debtMs > 0) yield* sleep(this.debtMs);
    if (trap === undefined) return final;
    this.state.traps.delete('EXIT');
    this.state.status = final;
    yield* this.runText(trap, io);
    return this.exitStatus() ?? final;
  }

  /** Leaves by `exit`: the EXIT trap runs. */
  *leave(status: number, io: Descriptors): Process<number> {
    this.flow = { type: 'exit', status };
    return yield* this.end(status, io);
  }

  private exitStatus(): number | undefined {
    return this.flow?.type === 'exit' ? this.flow.status : undefined;
  }

  private *runStages(pipeline: Pipeline, io: Descriptors): Process<number> {
    const children: Child[] = [];
    let input = io.get(0);
    for (const [index, command] of pipeline.commands.entries()) {
      const stage = new Map(io);
      if (input) stage.set(0, input);
      const pipe = index < pipeline.commands.length - 1 ? openPipe() : undefined;
      if (pipe) stage.set(1, pipe.writer);
      // The reader's end is held until its process has it, so that a quick writer does not find it closed.
      pipe?.reader.retain?.();
      const child = this.startSubshell((shell, stageIo) => shell.runStage(command, stageIo), stage);
      if (index > 0) input?.release?.();
      input = pipe?.reader;
      if (!child) {
        pipe?.writer.retain?.();
        pipe?.writer.release?.();
        input?.release?.();
        for (const started of children) yield* this.waitFor(started, io);
        return yield* this.complainOfFork(io);
      }
      children.push(child);
    }
    yield* this.spend(limits.programMs);
    return yield* this.waitForAll(children, io);
  }

  private *waitForAll(children: readonly Child[], io: Descriptors): Process<number> {
    const statuses: number[] = [];
    for (const child of children) this.foreground.add(child);
    for (const child of children) statuses.push(yield* this.waitFor(child, io));
    this.state.set('PIPESTATUS', String(statuses[0] ?? 0), { elements: statuses.map(String) });
    const failed = this.state.options.pipeFail ? statuses.findLast((status) => status !== 0) : undefined;
    return failed ?? statuses.at(-1) ?? 0;
  }

  /** Runs a command as the whole work of this subshell; a program takes the subshell's place. */
  *runStage(command: Command, io: Descriptors): Process<number> {
    if (command.type === 'simple') {
      this.line = command.line;
      this.watched++; // the stage's own status is looked at by the pipeline
      this.state.status = yield* this.runSimpleInPlace(command, io);
    } else {
      yield* this.runCommand(command, io);
    }
    return this.state.status;
  }

  private *runSimpleInPlace(command: SimpleCommand, io: Descriptors): Process<number> {
    this.activeIo = io;
    try {
      const words = yield* expandWords(this, this.resolveAlias(command.words));
      const [name] = words;
      if (name === undefined || this.state.functions.has(name) || builtins.has(name)) {
        yield* this.runCommand(command, io);
        return this.state.status;
      }
      const opened = yield* redirect(this, command.redirections, io);
      if (!opened) return 1;
      if (this.state.options.trace) yield* this.trace(opened.io, words);
      const env = this.state.environment();
      for (const assignment of command.assignments) env.set(assignment.name, yield* expandText(this, assignment.value));
      const status = yield* this.replaceBy(words, env, opened.io);
      opened.release?.();
      return status;
    } catch (error) {
      if (!(error instanceof ExpansionError) && !(error instanceof ArithmeticError)) throw error;
      yield* this.complain(io, error.message);
      return 1;
    }
  }

  /** Lets a program take this process' place, as `exec` does; gives its status. */
  *replaceBy(words: readonly string[], env: Map<string, string>, io: Descriptors): Process<number> {
    const found = findCommand(this, words[0] ?? '');
    if ('complaint' in found) {
      yield* this.complain(io, found.complaint);
      return found.status;
    }
    yield* sleep(this.debtMs + limits.programMs);
    this.debtMs = 0;
    const { context } = this;
    context.traps.clear();
    this.sandbox.processes.rename(this.pid, words);
    return yield* found.program({ ...context, argv: words, env, cwd: this.state.cwd, ...this.standard(io) });
  }

  private *startBackground(item: AndOr, io: Descriptors): Process {
    const stage = new Map(io);
    if (!this.state.isInteractive) stage.set(0, { input: this.context.stdin.isTerminal ? this.context.stdin : emptyStandardInput });
    const [only] = item.first.commands;
    const isPlain = item.rest.length === 0 && item.first.commands.length === 1 && !item.first.isNegated && only;
    const run = (shell: Shell, stageIo: Descriptors): Process<number> =>
      isPlain ? shell.runStage(only, stageIo) : shell.runList([{ ...item, isBackground: false }], stageIo);
    const child = this.startSubshell(run, stage);
    yield* this.spend(limits.programMs);
    if (!child) {
      this.state.status = yield* this.complainOfFork(io);
      return;
    }
    const job = this.jobs.add(child, item.source);
    this.state.lastBackgroundPid = child.pid;
    this.state.status = 0;
    if (this.state.isInteractive) yield* write(io, 2, `[${job.number}] ${child.pid}\n`);
  }

  /** Waits for a program in the foreground; gives its status. */
  *waitFor(child: Child, io: Descriptors): Process<number> {
    this.foreground.add(child);
    yield* join(child.process);
    this.foreground.delete(child);
    const status = child.status ?? 0;
    const isKilled = typeof child.process.result !== 'number';
    if (status > 128 && isKilled) yield* this.reportDeath(child, status, io);
    return status;
  }

  private *reportDeath(child: Child, status: number, io: Descriptors): Process {
    const words = deathWords[status - 128];
    if (words === undefined || this.state.dialect.name === 'dash') return;
    if (this.state.isInteractive || this.state.dialect.name === 'ash') yield* write(io, 2, `${words}\n`);
    else yield* this.complain(io, `${String(child.pid).padStart(5)} ${words.padEnd(23)} ${child.argv.join(' ')}`);
  }

  /** Waits until the program has ended or a trapped signal has come; undefined in the second case. */
  *waitOrSignal(child: Child): Process<number | undefined> {
    if (!child.process.isDone) yield* race([ended(child.process), this.context.signalled, this.interrupted]);
    return child.process.isDone ? (child.status ?? 0) : undefined;
  }

  *substituteProcess(script: Script): Process<string> {
    const text = yield* this.captureAll(script);
    const name = `/dev/fd/${63 - (this.substitutions++ % 32)}`;
    this.files.makeDirectory('/dev/fd', { parents: true });
    this.files.write(name, text);
    return name;
  }

  *capture(script: Script): Process<string> {
    const file = fileToRead(script);
    const text = file ? yield* this.readFile(file) : yield* this.captureAll(script);
    return text.replace(/\n+$/, '').replaceAll('\0', '');
  }

  /** `$(< FILE)` */
  private *readFile(word: Word): Process<string> {
    const name = yield* expandText(this, word);
    try {
      this.state.status = 0;
      return this.files.read(this.path(name));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* this.complain(this.activeIo ?? this.ownIo(), `${name}: ${error.message}`);
      this.state.status = 1;
      return '';
    }
  }

  private *captureAll(script: Script): Process<string> {
    const output = new Capture();
    const io = new Map(this.activeIo ?? this.ownIo());
    io.set(1, { output });
    const child = this.startSubshell((shell, stageIo) => {
      const [item] = script;
      const [only] = item?.first.commands ?? [];
      const isPlain = script.length === 1 && item && !item.isBackground && item.rest.length === 0 && item.first.commands.length === 1 && !item.first.isNegated;
      return isPlain && only ? shell.runStage(only, stageIo) : shell.runList(script, stageIo);
    }, io);
    if (!child) {
      this.state.status = yield* this.complainOfFork(io);
      return '';
    }
    this.foreground.add(child);
    yield* join(child.process);
    this.foreground.delete(child);
    this.state.status = child.status ?? 0;
    return output.text;
  }

  /** Descriptors that the process itself was started with. */
  ownIo(): Descriptors {
    const { stdin, stdout, stderr } = this.context;
    return new Map([[0, { input: stdin }], [1, { output: stdout }], [2, { output: stderr }]]);
  }

  /** Makes the redirections of `exec` last. */
  keepDescriptors(io: Descriptors): void {
    this.kept = io;
  }

  /** Standard input, output and error of a set of descriptors. */
  standard(io: Descriptors): { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable } {
    return {
      stdin: io.get(0)?.input ?? this.context.stdin,
      stdout: io.get(1)?.output ?? this.context.stdout,
      stderr: io.get(2)?.output ?? this.context.stderr,
    };
  }

  /** Lets the time pass that a command takes; little ones together. */
  *spend(ms: number): Process {
    this.debtMs += ms;
    if (this.debtMs < limits.debtMs) return;
    const { debtMs } = this;
    this.debtMs = 0;
    yield* sleep(debtMs);
  }

  /** Writes what is wrong, with this shell's name before it. */
  *complain(io: Descriptors, message: string, line = this.line): Process {
    const { dialect, name, isInteractive } = this.state;
    yield* write(io, 2, `${dialect.prefix({ name, line, isInteractive })}${message}\n`);
  }

  /** Says what is wrong with a text, and in bash shows the line. */
  *complainOfSyntax(io: Descriptors, error: ShellSyntaxError, text: string): Process {
    const { dialect, isInteractive, name } = this.state;
    const message = dialect.name === 'bash' ? error.message : error.message.replace(/^syntax error near unexpected token `(.*)'$/, dialect.name === 'dash' ? 'Syntax error: "$1" unexpected' : 'syntax error: unexpected "$1"');
    const prefix = dialect.name === 'bash' && !isInteractive && !name.includes('/') && !name.includes('.') ? `${name}: -c: line ${error.line}: ` : dialect.prefix({ name, line: error.line, isInteractive });
    yield* write(io, 2, `${prefix}${message}\n`);
    if (dialect.name === 'bash' && error.message.includes('near unexpected') && !isInteractive) yield* write(io, 2, `${prefix}\`${text.split('\n')[error.line - 1] ?? ''}'\n`);
  }

  private *complainOfFork(io: Descriptors): Process<number> {
    yield* sleep(limits.forkRetryMs);
    yield* this.complain(io, this.state.dialect.cannotFork);
    return this.state.dialect.name === 'bash' ? 254 : 2;
  }

  private *trace(io: Descriptors, words: readonly string[]): Process {
    yield* write(io, 2, `${this.state.get('PS4') ?? '+ '}${words.map((word) => traceWord(word)).join(' ')}\n`);
  }

  /** Sets what a signal does: a command, nothing (empty), or its default (undefined). */
  setTrap(signal: string, command: string | undefined): void {
    if (command === undefined) this.state.traps.delete(signal);
    else this.state.traps.set(signal, command);
    if (signal === 'EXIT' || signal === 'ERR' || signal === 'DEBUG') return;
    const unixSignal = signal as UnixSignal; // checked by the builtin
    if (command === undefined) this.context.traps.delete(unixSignal);
    else this.context.traps.set(unixSignal, () => void (command !== '' && this.pendingTraps.push(command)));
  }

  /** Runs the commands of signals that came meanwhile. */
  *runTraps(io: Descriptors): Process {
    for (let command = this.pendingTraps.shift(); command !== undefined && !this.flow; command = this.pendingTraps.shift()) {
      const { status } = this.state;
      yield* this.runText(command, io);
      if (!this.flow) this.state.status = status;
    }
  }

  /** Leaves everything that runs, as by Ctrl-C. */
  interrupt(): void {
    for (const child of this.foreground) this.signalTree(child, 'SIGINT');
    this.flow = { type: 'interrupt' };
    this.state.status = 130;
    this.interrupted.notify();
    const process = this.sandbox.processes.get(this.pid)?.process;
    if (this.isInBuiltin && this.foreground.size === 0 && process?.state === 'waiting') process.interrupt(new Interrupted());
  }

  private signalTree(child: Child, signal: UnixSignal): void {
    const { processes } = this.sandbox;
    const all = processes.list();
    const pids = new Set([child.pid]);
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
    for (const pid of pids) processes.signal(pid, signal);
  }

  /** An absolute path as seen from the working directory. */
  path(name: string): string {
    return joinPath(this.state.cwd, name);
  }
}

function fileToRead([item, ...others]: Script): Word | undefined {
  const [command, ...stages] = item?.first.commands ?? [];
  if (others.length > 0 || stages.length > 0 || !item || item.rest.length > 0 || command?.type !== 'simple' || command.words.length + command.assignments.length > 0) return undefined;
  const [redirection] = command.redirections;
  return command.redirections.length === 1 && redirection?.operator === '<' ? redirection.target : undefined;
}

const deathWords: Readonly<Record<number, string>> = { 1: 'Hangup', 3: 'Quit', 9: 'Killed', 15: 'Terminated' };

const emptyStandardInput: Readable = {
  *read() {
    return undefined;
  },
  *readLine() {
    return undefined;
  },
  *readAll() {
    return '';
  },
  readable: { isReady: true, wait: () => new Signal('nothing') },
  isTerminal: false,
};

/** Writes to a descriptor, when it is open. */
export function* write(io: Descriptors, descriptor: number, text: string): Process {
  yield* io.get(descriptor)?.output?.write(text) ?? noWrite();
}

function* noWrite(): Process {}

function traceWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
