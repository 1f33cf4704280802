import { FewMap } from '../base/index.ts';
import { Signal, join } from '../kernel/index.ts';
import type { Process, RunningProcess } from '../kernel/index.ts';
import { FileError } from './file-system.ts';
import { BrokenPipeError } from './pipe.ts';
import type { Readable, Writable } from './pipe.ts';
import { signalNumbers } from './program.ts';
import type { Program, ProgramContext, Sandbox, UnixSignal } from './program.ts';
import type { Terminal } from './terminal.ts';

/** How a program is to be started. */
export interface Start {
  readonly program: Program;
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly parent?: number;
  /** The surroundings it runs in, when several sandboxes share this table (a Pod's process namespace); its parent's unless said. */
  readonly sandbox?: Sandbox;
  readonly terminal?: Terminal;
  /** Its parent's unless said. */
  readonly umask?: number;
}

/** A program that was started, as its parent sees it. */
export interface Child {
  readonly pid: number;
  readonly parent: number;
  /** Its command line; changes when another program takes the process over (`exec`). */
  argv: readonly string[];
  readonly startedMs: number;
  readonly process: RunningProcess;
  readonly context: ProgramContext;
  /** Set when it has ended. */
  status: number | undefined;
  isStopped: boolean;
}

/** A process as others see it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  readonly startedMs: number;
  readonly isStopped: boolean;
  /** As whom it runs. */
  readonly uid: number;
}

/** A process that can be seen in a table, and was started by somebody else: a daemon of the machine, a program of a container. */
export interface ForeignProcess extends SeenProcess {
  signal(signal: UnixSignal): void;
}

const nobody = (): readonly ForeignProcess[] => [];

/** The programs of one sandbox by process id. Process 1 of a container ends the container. */
export class ProcessTable {
  private readonly children = new FewMap<number, Child>();
  private readonly sandbox: () => Sandbox;
  private nextPid: number;
  private readonly isNamespace: boolean;
  private readonly foreign: () => readonly ForeignProcess[];

  /**
   * @param sandbox asked at each start, since a sandbox and its table know each other
   * @param options isNamespace: process 1 is a container's, which no signal ends by default; foreign: what else can be seen
   */
  constructor(sandbox: () => Sandbox, firstPid = 1, options: { readonly isNamespace?: boolean; readonly foreign?: () => readonly ForeignProcess[] } = {}) {
    this.foreign = options.foreign ?? nobody;
    this.sandbox = sandbox;
    this.nextPid = firstPid;
    this.isNamespace = options.isNamespace ?? false;
  }

  /** Running programs in the order of their start. */
  list(): readonly Child[] {
    return [...this.children.values()];
  }

  get(pid: number): Child | undefined {
    return this.children.get(pid);
  }

  /** All processes that can be seen from here, by their ids. */
  seen(): readonly SeenProcess[] {
    return [...this.foreign(), ...this.list().map(asSeen)].sort((a, b) => a.pid - b.pid);
  }

  /** The process of that id, if one can be seen from here. */
  see(pid: number): SeenProcess | undefined {
    const child = this.children.get(pid);
    return child ? asSeen(child) : this.foreignOf(pid);
  }

  private foreignOf(pid: number): ForeignProcess | undefined {
    return this.foreign().find((process) => process.pid === pid);
  }

  /** How many programs run. */
  get size(): number {
    return this.children.size;
  }

  /** Another program takes the process over: its command line is this one from now on. */
  rename(pid: number, argv: readonly string[]): void {
    const child = this.children.get(pid);
    if (child) child.argv = argv;
  }

