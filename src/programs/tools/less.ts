// Upstream: less(1), more(1)
import { race } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { Terminal } from '../../machine/index.ts';
import { giveScreenBack, redraw, takeScreen } from '../vi/screen.ts';
import { keysOf } from '../vi/keys.ts';
import { displayColumn } from '../vi/text.ts';
import type { Frame } from '../vi/view.ts';
import { UsageError } from './support/options.ts';
import { posixRegex } from './support/regex.ts';
import { linesOf } from './support/tool.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const escapeSequence = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** `less [-N -S -F -R] [FILE…]`, `more`: a page at a time at a terminal; without one, all of it. */
export const less: ToolBody = function* (tool) {
  const options = tool.options('NSFRXieMmrnqs', { 'line-numbers': 'N', 'chop-long-lines': 'S', 'quit-if-one-screen': 'F' });
  const { stdin, stdout, terminal } = tool.context;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  if (names[0] === '-' && stdin instanceof Terminal) throw new UsageError('missing filename ("less --help" for help)', { hasHint: false });
  let text = '';
  let status = 0;
  for (const name of names) {
    const part = yield* tool.read(name);
    if (part === undefined) status = 1;
    else text += part;
  }
  const screen = stdin instanceof Terminal ? stdin : terminal;
  if (!stdout.isTerminal || !screen) {
    tool.put(text);
    return status;
  }
  if (status !== 0) return status;
  yield* tool.flush();
  const pager = new Pager(linesOf(text), screen, { name: names[0] === '-' ? '' : (names[0] ?? ''), isNumbered: options.has('N'), isChopped: options.has('S') });
  if (options.has('F') && pager.fits) tool.put(text);
  else yield* pager.run(tool);
  return 0;
};

/** A text at a terminal, as far as it has been turned. */
class Pager {
  private readonly lines: readonly string[];
  private readonly terminal: Terminal;
  private readonly options: { readonly name: string; readonly isNumbered: boolean; readonly isChopped: boolean };
  private top = 0;
  private shown: Frame | undefined;
  private message = '';
  /** What is typed behind `/` or `?`. */
  private typed: string | undefined;
  private pattern: RegExp | undefined;
  private isForward = true;
  private isNew = true;

  constructor(lines: readonly string[], terminal: Terminal, options: Pager['options']) {
    this.lines = lines;
    this.terminal = terminal;
    this.options = options;
  }

  get fits(): boolean {
    return this.rowsFrom(0).length < this.terminal.rows;
  }

  *run(tool: Tool): Process {
    const { terminal } = this;
    const { stdout } = tool.context;
    terminal.setRaw(true);
    try {
      for (;;) {
        const frame = this.frame();
        yield* stdout.write((this.shown ? '' : takeScreen) + redraw(this.shown, frame));
        this.shown = frame;
        if ((yield* race([terminal.readable, terminal.resized])) === 1) continue;
        const data = yield* terminal.read();
        if (data === undefined || keysOf(data).some((key) => this.press(key))) break;
      }
      yield* stdout.write(giveScreenBack);
    } finally {
      terminal.setRaw(false);
    }
  }

  /** Takes a key; true when that is the end. */
  private press(key: string): boolean {
    if (this.typed !== undefined) return this.typePattern(key, this.typed);
    this.message = '';
    this.isNew = false;
    const page = this.terminal.rows - 1;
    switch (key) {
      case 'q': case 'Q': case '\u0003': return true;
      case ' ': case 'f': case 'PageDown': case '\u0006': case '\u0016': this.move(page); break;
      case 'b': case 'PageUp': case '\u0002': this.move(-page); break;
      case 'd': case '\u0004': this.move(Math.ceil(page / 2)); break;
      case 'u': case '\u0015': this.move(-Math.ceil(page / 2)); break;
      case 'j': case 'e': case '\r': case '\n': case 'Down': case '\u000e': this.move(1); break;
      case 'k': case 'y': case 'Up': case '\u0010': this.move(-1); break;
      case 'g': case '<': case 'Home': this.top = 0; break;
      case 'G': case '>': case 'End': this.top = this.lastTop; break;
      case '/': case '?':
        this.isForward = key === '/';
        this.typed = '';
        break;
      case 'n': this.find(this.isForward); break;
      case 'N': this.find(!this.isForward); break;
      default: break;
    }
    return false;
  }

  private typePattern(key: string, typed: string): boolean {
    if (key === '\r') {
      this.typed = undefined;
      try {
        if (typed !== '') this.pattern = posixRegex(typed, { isExtended: true });
        this.find(this.isForward);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        this.message = 'Invalid pattern';
      }
    } else if (key === '\u0003' || key === '\u001b') this.typed = undefined;
    else if (key === '\u007f') this.typed = typed === '' ? undefined : typed.slice(0, -1);
    else if (key.length === 1 && key >= ' ') this.typed = typed + key;
    return false;
  }

  private find(isForward: boolean): void {
    const { lines, pattern } = this;
    if (!pattern) {
      this.message = 'No previous regular expression';
      return;
    }
    const by = isForward ? 1 : -1;
    for (let line = this.top + by; line >= 0 && line < lines.length; line += by) {
      pattern.lastIndex = 0;
      if (!pattern.test((lines[line] ?? '').replace(escapeSequence, ''))) continue;
      this.top = line;
      return;
    }
    this.message = 'Pattern not found  (press RETURN)';
  }

  private move(by: number): void {
    this.top = by > 0 ? Math.max(this.top, Math.min(this.top + by, this.lastTop)) : Math.max(0, this.top + by);
  }

  /** The first line when the last one is at the bottom. */
  private get lastTop(): number {
    let top = this.lines.length;
    for (let rows = this.terminal.rows - 1; top > 0; top--) {
      rows -= this.rowsOf(top - 1).length;
      if (rows < 0) break;
    }
    return top;
  }

  private rowsOf(line: number): readonly string[] {
    const { columns } = this.terminal;
    const number = this.options.isNumbered ? `${String(line + 1).padStart(7)} ` : '';
    const text = number + (this.lines[line] ?? '').replace(/\t/g, '        ');
    const plain = text.replace(escapeSequence, '');
    const width = displayColumn(plain, plain.length, 8);
    if (width <= columns) return [text];
    if (this.options.isChopped) return [`${plain.slice(0, columns - 1)}\u001b[7m>\u001b[m`];
    return Array.from({ length: Math.ceil(plain.length / columns) }, (_, index) => plain.slice(index * columns, (index + 1) * columns));
  }

  private rowsFrom(top: number): string[] {
    const rows: string[] = [];
    for (let line = top; line < this.lines.length && rows.length < this.terminal.rows - 1; line++) rows.push(...this.rowsOf(line));
    return rows.slice(0, this.terminal.rows - 1);
  }

  private frame(): Frame {
    const rows = this.rowsFrom(this.top);
    const isEnd = this.top >= this.lastTop;
    while (rows.length < this.terminal.rows - 1) rows.push('~');
    const standing = this.message !== '' ? this.message : isEnd ? '(END)' : this.isNew && this.options.name !== '' ? this.options.name : '';
    const line = this.typed === undefined ? (standing === '' ? ':' : `\u001b[7m${standing}\u001b[m`) : (this.isForward ? '/' : '?') + this.typed;
    const column = line.replace(escapeSequence, '').length;
    return { rows: [...rows, line], cursor: { row: rows.length, column } };
  }
}
