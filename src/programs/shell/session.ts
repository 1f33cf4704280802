import { Mailbox, Signal, ended, race } from '../../kernel/index.ts';
import { emptyInput } from '../../machine/index.ts';
import type { Terminal } from '../../machine/index.ts';
import { bash } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { nullOutput } from './descriptors.ts';
import type { Descriptors } from './descriptors.ts';
import { History } from './history.ts';
import { Shell } from './shell.ts';
import { interrupt } from './signals.ts';
import { initialState } from './shell-program.ts';
import type { Child, Process, ProgramContext, Readable, Sandbox, Writable } from './surroundings.ts';

/** Where a text's input comes from and its output goes. */
export interface SessionIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface SessionOptions {
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly dialect?: Dialect;
  /** Whether a person sits before it: job numbers are told, complaints carry no line. */
  readonly isInteractive?: boolean;
}

interface Request {
  readonly text: string;
  readonly io: SessionIo;
  readonly done: Signal;
  status: number | undefined;
  /** Ctrl-C came before it was begun. */
  isInterrupted: boolean;
}

/** A shell that lives on between texts: working directory, variables, functions, jobs. A process of its sandbox. */
export class ShellSession {
  readonly sandbox: Sandbox;
  /** What was typed; the builtin `history` tells it. */
  readonly history = new History();
  private readonly options: SessionOptions;
  private terminal: Terminal | undefined;
  private readonly requests: Mailbox<Request>;
  private child: Child | undefined;
  private shell: Shell | undefined;

  constructor(sandbox: Sandbox, options: SessionOptions = {}) {
    this.sandbox = sandbox;
    this.options = options;
    this.requests = new Mailbox(sandbox.kernel, 'a command');
  }

  /** Runs a text in the shell, unless it is interrupted already; gives its exit status. A shell that was left by `exit` begins anew. */
  *execute(text: string, io: SessionIo, isInterrupted = false): Process<number> {
    const child = this.running();
    const request: Request = { text, io, done: new Signal('the end of a command'), status: undefined, isInterrupted };
    this.asked = request;
    this.requests.push(request);
    yield* race([request.done, ended(child.process)]);
    return request.status ?? child.status ?? 137;
  }

  /** Ctrl-C: what runs in the foreground ends, and the rest of the text is not run. */
  interrupt(): void {
    if (this.isBusy && this.shell) interrupt(this.shell);
    else if (this.asked) this.asked.isInterrupted = true;
  }

  /** Whether a text has come that is not begun yet. */
  get isAsked(): boolean {
    return this.asked !== undefined;
  }

  /** Whether a text is being run. */
  get isBusy(): boolean {
    return this.current !== undefined;
  }

  get cwd(): string {
    return this.shell?.state.cwd ?? this.options.cwd ?? '/';
  }

  /** Whether `exit` has left the shell. */
  get hasEnded(): boolean {
    return this.child?.process.isDone ?? false;
  }

  /** A variable of the shell. */
  variable(name: string): string | undefined {
    return this.shell ? this.shell.state.get(name) : this.options.env?.get(name);
  }

  /** The shell inside, once a text has been run: completion looks into it. */
  get inner(): Shell | undefined {
    return this.shell;
  }

  /** Gives the shell the terminal that a person sits at; its programs have it too. */
  attach(terminal: Terminal): void {
    this.terminal = terminal;
    if (this.shell) this.shell.terminal = terminal;
  }

  /** What is to be told before the next prompt: background jobs that have ended. */
  takeNotices(): readonly string[] {
    return (this.shell?.jobs.takeDone() ?? []).map(({ number, child, source }) => {
      const state = child.status === 0 ? 'Done' : child.status !== undefined && child.status > 128 ? 'Terminated' : `Exit ${child.status ?? 0}`;
      return `[${number}]+  ${state.padEnd(23)} ${source}`;
    });
  }

  /** Ends the shell. */
  close(): void {
    this.requests.close();
  }

  private current: Request | undefined;
  private asked: Request | undefined;

  private running(): Child {
    if (this.child && !this.child.process.isDone) return this.child;
    const { env = new Map<string, string>(), cwd = '/' } = this.options;
    const { terminal } = this;
    const { name } = this.options.dialect ?? bash;
    this.child = this.sandbox.processes.start({
      program: (context) => this.serve(context), argv: [name === 'bash' ? 'bash' : 'sh'], env: new Map(env), cwd,
      stdin: emptyInput, stdout: nullOutput, stderr: nullOutput, ...(terminal ? { terminal } : {}),
    });
    return this.child;
  }

  private *serve(context: ProgramContext): Process<number> {
    const { dialect = bash, isInteractive = false } = this.options;
    const name = context.argv[0] ?? 'bash';
    const state = initialState(dialect, { name, cwd: context.cwd, env: context.env, pid: context.pid, nowMs: this.sandbox.kernel.nowMs });
    const shell = new Shell(state, context);
    state.isInteractive = isInteractive;
    shell.terminal = this.terminal;
    shell.history = this.history;
    this.shell = shell;
    for (;;) {
      const request = yield* this.requests.take();
      if (!request) return 0;
      this.asked = undefined;
      this.current = request;
      const io: Descriptors = new Map([[0, { input: request.io.stdin }], [1, { output: request.io.stdout }], [2, { output: request.io.stderr }]]);
      if (request.isInterrupted) shell.state.status = 130;
      let status = request.isInterrupted ? 130 : yield* shell.runText(request.text, io);
      const { flow } = shell;
      shell.flow = undefined;
      if (flow?.type === 'exit') status = yield* shell.leave(flow.status, io);
      else if (flow?.type === 'interrupt') status = 130;
      else if (flow?.type === 'abandon') status = flow.status;
      this.current = undefined;
      request.status = status;
      request.done.notify();
      if (flow?.type === 'exit') return status;
    }
  }
}

/** A shell in a sandbox; it runs nothing yet. */
export function openShell(sandbox: Sandbox, options?: SessionOptions): ShellSession {
  return new ShellSession(sandbox, options);
}