  start(start: Start): Child {
    const parent = start.parent === undefined ? undefined : this.children.get(start.parent);
    const sandbox = start.sandbox ?? parent?.context.sandbox ?? this.sandbox();
    const pid = this.nextPid++;
    const context: ProgramContext = {
      sandbox,
      pid,
      argv: start.argv,
      env: start.env,
      cwd: start.cwd,
      stdin: start.stdin,
      stdout: start.stdout,
      stderr: start.stderr,
      traps: new FewMap(),
      signalled: new Signal('a signal'),
      umask: start.umask ?? parent?.context.umask ?? usualMask,
      ...(start.terminal ? { terminal: start.terminal } : {}),
    };
    const name = `${sandbox.name}/${start.argv[0] ?? '?'}`;
    const group = sandbox.group.subgroup(`${name}[${pid}]`);
    const process = sandbox.kernel.spawn(name, run(start.program, context), group);
    const child: Child = {
      pid,
      parent: start.parent ?? 0,
      argv: start.argv,
      startedMs: sandbox.kernel.nowMs,
      process,
      context,
      status: undefined,
      isStopped: false,
    };
    this.children.set(pid, child);
    process.onDone(() => {
      child.status ??= typeof process.result === 'number' ? process.result & 255 : 128 + signalNumbers.SIGKILL;
      this.children.delete(pid);
      group.dispose();
    });
    return child;
  }

  /** Waits for the end of a program; gives its exit status. */
  *wait(child: Child): Process<number> {
    yield* join(child.process);
    return child.status ?? 0;
  }

  /** Ends a program from outside its namespace, with no regard to what it handles; it counts as killed by `signal`. */
  killFromOutside(pid: number, signal: UnixSignal = 'SIGKILL'): void {
    const child = this.children.get(pid);
    if (!child) return;
    child.status = 128 + signalNumbers[signal];
    child.process.kill();
  }

  /** Sends a signal; false when there is no such process. */
  signal(pid: number, signal: UnixSignal): boolean {
    const child = this.children.get(pid);
    if (!child) {
      const foreign = this.foreignOf(pid);
      foreign?.signal(signal);
      return foreign !== undefined;
    }
    if (signal === 'SIGSTOP') this.setStopped(child, true);
    else if (signal === 'SIGCONT') this.setStopped(child, false);
    else if (signal !== 'SIGCHLD') this.deliver(child, signal);
    return true;
  }

  /** Ctrl-C: a program that handles SIGINT, as a shell at its prompt does, gets it alone; others with all that they have started. */
  interrupt(pid: number): void {
    const child = this.children.get(pid);
    if (!child) return;
    const below = child.context.traps.has('SIGINT') ? [] : this.list().filter(({ parent }) => parent === pid);
    this.signal(pid, 'SIGINT');
    for (const one of below) this.interrupt(one.pid);
  }

  private deliver(child: Child, signal: UnixSignal): void {
    const trap = signal === 'SIGKILL' ? undefined : child.context.traps.get(signal);
    if (trap) {
      trap();
      child.context.signalled.notify();
      return;
    }
    // The kernel never delivers a signal with its default action to process 1 of a namespace, except SIGKILL from outside.
    if (this.isNamespace && child.pid === 1) return;
    child.status = 128 + signalNumbers[signal];
    child.process.kill();
  }

  private setStopped(child: Child, isStopped: boolean): void {
    child.isStopped = isStopped;
    if (isStopped) child.process.group.freeze();
    else child.process.group.thaw();
  }
}

/** A program as others see it. */
export function asSeen({ pid, parent, argv, startedMs, isStopped, context: { sandbox } }: Child): SeenProcess {
  return { pid, parent, argv, startedMs, isStopped, uid: sandbox.user?.uid ?? 0 };
}

/** What Linux distributions begin with. */
const usualMask = 0o022;

function* run(program: Program, context: ProgramContext): Process<number> {
  try {
    return yield* program(context);
  } catch (error) {
    if (error instanceof BrokenPipeError) return 128 + signalNumbers.SIGPIPE;
    if (error instanceof FileError) {
      yield* context.stderr.write(`${context.argv[0] ?? ''}: ${error.path}: ${error.message}\n`);
      return 1;
    }
    if (!isOutOfMemory(error)) throw error;
    context.sandbox.use?.set(context.pid, { memoryBytes: Number.MAX_SAFE_INTEGER });
    return 128 + signalNumbers.SIGKILL;
  }
}

/** Whether a program wanted a longer text than any machine can hold. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid string length';
}
