import { Signal, join, race, sleep, ended } from '../../kernel/index.ts';
import { joinPath, randomOf } from '../../machine/index.ts';
import type { Command, Script } from './ast.ts';
import { builtins } from './builtins/builtins.ts';
import type { Descriptors } from './descriptors.ts';
import type { Expander } from './expand.ts';
import type { History } from './history.ts';
import { Jobs } from './jobs.ts';
import { limits } from './limits.ts';
import { parseScript } from './parser.ts';
import { complain, complainOfSyntax, reportDeath } from './report.ts';
import { runCommand, runList } from './run-list.ts';
import { capture, substituteProcess } from './substitute.ts';
import type { ShellState } from './state.ts';
import type { Child, FileSystem, Process, Program, ProgramContext, Readable, Sandbox, Writable } from './surroundings.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** What makes a list of commands end before its end. */
export type Flow =
  | { readonly type: 'break' | 'continue'; readonly levels: number }
  | { readonly type: 'return' | 'exit'; readonly status: number }
  | { readonly type: 'interrupt' }
  /** A word could not be expanded: the rest of the text is not run. */
  | { readonly type: 'abandon'; readonly status: number };

/** One shell process: what it remembers, the processes it has started, and what its commands read and write. */
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
  /** The terminal that a person sits at, when there is one. */
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
    return randomOf(this.context).next();
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
  runList(script: Script, io: Descriptors): Process<number> {
    return runList(this, script, io);
  }

  /** Runs one command of any kind; its status is the shell's. */
  runCommand(command: Command, io: Descriptors): Process {
    return runCommand(this, command, io);
  }

  /** Starts a process with the descriptors; undefined when there are too many already. */
  start(options: { readonly program: Program; readonly argv: readonly string[]; readonly env: Map<string, string>; readonly io: Descriptors; readonly cwd?: string }): Child | undefined {
    const { program, argv, env, io } = options;
    const { processes } = this.sandbox;
    if (processes.size >= limits.processes) return undefined;
    for (const descriptor of io.values()) descriptor.retain?.();
    const { terminal } = this;
    const child = processes.start({
      program, argv, env, cwd: options.cwd ?? this.state.cwd, parent: this.pid, umask: this.state.umask, ...this.standard(io), ...(terminal ? { terminal } : {}),
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

  /** The descriptors that `exec` has left to the commands that follow; outside of functions they are told of once. */
  keptDescriptors(): Descriptors | undefined {
    const { kept } = this;
    if (this.callDepth === 0) this.kept = undefined;
    return kept;
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
