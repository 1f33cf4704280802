import type { World } from '../../cluster/index.ts';
import type { Sandbox } from '../../machine/index.ts';
import { openShell, openTerminal } from '../../programs/index.ts';
import type { SessionTerminal, ShellSession } from '../../programs/index.ts';
import { completionOf } from './completion.ts';

/** Output that is kept for a screen that begins anew. */
const outputKept = 200_000;

/** What a terminal is opened on. */
export interface TerminalOptions {
  readonly title: string;
  /** The machine that the shell runs on. */
  readonly machine: string;
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  /** Told of each command line that is entered. */
  readonly onCommand: (line: string) => void;
}

/** A shell of the world with a person before it, and what their screen shows. */
export class TerminalSession {
  readonly title: string;
  readonly machine: string;
  private columns: number;
  private rows: number;
  private readonly shell: ShellSession;
  private readonly terminal: SessionTerminal;
  private hasEnded = false;
  private fresh = '';
  private screen = '';

  constructor({ title, machine, world, sandbox, env, cwd, columns, rows, onCommand }: TerminalOptions) {
    this.title = title;
    this.machine = machine;
    this.columns = columns;
    this.rows = rows;
    const { kernel } = sandbox;
    this.shell = openShell(sandbox, { env, cwd, isInteractive: true });
    this.terminal = openTerminal(this.shell, {
      columns, rows,
      send: (data) => this.show(data),
      prompt: (directory) => promptOf(sandbox.hostname, env.get('HOME') ?? '/root', directory),
      complete: (line, cursor) => completionOf(line, cursor, { world, shell: this.shell }),
      entered: (text) => {
        onCommand(text);
        kernel.cause = 0;
        kernel.record('input', sandbox.name, { type: 'input', command: text });
      },
    });
    this.terminal.start();
    sandbox.group.onKill(() => this.end('\r\nconnection closed\r\n'));
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.columns, rows: this.rows };
  }

  /** A command runs in the foreground. */
  get isBusy(): boolean {
    return this.terminal.isBusy && !this.isOver;
  }

  /** The shell has ended. */
  get isOver(): boolean {
    return this.hasEnded || this.terminal.hasEnded;
  }

  /** Takes what the person typed, as a terminal sends it. */
  type(data: string): void {
    if (!this.hasEnded) this.terminal.type(data);
  }

  /** Shows a command of that directory which the page had run in the place of the person, and what it said. */
  relate(command: string, { cwd, output }: { readonly cwd: string; readonly output: string }): void {
    if (!this.isOver && this.shell.cwd === cwd) this.terminal.relate(command, output);
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

  /** The window has another size. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.terminal.resize(columns, rows);
  }

  close(): void {
    this.shell.interrupt();
    this.shell.close();
    this.end('');
  }

  private show(data: string): void {
    this.fresh += data;
    this.screen += data;
    if (this.screen.length > outputKept * 2) this.screen = this.screen.slice(-outputKept);
    if (this.fresh.length > outputKept * 2) this.fresh = this.fresh.slice(-outputKept);
  }

  private end(last: string): void {
    if (this.isOver) return;
    this.hasEnded = true;
    this.show(last);
  }
}

/** A shell with a person before it, which shows its first prompt as soon as time passes. */
export function openSession(options: TerminalOptions): TerminalSession {
  return new TerminalSession(options);
}

function promptOf(hostname: string, home: string, cwd: string): string {
  const place = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  return `\u001b[32mroot@${hostname}\u001b[0m:\u001b[34m${place}\u001b[0m# `;
}
