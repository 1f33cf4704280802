import { Signal, race, timeout } from '../kernel/index.ts';
import type { Process, Wait, Waitable } from '../kernel/index.ts';

/** Characters that a pipe holds before its writer waits. Linux: 64 KiB. */
export const pipeCapacity = 65_536;

/** Nobody reads any more: the writer gets SIGPIPE. */
export class BrokenPipeError extends Error {
  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipeError';
  }
}

/** Where a program's output goes. */
export interface Writable {
  /** Writes all of the text, waiting while the reader is behind. Throws BrokenPipeError when nobody reads. */
  write(text: string): Process;
  /** Whether it is a person's terminal. */
  readonly isTerminal: boolean;
}

/** Where a program's input comes from. */
export interface Readable {
  /** What is there, at least one character; undefined at the end. */
  read(): Process<string | undefined>;
  /** One line without its line feed; undefined at the end. */
  readLine(): Process<string | undefined>;
  /** Everything up to the end. */
  readAll(): Process<string>;
  /** For a race: ready when `read` would not wait. */
  readonly readable: Waitable;
  readonly isTerminal: boolean;
}

/** Text from one process to another, in order, with back-pressure. */
export class Pipe implements Readable, Writable, Waitable {
  readonly isTerminal: boolean;
  private buffer = '';
  private writersDone = false;
  private readerGone = false;
  private readonly filled = new Signal('input');
  private readonly drained = new Signal('room in a pipe');

  constructor(options: { readonly isTerminal?: boolean } = {}) {
    this.isTerminal = options.isTerminal ?? false;
  }

  *write(text: string): Process {
    if (this.readerGone) throw new BrokenPipeError();
    if (text === '') return;
    this.buffer += text;
    this.filled.notify();
    while (this.buffer.length > pipeCapacity) {
      yield* this.drained.next();
      if (this.readerGone) throw new BrokenPipeError();
    }
  }

  /** Puts text in without waiting, from outside any process. */
  push(text: string): void {
    if (this.readerGone || text === '') return;
    this.buffer += text;
    this.filled.notify();
  }

  /** The writer is done: the reader sees the end after what stands here. */
  end(): void {
    this.writersDone = true;
    this.filled.notify();
  }

  /** The reader is gone: the writer's next write fails. */
  closeReader(): void {
    this.readerGone = true;
    this.buffer = '';
    this.drained.notify();
  }

  get isReady(): boolean {
    return this.buffer !== '' || this.writersDone;
  }

  get readable(): Waitable {
    return this;
  }

  wait(): Wait {
    return this.filled;
  }

  *read(): Process<string | undefined> {
    while (this.buffer === '') {
      if (this.writersDone) return undefined;
      yield* this.filled.next();
    }
    return this.takeAll();
  }

  /** As `read`, but gives the empty text when nothing comes in time. */
  *readWithin(delayMs: number): Process<string | undefined> {
    if (!this.isReady) yield* race([this, timeout(delayMs)]);
    if (this.buffer === '' && this.writersDone) return undefined;
    return this.takeAll();
  }

  *readLine(): Process<string | undefined> {
    for (;;) {
      const end = this.buffer.indexOf('\n');
      if (end >= 0) {
        const line = this.buffer.slice(0, end);
        this.setBuffer(this.buffer.slice(end + 1));
        return line;
      }
      if (this.writersDone) return this.buffer === '' ? undefined : this.takeAll();
      yield* this.filled.next();
    }
  }

  *readAll(): Process<string> {
    let text = '';
    for (;;) {
      const chunk = yield* this.read();
      if (chunk === undefined) return text;
      text += chunk;
    }
  }

  private takeAll(): string {
    const text = this.buffer;
    this.setBuffer('');
    return text;
  }

  private setBuffer(text: string): void {
    this.buffer = text;
    if (text.length <= pipeCapacity) this.drained.notify();
  }
}

/** An input that is at its end. */
export const emptyInput: Readable = {
  *read() {
    return undefined;
  },
  *readLine() {
    return undefined;
  },
  *readAll() {
    return '';
  },
  readable: { isReady: true, wait: () => new Signal('nothing') },
  isTerminal: false,
};

/** An input that holds a text. */
export function textInput(text: string): Readable {
  const pipe = new Pipe();
  pipe.push(text);
  pipe.end();
  return pipe;
}

/** An output that keeps what was written. */
export class Capture implements Writable {
  readonly isTerminal = false;
  text = '';

  *write(text: string): Process {
    this.text += text;
  }
}
