import { Terminal } from '../../machine/index.ts';
import { completeDefault } from './completion.ts';
import type { Completion } from './completion.ts';
import { readCommand } from './prompt.ts';
import type { ShellSession } from './session.ts';
import type { Process, Writable } from './surroundings.ts';

/** How a person's terminal is set up. */
export interface SessionTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Takes what the screen is sent: text with `\r\n` and escape sequences. */
  readonly send: (data: string) => void;
  /** What stands before a line; by default `name:~$ `. */
  readonly prompt?: (cwd: string) => string;
  /** Names of the programs that can be started, for Tab. */
  readonly commands?: () => readonly string[];
  /** Tab in a command of its own: undefined leaves it to the shell's files and names. */
  readonly complete?: (line: string, cursor: number) => Completion | undefined;
  /** Told of each command that is entered, before it runs. */
  readonly entered?: (text: string) => void;
}

/** A person's terminal on a shell that lives on: prompt, command, prompt. */
export class SessionTerminal {
  private readonly session: ShellSession;
  private readonly options: SessionTerminalOptions;
  private readonly terminal: Terminal;
  private hasForeground = false;
  private hasPrompted = false;
  /** Ctrl-C came after Enter and before the command has begun. */
  private isCancelled = false;
  private isOver = false;
  /** What ran elsewhere while a command ran here. */
  private untold: { readonly command: string; readonly output: string }[] = [];

  constructor(session: ShellSession, options: SessionTerminalOptions) {
    this.session = session;
    this.options = options;
    this.terminal = new Terminal({ columns: options.columns, rows: options.rows, show: options.send, interrupt: () => this.interrupt() });
    this.terminal.setRaw(true); // until the first prompt
    session.attach(this.terminal);
  }

  /** Whether a command runs, or was entered and is to be taken up. */
  get isBusy(): boolean {
    return this.hasForeground || (this.hasPrompted && !this.terminal.isLent);
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Shows the first prompt. */
  start(): void {
    const { sandbox } = this.session;
    sandbox.kernel.spawn(`${sandbox.name}/terminal`, this.serve(), sandbox.group);
  }

  /** Takes keys as xterm gives them. */
  type(data: string): void {
    this.terminal.press(data);
  }

  /** Shows a command that ran elsewhere in the same place, and what it said; once no command runs here. */
  relate(command: string, output: string): void {
    if (!this.terminal.relate(command, output)) this.untold.push({ command, output });
  }

  /** The window has another size. */
  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  private *serve(): Process {
    const { options, session, terminal } = this;
    const output: Writable = { isTerminal: true, write: (text) => this.show(text) };
    while (!session.hasEnded) {
      this.tellUntold();
      const text = yield* readCommand(terminal, { prompt: () => this.beginLine(), history: session.history, complete: (line, cursor) => this.complete(line, cursor) });
      if (text === undefined) break;
      options.entered?.(text);
      this.hasForeground = true;
      yield* session.execute(text, { stdin: terminal, stdout: output, stderr: output }, this.isCancelled);
      terminal.restore(); // whatever the command has left behind
      this.hasForeground = false;
      for (const notice of session.takeNotices()) terminal.display(`${notice}\n`);
    }
    session.close();
    this.isOver = true;
    terminal.display('exit\n');
    terminal.hangUp();
  }

  private tellUntold(): void {
    const { untold, terminal, session } = this;
    this.untold = [];
    for (const { command, output } of untold) {
      terminal.display(`${terminal.isAtLineStart ? '' : '\n'}${this.prompt}${command}\n${output}`);
      session.history.add(command);
    }
  }

  private interrupt(): void {
    if (this.hasForeground) this.session.interrupt();
    else this.isCancelled = true;
  }

  private beginLine(): string {
    this.isCancelled = false;
    this.hasPrompted = true;
    return this.prompt;
  }

  private *show(text: string): Process {
    this.terminal.display(text);
  }

  private get prompt(): string {
    const { options, session } = this;
    if (options.prompt) return options.prompt(session.cwd);
    const home = session.variable('HOME') ?? '/root';
    const { cwd } = session;
    const shown = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
    return `${session.sandbox.hostname}:${shown}$ `;
  }

  private complete(line: string, cursor: number): Completion {
    const { options, session } = this;
    return options.complete?.(line, cursor) ?? completeDefault(session, options.commands?.() ?? [], line, cursor);
  }
}

/** A terminal before a shell; it shows nothing until `start`. */
export function openTerminal(session: ShellSession, options: SessionTerminalOptions): SessionTerminal {
  return new SessionTerminal(session, options);
}
