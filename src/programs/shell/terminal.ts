import { Pipe } from '../../machine/index.ts';
import { commonPrefix, completeDefault } from './completion.ts';
import type { Completion } from './completion.ts';
import { LineEditor } from './line-editor.ts';
import { ScreenLine } from './screen-line.ts';
import { isIncomplete } from './shell-program.ts';
import type { ShellSession } from './session.ts';
import type { Process, Writable } from './surroundings.ts';

/** How a terminal is set up. */
export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Takes what the screen is sent: text with `\r\n` and escape sequences. */
  readonly send: (data: string) => void;
  /** What stands before a line; by default `name:~$ `. */
  readonly prompt?: (cwd: string) => string;
  /** Names of the programs that can be started, for Tab. */
  readonly commands?: () => readonly string[];
  /** Tab in a command of its own: undefined leaves it to the shell's files and names. */
  readonly complete?: (line: string, cursor: number) => Process<Completion | undefined>;
  /** Told when a command begins or ends. */
  readonly changed?: () => void;
}

interface Search {
  query: string;
  at: number;
}

const keys = /\u001b\[200~[^]*?\u001b\[201~|\u001b\[[0-9;?]*[A-Za-z~]|\u001bO[A-Z]|\u001b[^[O]|[^]/gu;

/** The line discipline of a person's terminal over a shell: editing, history, completion, Ctrl-C, what a program reads. */
export class Terminal {
  private readonly session: ShellSession;
  private readonly options: TerminalOptions;
  private readonly editor = new LineEditor();
  private readonly line: ScreenLine;
  private rows: number;
  /** Lines of a command that is not complete yet. */
  private pending = '';
  private search: Search | undefined;
  private input: Pipe | undefined;
  private typed = '';
  private isCompleting = false;
  private held = '';
  private wasTab = false;
  private hasEndedItself = false;

  constructor(session: ShellSession, options: TerminalOptions) {
    this.session = session;
    this.options = options;
    this.line = new ScreenLine(options.columns);
    this.rows = options.rows;
  }

  get isBusy(): boolean {
    return this.input !== undefined;
  }

  get hasEnded(): boolean {
    return this.hasEndedItself;
  }

  /** Shows the first prompt. */
  start(): void {
    this.beginLine();
  }

  resize(columns: number, rows: number): void {
    this.line.columns = columns;
    this.rows = rows;
    this.session.resize(columns, rows);
    if (!this.isBusy && !this.hasEndedItself) this.redraw();
  }

  /** Takes keys as xterm gives them. */
  type(data: string): void {
    if (this.hasEndedItself) return;
    if (this.isCompleting) {
      this.held += data;
      return;
    }
    for (const [key] of data.matchAll(keys)) {
      if (this.isCompleting) this.held += key;
      else if (this.input) this.typeToProgram(key, this.input);
      else if (this.search) this.typeInSearch(key, this.search);
      else this.typeInLine(key);
    }
  }

  private get prompt(): string {
    if (this.pending !== '') return '> ';
    const { session, options } = this;
    if (options.prompt) return options.prompt(session.cwd);
    const home = session.variable('HOME') ?? '/root';
    const { cwd } = session;
    const shown = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
    return `${session.sandbox.hostname}:${shown}$ `;
  }

  private send(data: string): void {
    if (data !== '') this.options.send(data);
  }

  private beginLine(): void {
    this.editor.set('');
    this.session.history.rewind();
    this.line.begin();
    this.send('\u001b[?2004h');
    this.redraw();
  }

  private redraw(): void {
    const { editor } = this;
    if (this.search) {
      const found = this.session.history.lines[this.search.at] ?? '';
      this.send(this.line.draw(`(${this.search.at < 0 && this.search.query !== '' ? 'failed ' : ''}reverse-i-search)\`${this.search.query}': `, found, Math.max(0, found.indexOf(this.search.query))));
    } else {
      this.send(this.line.draw(this.prompt, editor.text, editor.cursor));
    }
  }

  private typeInLine(key: string): void {
    const isTab = key === '\t';
    if (key === '\r' || key === '\n') this.accept();
    else if (key === '\u0003') this.cancel();
    else if (key === '\u0004' && this.editor.text === '') this.endInput();
    else if (isTab) this.complete();
    else if (key === '\u0012') this.beginSearch();
    else if (key === '\u000c') {
      this.line.begin();
      this.send('\u001b[H\u001b[2J');
      this.redraw();
    } else if (key.startsWith('\u001b[200~')) this.insert(key.slice(6, -6).replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
    else if (this.edit(key)) this.redraw();
    else if (key >= ' ' && !key.startsWith('\u001b')) this.insert(key);
    this.wasTab = isTab;
  }

  private insert(text: string): void {
    this.editor.insert(text);
    this.redraw();
  }

  /** Keys that change the line or move in it; false for others. */
  private edit(key: string): boolean {
    const { editor } = this;
    switch (key) {
      case '\u007f':
      case '\b': return editor.backspace(), true;
      case '\u0001':
      case '\u001b[H':
      case '\u001bOH':
      case '\u001b[1~': return editor.moveTo(0), true;
      case '\u0005':
      case '\u001b[F':
      case '\u001bOF':
      case '\u001b[4~': return editor.moveTo(editor.text.length), true;
      case '\u0002':
      case '\u001b[D':
      case '\u001bOD': return editor.move(-1), true;
      case '\u0006':
      case '\u001b[C':
      case '\u001bOC': return editor.move(1), true;
      case '\u001bb':
      case '\u001b[1;5D':
      case '\u001b[1;3D': return editor.moveWord(-1), true;
      case '\u001bf':
      case '\u001b[1;5C':
      case '\u001b[1;3C': return editor.moveWord(1), true;
      case '\u0004':
      case '\u001b[3~': return editor.delete(), true;
      case '\u0015': return editor.kill('start'), true;
      case '\u000b': return editor.kill('end'), true;
      case '\u0017': return editor.kill('blank-word'), true;
      case '\u001b\u007f': return editor.kill('word'), true;
      case '\u001bd': return editor.kill('next-word'), true;
      case '\u0019': return editor.yank(), true;
      case '\u0010':
      case '\u001b[A':
      case '\u001bOA': return this.recall(-1), true;
      case '\u000e':
      case '\u001b[B':
      case '\u001bOB': return this.recall(1), true;
      case '\u001b.': return editor.insert(this.session.history.lines.at(-1)?.split(/\s+/).at(-1) ?? ''), true;
      default: return false;
    }
  }

  private recall(by: -1 | 1): void {
    const line = this.session.history.step(by, this.editor.text);
    if (line !== undefined) this.editor.set(line);
  }

  private cancel(): void {
    this.pending = '';
    this.send(`${this.line.leave(this.prompt, this.editor.text).replace('\r\n', '')}^C\r\n`);
    this.beginLine();
  }

  private endInput(): void {
    if (this.pending !== '') {
      this.pending = '';
      this.send('\r\n');
      return this.beginLine();
    }
    this.session.close();
    this.finish();
  }

  private finish(): void {
    this.hasEndedItself = true;
    this.send('exit\r\n');
    this.options.changed?.();
  }

  private accept(): void {
    const { editor, session } = this;
    this.send(this.line.leave(this.prompt, editor.text) + '\u001b[?2004l');
    const expanded = session.history.expand(editor.text);
    if (expanded === undefined) {
      this.send(`bash: ${editor.text.trim()}: event not found\r\n`);
      return this.beginLine();
    }
    if (expanded !== editor.text) this.send(`${expanded}\r\n`);
    const text = this.pending === '' ? expanded : `${this.pending}${expanded}`;
    if (text.trim() === '') return this.beginLine();
    if (isIncomplete(`${text}\n`)) {
      this.pending = `${text}\n`;
      return this.beginLine();
    }
    this.pending = '';
    session.history.add(text.replace(/\n+$/, ''));
    this.run(text);
  }

  private run(text: string): void {
    const { sandbox } = this.session;
    this.input = new Pipe({ isTerminal: true });
    this.options.changed?.();
    sandbox.kernel.spawn(`${sandbox.name}/terminal`, this.execute(text, this.input), sandbox.group);
  }

  private *execute(text: string, input: Pipe): Process {
    const screen: Writable = { isTerminal: true, write: (output) => this.show(output) };
    yield* this.session.execute(text, { stdin: input, stdout: screen, stderr: screen });
    const ahead = input.isReady ? ((yield* input.read()) ?? '') : '';
    this.input = undefined;
    if (this.session.hasEnded) return this.finish();
    for (const notice of this.session.takeNotices()) this.send(`${notice}\r\n`);
    this.options.changed?.();
    this.beginLine();
    const typed = ahead + this.typed;
    this.typed = '';
    if (typed !== '') this.type(typed);
  }

  private *show(output: string): Process {
    this.send(output.replace(/\r?\n/g, '\r\n'));
  }

  /** Keys while a program runs: it gets whole lines. */
  private typeToProgram(key: string, input: Pipe): void {
    if (key === '\u0003') {
      this.send('^C\r\n');
      this.typed = '';
      this.session.interrupt();
    } else if (key === '\u0004') {
      if (this.typed === '') input.end();
      else input.push(this.typed);
      this.typed = '';
    } else if (key === '\r' || key === '\n') {
      this.send('\r\n');
      input.push(`${this.typed}\n`);
      this.typed = '';
    } else if (key === '\u007f' || key === '\b') {
      if (this.typed !== '') this.send('\b \b');
      this.typed = this.typed.slice(0, -1);
    } else if (key === '\u0015') {
      this.send('\b \b'.repeat(this.typed.length));
      this.typed = '';
    } else {
      const text = key.startsWith('\u001b[200~') ? key.slice(6, -6) : key;
      if (text.startsWith('\u001b') || (text < ' ' && text !== '\t')) return;
      this.typed += text;
      this.send(text.replaceAll('\n', '\r\n'));
    }
  }

  private beginSearch(): void {
    this.search = { query: '', at: -1 };
    this.redraw();
  }

  private typeInSearch(key: string, search: Search): void {
    const { history } = this.session;
    if (key === '\u0012') search.at = search.query === '' ? search.at : Math.max(history.search(search.query, search.at < 0 ? undefined : search.at), -1);
    else if (key === '\u007f' || key === '\b') {
      search.query = search.query.slice(0, -1);
      search.at = history.search(search.query);
    } else if (key >= ' ' && !key.startsWith('\u001b') && key !== '\u007f') {
      search.query += key;
      search.at = history.search(search.query);
    } else {
      this.search = undefined;
      const isCancelled = key === '\u0003' || key === '\u0007';
      this.editor.set(isCancelled ? '' : (history.lines[search.at] ?? search.query));
      this.redraw();
      if (!isCancelled && key !== '\u001b\u001b') this.typeInLine(key);
      return;
    }
    this.redraw();
  }

  private complete(): void {
    const { sandbox } = this.session;
    this.isCompleting = true;
    sandbox.kernel.spawn(`${sandbox.name}/completion`, this.findCompletions(), sandbox.group);
  }

  private *findCompletions(): Process {
    const { editor, options, session } = this;
    const { text, cursor } = editor;
    const own = options.complete ? yield* options.complete(text, cursor) : undefined;
    const completion = own ?? completeDefault(session, options.commands?.() ?? [], text, cursor);
    this.applyCompletion(completion);
    this.isCompleting = false;
    const { held } = this;
    this.held = '';
    if (held !== '') this.type(held);
  }

  private applyCompletion({ from, candidates }: Completion): void {
    const { editor } = this;
    const [first] = candidates;
    if (first === undefined) return this.send('\u0007');
    const common = commonPrefix(candidates);
    const isSingle = candidates.length === 1;
    const replacement = isSingle && !/[/=:]$/.test(first) ? `${first} ` : common;
    if (replacement.length > editor.cursor - from) {
      editor.replace(from, replacement);
      this.redraw();
    } else if (this.wasTab) {
      this.send(this.line.leave(this.prompt, editor.text) + listing(candidates, this.line.columns, this.rows));
      this.redraw();
    } else {
      this.send('\u0007');
    }
  }
}

/** Candidates in columns, as readline lists them. */
function listing(candidates: readonly string[], columns: number, rows: number): string {
  const names = candidates.map((candidate) => candidate.slice(candidate.replace(/\/$/, '').lastIndexOf('/') + 1));
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const count = Math.ceil(names.length / perRow);
  const lines = Array.from({ length: Math.min(count, rows * 4) }, (_, row) => Array.from({ length: perRow }, (__, column) => (names[column * count + row] ?? '').padEnd(width)).join('').trimEnd());
  return lines.map((line) => `${line}\r\n`).join('');
}
