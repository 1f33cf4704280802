// Upstream: the CRI log format, pkg/kubelet/kuberuntime/logs
import { lastOf, lengthened } from '../../base/index.ts';
import { Signal } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Writable } from '../../machine/index.ts';
import { limits } from '../limits.ts';
import { Pace } from './pace.ts';

/** One line of a log; `text` lacks its line feed when the program has ended without one. */
export interface LogLine {
  readonly atMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Lines that were written at once: whole ones, of which the last may lack its line feed. */
interface Piece {
  /** Index of its first line. */
  readonly first: number;
  readonly atMs: number;
  readonly stream: LogLine['stream'];
  readonly text: string;
}

/** Where a program's output goes: lines of the log. */
export class LogWriter implements Writable {
  readonly isTerminal = false;
  private readonly log: ContainerLog;
  private readonly stream: LogLine['stream'];
  private readonly pace: Pace;
  /** The beginning of a line. */
  private partial = '';

  constructor(log: ContainerLog, stream: LogLine['stream'], pace: Pace) {
    this.log = log;
    this.stream = stream;
    this.pace = pace;
  }

  write(text: string): Process {
    this.put(text);
    return this.pace.note(text.length);
  }

  /** Writes without passing time, from outside any process. */
  put(text: string): void {
    this.log.tell(this.stream, text);
    const all = this.partial + text;
    const end = all.lastIndexOf('\n') + 1;
    if (end > 0) this.log.add(this.stream, all.slice(0, end));
    this.partial = all.slice(end);
  }

  /** Ends a line that lacks its line feed. */
  flush(): void {
    if (this.partial !== '') this.log.add(this.stream, this.partial);
    this.partial = '';
  }
}

type LogListener = (stream: LogLine['stream'], text: string) => void;

/** What a container has said, in lines with their times. Memory is bounded: the oldest lines go first. */
export class ContainerLog {
  /** Index of the first line that is still kept. */
  first = 0;
  isEnded = false;
  private listeners: Set<LogListener> | undefined = undefined;
  private pieces: Piece[] = [];
  private lineCount = 0;
  private characters = 0;
  private changed: Signal | undefined = undefined;
  /** Where a line begins in its piece: lines are mostly read one after the other. */
  private found = { first: -1, line: 0, begin: 0 };
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** One past the index of the last line. */
  get end(): number {
    return this.first + this.lineCount;
  }

  line(index: number): LogLine | undefined {
    const piece = this.pieceOf(index);
    return piece && { atMs: piece.atMs, stream: piece.stream, text: this.lineIn(piece, index - piece.first) };
  }

  private pieceOf(index: number): Piece | undefined {
    if (index < this.first || index >= this.end) return undefined;
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.first ?? index) <= index) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
  }

  private lineIn({ first, text }: Piece, line: number): string {
    let { found } = this;
    if (found.first !== first || found.line > line) found = { first, line: 0, begin: 0 };
    while (found.line < line) found = { first, line: found.line + 1, begin: text.indexOf('\n', found.begin) + 1 };
    this.found = found;
    const end = text.indexOf('\n', found.begin);
    return text.slice(found.begin, end < 0 ? text.length : end + 1);
  }

  /** Tells of each piece of output at once, before it is a line: whoever is attached. Gives how to end that. */
  listen(listener: LogListener): () => void {
    const listeners = (this.listeners ??= new Set());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Where a program's output goes. */
  writer(stream: LogLine['stream']): LogWriter {
    return new LogWriter(this, stream, new Pace(this.now));
  }

  /** Those who are attached hear of it. Called by writers. */
  tell(stream: LogLine['stream'], text: string): void {
    if (this.listeners) for (const listener of this.listeners) listener(stream, text);
  }

  /** No more will be said. */
  finish(): void {
    this.isEnded = true;
    this.changed?.notify();
  }

  /** Waits for more lines, or the end. */
  *more(): Process {
    this.changed ??= new Signal('more of a log');
    yield* this.changed.next();
  }

  /** The last lines, for a termination message. */
  tail(lines: number, characters: number): string {
    let text = '';
    for (let index = Math.max(this.first, this.end - lines); index < this.end; index++) text += this.line(index)?.text ?? '';
    return text.slice(-characters);
  }

  /** Keeps lines of which the last may lack its line feed. Called by writers. */
  add(stream: LogLine['stream'], text: string): void {
    this.pieces = lengthened(this.pieces, { first: this.end, atMs: this.now(), stream, text });
    this.lineCount += linesOf(text);
    this.characters += text.length;
    if (this.characters > limits.logCharacters) this.forget();
    this.changed?.notify();
  }

  private forget(): void {
    const most = limits.logCharacters * 0.75;
    const newest = lastOf(this.pieces);
    let gone = 0;
    for (let oldest = this.pieces[0]; oldest && oldest !== newest && this.characters > most; oldest = this.pieces[gone]) {
      this.characters -= oldest.text.length;
      gone++;
    }
    this.pieces = this.pieces.slice(gone);
    if (newest && this.characters > most) this.cut(newest, most);
    const { end } = this;
    this.first = this.pieces[0]?.first ?? end;
    this.lineCount = end - this.first;
  }

  /** Of what was written at once the last lines stay. */
  private cut(newest: Piece, most: number): void {
    const least = newest.text.length - most;
    const begin = newest.text.indexOf('\n', least) + 1 || least;
    const first = newest.first + lineFeeds(newest.text.slice(0, begin));
    this.pieces = [{ ...newest, first, text: newest.text.slice(begin) }];
    this.characters = newest.text.length - begin;
  }
}

/** How many lines a text makes; the last may lack its line feed. */
function linesOf(text: string): number {
  return lineFeeds(text) + (text.endsWith('\n') ? 0 : 1);
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
