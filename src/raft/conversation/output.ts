// Upstream: go.etcd.io/raft/v3/rafttest (RedirectLogger)
import type { LogLevel } from '../report.ts';

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE'];

/** Where a command's answer is written, together with what the nodes log meanwhile. */
export class Output {
  #text = '';
  #level = 0;

  get isQuiet(): boolean {
    return this.#level === levels.indexOf('NONE');
  }

  /** The level by its number, to be put back later. */
  get level(): number {
    return this.#level;
  }

  set level(level: number) {
    this.#level = level;
  }

  /** Sets the level by its name; a mistake is told. */
  setLevel(name: string): string | undefined {
    const level = levels.indexOf(name.toUpperCase());
    if (level < 0) return `log levels must be either of [${levels.join(' ')}]`;
    this.#level = level;
    return undefined;
  }

  write(text: string): void {
    if (!this.isQuiet) this.#text += text;
  }

  writeLine(text: string): void {
    this.write(`${text}\n`);
  }

  /** A line of a node's own log. */
  report(level: LogLevel, text: () => string): void {
    if (this.#level <= levels.indexOf(level)) this.writeLine(`${level} ${text()}`);
  }

  /** Whatever `body` writes, to its end or until it fails, is moved to the right. */
  indented(body: () => void): void {
    const before = this.take();
    try {
      body();
    } finally {
      const inner = this.take();
      this.#text = before;
      if (inner !== '') this.#writeIndented(inner);
    }
  }

  #writeIndented(text: string): void {
    const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
    for (const line of lines) this.#text += `  ${line}\n`;
  }

  /** What was written since the last time. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
