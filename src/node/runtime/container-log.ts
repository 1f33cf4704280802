// Upstream: the CRI log format, pkg/kubelet/kuberuntime/logs
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

/** Where a program's output goes: lines of the log. */
export interface LogWriter extends Writable {
  /** Writes without passing time, from outside any process. */
  put(text: string): void;
  /** Ends a line that lacks its line feed. */
  flush(): void;
}

/** What a container has said, in lines with their times. Memory is bounded: the oldest lines go first. */
export class ContainerLog {
  /** Index of the first line that is still kept. */
  first = 0;
  isEnded = false;
  /** Told of each piece of output at once, before it is a line: whoever is attached. */
  readonly listeners = new Set<(stream: LogLine['stream'], text: string) => void>();
  private lines: LogLine[] = [];
  private characters = 0;
  private changed: Signal | undefined;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** One past the index of the last line. */
  get end(): number {
    return this.first + this.lines.length;
  }

  line(index: number): LogLine | undefined {
    return this.lines[index - this.first];
  }

  /** Where a program's output goes. */
  writer(stream: LogLine['stream']): LogWriter {
    let partial = '';
    const pace = new Pace(this.now);
    const put = (text: string): void => {
      for (const listener of this.listeners) listener(stream, text);
      const all = partial + text;
      let begin = 0;
      for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', begin)) {
        this.add(stream, all.slice(begin, end + 1));
        begin = end + 1;
      }
      partial = all.slice(begin);
    };
    return {
      isTerminal: false,
      put,
      write: (text) => {
        put(text);
        return pace.note(text.length);
      },
      flush: () => {
        if (partial !== '') this.add(stream, partial);
        partial = '';
      },
    };
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
    const text = this.lines.slice(-lines).map((line) => line.text).join('');
    return text.slice(-characters);
  }

  private add(stream: LogLine['stream'], text: string): void {
    this.lines.push({ atMs: this.now(), stream, text });
    this.characters += text.length;
    if (this.characters > limits.logCharacters) this.forget();
    this.changed?.notify();
  }

  private forget(): void {
    let gone = 0;
    while (this.characters > limits.logCharacters * 0.75) {
      this.characters -= this.lines[gone]?.text.length ?? this.characters;
      gone++;
    }
    this.lines = this.lines.slice(gone);
    this.first += gone;
  }
}
