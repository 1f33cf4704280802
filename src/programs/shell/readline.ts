import { Signal } from '../../kernel/index.ts';
import type { KeyReader, Terminal } from '../../machine/index.ts';
import { commonPrefix } from './completion.ts';
import type { Completion } from './completion.ts';
import type { History } from './history.ts';
import { LineEditor } from './line-editor.ts';
import { ScreenLine } from './screen-line.ts';
import type { Process } from './surroundings.ts';

/** How one line came to its end: entered, given up by Ctrl-C, or Ctrl-D on an empty one. */
export type LineEnd = { readonly type: 'line'; readonly text: string } | { readonly type: 'interrupt' } | { readonly type: 'end' };

/** What a line is read with. */
export interface LineOptions {
  readonly prompt: string;
  readonly history: History;
  /** What Tab offers. */
  readonly complete: (line: string, cursor: number) => Completion;
}

interface Search {
  query: string;
  at: number;
}

const keyPattern = /\u001b\[200~[^]*?\u001b\[201~|\u001b\[[0-9;?]*[A-Za-z~]|\u001bO[A-Z]|\u001b[^[O]|[^]/gu;
/** Makes a screen mark what is pasted, so that its lines are not run one by one. */
const bracketsOn = '\u001b[?2004h';
const bracketsOff = '\u001b[?2004l';

/** Lets a person write one line at a prompt: editing, history, search, completion. */
export function* readLine(terminal: Terminal, options: LineOptions): Process<LineEnd> {
  const readline = new Readline(terminal, options);
  readline.begin();
  terminal.lend(readline);
  return yield* readline.wait();
}

class Readline implements KeyReader {
  private readonly terminal: Terminal;
  private readonly options: LineOptions;
  private readonly editor = new LineEditor();
  private readonly line: ScreenLine;
  private readonly done = new Signal('a line');
  private end: LineEnd | undefined;
  private search: Search | undefined;
  private wasTab = false;
  /** The beginning of a key that comes in several parts. */
  private part = '';

  constructor(terminal: Terminal, options: LineOptions) {
    this.terminal = terminal;
    this.options = options;
    this.line = new ScreenLine(terminal.columns);
  }

  begin(): void {
    this.options.history.rewind();
    if (!this.terminal.isAtLineStart) this.terminal.display('\n');
    this.send(bracketsOn);
    this.redraw();
  }

  *wait(): Process<LineEnd> {
    while (!this.end) yield* this.done.next();
    return this.end;
  }

  take(data: string): string | undefined {
    const keys = this.part + data;
    this.part = '';
    let typed = '';
    for (const match of keys.matchAll(keyPattern)) {
      const [key] = match;
      // What is written in one go is drawn in one go.
      if (key >= ' ' && key !== '\u007f' && !key.startsWith('\u001b') && !this.search) {
        typed += key;
        this.wasTab = false;
        continue;
      }
      this.insert(typed);
      typed = '';
      const rest = keys.slice(match.index);
      if (isPartial(rest)) {
        this.part = rest;
        return undefined;
      }
      if (this.search) this.typeInSearch(key, this.search);
      else this.typeInLine(key);
      if (this.end) return keys.slice(match.index + key.length);
    }
    this.insert(typed);
    return undefined;
  }

  resized(): void {
    this.line.columns = this.terminal.columns;
    this.redraw();
  }

  relate(line: string, output: string): void {
    const { prompt, history } = this.options;
    this.send(this.line.draw(prompt, line, line.length) + this.line.leave(prompt, line));
    this.send(output);
    if (!this.terminal.isAtLineStart) this.send('\n');
    history.add(line);
    this.redraw();
  }

  private send(data: string): void {
    this.terminal.display(data);
  }

  private finish(end: LineEnd): void {
    this.send(bracketsOff);
    this.end = end;
    this.done.notify();
  }

  private redraw(): void {
    const { editor, search } = this;
    const { history, prompt } = this.options;
    if (!search) return this.send(this.line.draw(prompt, editor.text, editor.cursor));
    const found = history.lines[search.at] ?? '';
    const isFailed = search.at < 0 && search.query !== '';
    this.send(this.line.draw(`(${isFailed ? 'failed ' : ''}reverse-i-search)\`${search.query}': `, found, Math.max(0, found.indexOf(search.query))));
  }

  private leave(): string {
    return this.line.leave(this.options.prompt, this.editor.text);
  }

  private typeInLine(key: string): void {
    const isTab = key === '\t';
    if (key === '\r' || key === '\n') this.accept();
    else if (key === '\u0003') {
      this.send(`${this.leave().replace('\r\n', '')}^C\r\n`);
      this.finish({ type: 'interrupt' });
    } else if (key === '\u0004' && this.editor.text === '') this.finish({ type: 'end' });
    else if (isTab) this.complete();
    else if (key === '\u0012') {
      this.search = { query: '', at: -1 };
      this.redraw();
    } else if (key === '\u000c') {
      this.line.begin();
      this.send('\u001b[H\u001b[2J');
      this.redraw();
    } else if (key.startsWith('\u001b[200~')) this.insert(key.slice(6, -6).replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
    else if (this.edit(key)) this.redraw();
    this.wasTab = isTab;
  }

  private insert(text: string): void {
    if (text === '') return;
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
      case '\u001b.': return editor.insert(this.options.history.lines.at(-1)?.split(/\s+/).at(-1) ?? ''), true;
      default: return false;
    }
  }

  private recall(by: -1 | 1): void {
    const line = this.options.history.step(by, this.editor.text);
    if (line !== undefined) this.editor.set(line);
  }

  private accept(): void {
    const { text } = this.editor;
    this.send(this.leave());
    this.finish({ type: 'line', text });
  }

  private typeInSearch(key: string, search: Search): void {
    const { history } = this.options;
    if (key === '\u0012') search.at = search.query === '' ? search.at : Math.max(history.search(search.query, search.at < 0 ? undefined : search.at), -1);
    else if (key === '\u007f' || key === '\b') {
      search.query = search.query.slice(0, -1);
      search.at = history.search(search.query);
    } else if (key >= ' ' && !key.startsWith('\u001b')) {
      search.query += key;
      search.at = history.search(search.query);
    } else return this.endSearch(key, search);
    this.redraw();
  }

  private endSearch(key: string, search: Search): void {
    this.search = undefined;
    const isCancelled = key === '\u0003' || key === '\u0007';
    this.editor.set(isCancelled ? '' : (this.options.history.lines[search.at] ?? search.query));
    this.redraw();
    if (!isCancelled && key !== '\u001b\u001b') this.typeInLine(key);
  }

  private complete(): void {
    const { editor, options, terminal } = this;
    const { from, candidates } = options.complete(editor.text, editor.cursor);
    const [first] = candidates;
    if (first === undefined) return this.send('\u0007');
    const isSingle = candidates.length === 1;
    const replacement = isSingle && !/[/=:]$/.test(first) ? `${first} ` : commonPrefix(candidates);
    if (replacement.length > editor.cursor - from) editor.replace(from, replacement);
    else if (this.wasTab) this.send(this.leave() + listing(candidates, terminal.columns, terminal.rows));
    else return this.send('\u0007');
    this.redraw();
  }
}

/** Whether keys end within an escape sequence or a paste. */
function isPartial(keys: string): boolean {
  if (keys.startsWith('\u001b[200~')) return !keys.includes('\u001b[201~');
  return /^\u001b(\[[0-9;?]*|O)?$/.test(keys);
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
