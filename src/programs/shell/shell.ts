import { Signal, join, race, sleep, ended } from '../../kernel/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import { ArithmeticError } from './arithmetic.ts';
import type { AndOr, Assignment, Command, Pipeline, Script, Word } from './ast.ts';
import { builtins } from './builtins/builtins.ts';
import type { Builtin } from './builtins/builtin.ts';
import { assign } from './assign.ts';
import { runCompound } from './compound.ts';
import type { Descriptors } from './descriptors.ts';
import { ExpansionError, expandText, expandWords } from './expand.ts';
import type { Expander } from './expand.ts';
import { findCommand } from './find-command.ts';
import type { History } from './history.ts';
import { Jobs } from './jobs.ts';
import { limits } from './limits.ts';
import { parseScript } from './parser.ts';
import { redirect } from './redirect.ts';
import { complain, complainOfFork, complainOfSyntax, reportDeath, trace } from './report.ts';
import { runStages, startBackground } from './stages.ts';
import { capture, substituteProcess } from './substitute.ts';
import type { ShellState } from './state.ts';
import type { Child, FileSystem, Process, Program, ProgramContext, Readable, Sandbox, Writable } from './surroundings.ts';
import { Interrupted, runTraps } from './signals.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** What makes a list of commands end before its end. */
export type Flow =
  | { readonly type: 'break' | 'continue'; readonly levels: number }
  | { readonly type: 'return' | 'exit'; readonly status: number }
  | { readonly type: 'interrupt' }
  /** A word could not be expanded: the rest of the text is not run. */
  | { readonly type: 'abandon'; readonly status: number };

/** A command of words. */
export type SimpleCommand = Command & { readonly type: 'simple' };

/** Runs scripts: one of these is one shell process, with what it remembers. */
export class Shell implements Expander {
  readonly state: ShellState;
  readonly context: ProgramContext;
  readonly jobs = new Jobs();
  readonly builtins = builtins;
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
  activeIo: Descriptors | undefined;
  /** Descriptors that `exec` has changed for all commands that follow. */
  private kept: Descriptors | undefined;
  isInBuiltin = false;
  /** How many files of `<(…)` there were. */
  substitutions = 0;
  /** Commands of signals that came and are still to run. */
  readonly pendingTraps: string[] = [];
  /** Time of commands that is still to pass. */
  debtMs = 0;

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
      yield* complainOfSyntax(this, io, error, text);
      return (this.state.status = 2);
    }
    return yield* this.runList(script, io);
  }

  /** Runs commands one after the other. */
  *runList(script: Script, given: Descriptors): Process<number> {
    let io = given;
    for (const item of script) {
      if (item.isBackground) yield* startBackground(this, item, io);
      else yield* this.runAndOr(item, io);
      if (this.pendingTraps.length > 0) yield* runTraps(this, io);
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
    else this.state.status = yield* runStages(this, pipeline, io);
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
      const isBash = this.state.dialect.name === 'bash';
      this.state.status = 1;
      if (error instanceof ArithmeticError) {
        if (command.type !== 'arithmetic' && command.type !== 'arithmetic-for' && !isLet(command)) this.flow = { type: 'abandon', status: isBash ? 1 : 2 };
      } else if (error.isFatal) {
        this.flow = { type: 'abandon', status: isBash ? error.status : 2 };
      }
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

  /** The words of a command with an alias put in. */
  resolveAlias(words: readonly Word[]): readonly Word[] {
    const { aliases } = this.state;
    const [first, ...rest] = words;
    if (aliases.size === 0 || !this.state.expandsAliases || first?.length !== 1 || first[0]?.type !== 'text' || first[0].isQuoted) return words;
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
      const text = yield* assign(this, assignment);
      if (this.state.options.trace) yield* trace(this, io, [`${assignment.name}=${text}`]);
    }
    return hasSubstitution ? this.state.status : 0;
  }

  private *runNamed(name: string, words: readonly string[], assignments: readonly Assignment[], io: Descriptors): Process<number> {
    if (this.state.options.trace) yield* trace(this, io, words);
    const definition = this.state.functions.get(name);
    const builtin = definition ? undefined : builtins.get(name);
    if (!definition && !builtin) return yield* this.runProgram(words, assignments, io);
    const saved = assignments.map((assignment) => [assignment.name, this.state.variables.get(assignment.name)] as const);
    for (const assignment of assignments) yield* assign(this, assignment, { isExported: true });
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
    if (!child) return yield* complainOfFork(this, io);
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
    const { watched } = this;
    const program: Program = function* (context) {
      const shell = new Shell(state, context);
      shell.watched = watched;
      const status = yield* run(shell, io);
      return yield* shell.end(status, io);
    };
    return this.start({ program, argv: [this.state.name], env: this.state.environment(), io });
  }

  /** What is left to do at a shell's end: the EXIT trap. Gives the exit status. */
  *end(status: number, io: Descriptors): Process<number> {
    const final = this.exitStatus() ?? status;
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
    return this.flow?.type === 'exit' || this.flow?.type === 'abandon' ? this.flow.status : undefined;
  }

  /** Waits for a program in the foreground; gives its status. */
  *waitFor(child: Child, io: Descriptors): Process<number> {
    this.foreground.add(child);
    yield* join(child.process);
    this.foreground.delete(child);
    const status = child.status ?? 0;
    const isKilled = typeof child.process.result !== 'number';
    if (status > 128 && isKilled) yield* reportDeath(this, child, status, io);
    return status;
  }

  /** Waits until the program has ended or a trapped signal has come; undefined in the second case. */
  *waitOrSignal(child: Child): Process<number | undefined> {
    if (!child.process.isDone) yield* race([ended(child.process), this.context.signalled, this.interrupted]);
    return child.process.isDone ? (child.status ?? 0) : undefined;
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
  complain(io: Descriptors, message: string, line = this.line): Process {
    return complain(this, io, message, line);
  }

  /** Runs a script in a subshell and gives its output. */
  capture(script: Script): Process<string> {
    return capture(this, script);
  }

  /** Runs a script in a subshell and gives the name of a file that holds its output. */
  substituteProcess(script: Script): Process<string> {
    return substituteProcess(this, script);
  }

  /** An absolute path as seen from the working directory. */
  path(name: string): string {
    return joinPath(this.state.cwd, name);
  }
}

/** Whether a command is `let`, which only fails. */
function isLet(command: Command): boolean {
  const first = command.type === 'simple' ? command.words[0]?.[0] : undefined;
  return first?.type === 'text' && first.text === 'let';
}
