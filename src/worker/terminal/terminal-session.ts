import type { World } from '../../cluster/index.ts';
import type { Process } from '../../kernel/index.ts';
import { Pipe } from '../../machine/index.ts';
import type { Sandbox, Writable } from '../../machine/index.ts';
import { ShellSession, isIncomplete } from '../../programs/index.ts';
import { completionsOf } from './completion.ts';
import { LineEditor } from './line-editor.ts';

/** Output that is kept for a screen that begins anew. */
const outputKept = 200_000;

/** What a terminal is opened on. */
export interface TerminalOptions {
  readonly title: string;
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  /** Told of each command line that is entered. */
  readonly onCommand: (line: string) => void;
}

/** A shell with a person before it: a terminal inside the world, with its line discipline. */
export class TerminalSession {
  readonly title: string;
  private readonly options: TerminalOptions;
  private readonly editor: LineEditor;
  private readonly shell: ShellSession;
  /** Lines that were entered and not read yet, by the shell or by what runs in the foreground. */
  private readonly input = new Pipe({ isTerminal: true });
  private readonly output: Writable;
  /** What the command in the foreground reads, until Ctrl-D. */
  private foreground: Pipe | undefined;
  private readonly size: { columns: number; rows: number };
  /** Before the first prompt: what is typed is shown behind it. */
  private isStarting = true;
  /** The shell waits for a line. */
  private isAtPrompt = false;
  private hasForeground = false;
  private hasEnded = false;
  /** Lines that were entered while something ran: they are shown again behind their prompt. */
  private ahead: string[] = [];
  private fresh = '';
  private screen = '';

  constructor(options: TerminalOptions) {
    const { title, sandbox, env, cwd, columns, rows } = options;
    this.title = title;
    this.options = options;
    this.editor = new LineEditor((data) => {
      if (!this.isStarting) this.show(data);
    });
    this.size = { columns, rows };
    this.shell = new ShellSession(sandbox, { env, cwd, isInteractive: true, terminal: this.size });
    const show = (text: string): void => this.show(text.replaceAll('\n', '\r\n'));
    this.output = {
      isTerminal: true,
      *write(text: string): Process {
        show(text);
      },
    };
    sandbox.kernel.spawn(`${sandbox.name}/terminal`, this.serve(), sandbox.group);
    sandbox.group.onKill(() => this.end('\r\nconnection closed\r\n'));
  }

  /** A command runs in the foreground. */
  get isBusy(): boolean {
    return this.hasForeground;
  }

  /** The shell has ended. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  /** Takes what the person typed, as a terminal sends it. */
  type(data: string): void {
    if (this.hasEnded) return;
    for (const stroke of this.editor.feed(data)) {
      switch (stroke.type) {
        case 'line':
          if (!this.foreground && !this.isAtPrompt) this.ahead.push(stroke.line);
          this.isAtPrompt = false;
          (this.foreground ?? this.input).push(`${stroke.line}\n`);
          break;
        case 'interrupt':
          this.interrupt();
          break;
        case 'end':
          this.endInput();
          break;
        case 'complete':
          this.complete(stroke.line);
          break;
      }
    }
  }

  /** What was written since the last call. */
  takeOutput(): string {
    const { fresh } = this;
    this.fresh = '';
    return fresh;
  }

  /** All that a new screen is to show. */
  get wholeScreen(): string {
    return this.screen;
  }

  /** The window has another size; programs that are started from now on see it. */
  resize(columns: number, rows: number): void {
    this.size.columns = columns;
    this.size.rows = rows;
  }

  close(): void {
    this.shell.interrupt();
    this.shell.close();
    this.end('');
  }

  private *serve(): Process {
    let pending = '';
    while (!this.hasEnded) {
      this.show(pending === '' ? this.prompt() : '> ');
      this.isStarting = false;
      const typed = this.ahead.shift();
      this.isAtPrompt = typed === undefined;
      if (typed === undefined) this.editor.redraw();
      else this.show(`${typed}\r\n`);
      const line = yield* this.input.readLine();
      if (line === undefined) break;
      pending += pending === '' ? line : `\n${line}`;
      if (isIncomplete(`${pending}\n`)) continue;
      const text = pending;
      pending = '';
      if (text.trim() !== '') yield* this.execute(text);
      if (this.shell.hasEnded) break;
    }
    this.end('exit\r\n');
  }

  private *execute(text: string): Process {
    const { kernel } = this.options.sandbox;
    this.options.onCommand(text);
    kernel.cause = 0;
    kernel.record('input', this.options.sandbox.name, { type: 'input', command: text });
    const stdin = new Pipe({ isTerminal: true });
    this.foreground = stdin;
    this.hasForeground = true;
    yield* this.shell.execute(text, { stdin, stdout: this.output, stderr: this.output });
    this.hasForeground = false;
    this.foreground = undefined;
    // What the command has left unread is the shell's.
    stdin.end();
    const rest = yield* stdin.readAll();
    this.ahead.push(...rest.split('\n').slice(0, -1));
    this.input.push(rest);
    // What the program has read is not shown again.
    if (!this.input.isReady) this.ahead = [];
    if (this.screen !== '' && !this.screen.endsWith('\n')) this.show('\r\n');
    kernel.cause = 0;
  }

  private interrupt(): void {
    if (this.hasForeground) {
      this.ahead = [];
      this.shell.interrupt();
    } else {
      this.show(this.prompt());
    }
  }

  private endInput(): void {
    if (!this.hasForeground) return this.input.end();
    this.foreground?.end();
    this.foreground = undefined;
  }

  private complete(line: string): void {
    if (this.hasForeground) return;
    const { insert, choices } = completionsOf(line, { world: this.options.world, sandbox: this.options.sandbox, cwd: this.shell.cwd });
    if (insert !== '') this.editor.insert(insert);
    else if (choices.length > 1) {
      this.show(`\r\n${choices.join('  ')}\r\n${this.prompt()}`);
      this.editor.redraw();
    }
  }

  private prompt(): string {
    const { sandbox, env } = this.options;
    const { cwd } = this.shell;
    const home = env.get('HOME') ?? '/root';
    const place = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
    return `\x1b[32mroot@${sandbox.hostname}\x1b[0m:\x1b[34m${place}\x1b[0m# `;
  }

  private show(data: string): void {
    this.fresh += data;
    this.screen += data;
    if (this.screen.length > outputKept * 2) this.screen = this.screen.slice(-outputKept);
    if (this.fresh.length > outputKept * 2) this.fresh = this.fresh.slice(-outputKept);
  }

  private end(last: string): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.hasForeground = false;
    this.show(last);
  }
}
