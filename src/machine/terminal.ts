import { Signal } from '../kernel/index.ts';
import type { Process, Wait, Waitable } from '../kernel/index.ts';
import type { Readable } from './pipe.ts';

/** Reads keys itself, as a shell's line editor does at its prompt. */
export interface KeyReader {
  /** Takes keys; gives what it leaves over once it is done, undefined while it wants more. */
  take(keys: string): string | undefined;
  /** The screen has another size. */
  resized(): void;
  /** Shows a line as if it had been entered here, and what came of it; the line that is being written follows. */
  relate(line: string, output: string): void;
}

/** What a terminal is joined to. */
export interface TerminalEnds {
  readonly columns: number;
  readonly rows: number;
  /** Takes what the screen is sent: text with `\r\n` and escape sequences. */
  readonly show: (data: string) => void;
  /** Ctrl-C: whatever is in the foreground gets SIGINT. */
  readonly interrupt: () => void;
}

/** Where a line of input ends that has no line feed: Ctrl-D. */
const endMark = '\u0004';
const interruptKey = '\u0003';
const keyPattern = /\u001b\[200~|\u001b\[201~|\u001b\[[0-9;?]*[A-Za-z~]|\u001bO[A-Z]|\u001b[^[O]|[^]/gu;
/** Characters that take two columns: Han, kana, Hangul, full-width forms, emoji. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a character takes on a screen. */
export function columnsOf(character: string): number {
  return wide.test(character) ? 2 : 1;
}

/**
 * A terminal as its programs know it. Keys become lines that can be corrected until they are entered, with Ctrl-C and
 * Ctrl-D; a program that wants every key as it is sets it raw, a line editor reads the keys itself.
 */
export class Terminal implements Readable, Waitable {
  readonly isTerminal = true;
  columns: number;
  rows: number;
  /** Told when the screen has another size. */
  readonly resized = new Signal('another size of the screen');
  private readonly ends: TerminalEnds;
  private reader: KeyReader | undefined;
  private isRaw = false;
  private hasHungUp = false;
  /** What can be read, with marks where an input ends. */
  private entered = '';
  /** The line that is not entered yet. */
  private typed = '';
  private isAtStart = true;
  private isSecondScreen = false;
  private readonly filled = new Signal('input');

  constructor(ends: TerminalEnds) {
    this.ends = ends;
    this.columns = ends.columns;
    this.rows = ends.rows;
  }

  /** Whether the cursor stands at the beginning of a line. */
  get isAtLineStart(): boolean {
    return this.isAtStart;
  }

  /** Whether a line editor reads the keys. */
  get isLent(): boolean {
    return this.reader !== undefined;
  }

  /** Sends text to the screen; a line feed also returns to the first column. */
  display(text: string): void {
    if (text === '') return;
    const data = text.replace(/\r?\n/g, '\r\n');
    const screens = /\u001b\[\?1049([hl])(?![^]*\u001b\[\?1049)/.exec(data);
    if (screens) this.isSecondScreen = screens[1] === 'h';
    const shown = data.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
    if (shown !== '') this.isAtStart = /[\r\n]$/.test(shown);
    this.ends.show(data);
  }

  /** Takes keys as a keyboard sends them. */
  press(data: string): void {
    if (this.hasHungUp) return;
    if (this.reader) {
      const rest = this.reader.take(data);
      if (rest === undefined) return;
      this.reader = undefined;
      this.takeAhead(rest);
    } else if (this.isRaw) this.enter(data);
    else for (const [key] of data.matchAll(keyPattern)) this.pressKey(key);
  }

  /** What came together with the key that ended a line: Ctrl-C is for what that line begins, the rest waits to be read. */
  private takeAhead(keys: string): void {
    const last = keys.lastIndexOf(interruptKey);
    if (last >= 0) {
      this.display('^C');
      this.ends.interrupt();
    }
    this.enter(asLines(keys.slice(last + 1)));
  }

  /** Raw, every key is passed on as it is, and nothing is shown; otherwise lines are. */
  setRaw(isRaw: boolean): void {
    if (this.isRaw === isRaw) return;
    this.isRaw = isRaw;
    if (!isRaw) this.entered = asLines(this.entered);
    else this.flush();
  }

  /** Makes lines of keys again and shows the first screen, whatever a program that was killed has left behind. */
  restore(): void {
    this.setRaw(false);
    if (this.isSecondScreen) this.display('\u001b[?2004l\r\u001b[?1049l');
  }

  /** Lets a line editor read the keys, beginning with those that nobody has read; lines are read again afterwards. */
  lend(reader: KeyReader): void {
    const ahead = this.entered + this.typed;
    this.isRaw = false;
    this.entered = '';
    this.typed = '';
    this.reader = reader;
    if (ahead !== '') this.press(ahead);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.reader?.resized();
    this.resized.notify();
  }

  /** Tells what was done elsewhere in the place of the person before it; false while something else has the screen. */
  relate(line: string, output: string): boolean {
    const { reader } = this;
    reader?.relate(line, output);
    return reader !== undefined;
  }

  /** Nobody types any more. */
  hangUp(): void {
    this.flush();
    this.hasHungUp = true;
    this.filled.notify();
  }

  get isReady(): boolean {
    return this.entered !== '' || this.hasHungUp;
  }

  get readable(): Waitable {
    return this;
  }

  wait(): Wait {
    return this.filled;
  }

  *read(): Process<string | undefined> {
    yield* this.untilReady();
    return this.take(this.isRaw ? -1 : this.entered.indexOf(endMark));
  }

  *readLine(): Process<string | undefined> {
    for (;;) {
      yield* this.untilReady();
      const line = this.entered.indexOf('\n');
      const end = this.entered.indexOf(endMark);
      if (line >= 0 && (end < 0 || line < end)) {
        const text = this.entered.slice(0, line);
        this.entered = this.entered.slice(line + 1);
        return text;
      }
      if (end >= 0 || this.hasHungUp) return this.take(end);
      yield* this.filled.next();
    }
  }

  *readAll(): Process<string> {
    let text = '';
    for (let part = yield* this.read(); part !== undefined; part = yield* this.read()) text += part;
    return text;
  }

  private *untilReady(): Process {
    while (!this.isReady) yield* this.filled.next();
  }

  /** Takes what stands before the mark; a mark with nothing before it is the end of the input, once. */
  private take(end: number): string | undefined {
    const text = end < 0 ? this.entered : this.entered.slice(0, end);
    this.entered = this.entered.slice(text.length + (text === '' && end >= 0 ? 1 : 0));
    return text === '' ? undefined : text;
  }

  private enter(text: string): void {
    if (text === '') return;
    this.entered += text;
    this.filled.notify();
  }

  private flush(): void {
    const { typed } = this;
    this.typed = '';
    this.enter(typed);
  }

  private pressKey(key: string): void {
    switch (key) {
      case '\r':
      case '\n':
        this.display('\n');
        this.typed += '\n';
        return this.flush();
      case interruptKey:
        this.display('^C');
        this.typed = '';
        this.entered = '';
        return this.ends.interrupt();
      case endMark:
        if (this.typed === '') this.typed = endMark;
        return this.flush();
      case '\u007f':
      case '\b': return this.erase(1);
      case '\u0015': return this.erase([...this.typed].length);
      case '\u0017': return this.erase([.../\S*\s*$/.exec(this.typed)?.[0] ?? ''].length);
      default:
        if (key.startsWith('\u001b') || (key < ' ' && key !== '\t')) return undefined;
        this.typed += key;
        return this.display(key);
    }
  }

  private erase(count: number): void {
    const characters = [...this.typed];
    const gone = characters.splice(Math.max(0, characters.length - count));
    this.typed = characters.join('');
    this.display('\b \b'.repeat(gone.reduce((columns, character) => columns + columnsOf(character), 0)));
  }
}

/** Raw keys as the lines that a program reads. */
function asLines(keys: string): string {
  return keys.replaceAll('\r', '\n').replaceAll(interruptKey, '');
}
