// A cursor over a text that knows its line and column, and the classes of characters that YAML tells apart.

import type { Mark } from './yaml-error.ts';

/** The end of the text, where a character code is expected. */
export const end = -1;

/** Whether it is a line break: LF, CR, NEL, LS or PS. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Whether it is a space or a tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Whether it is a blank, a line break or the end. */
export function isBlankOrEnd(code: number): boolean {
  return code === end || isBlank(code) || isBreak(code);
}

/** Whether it is a line break or the end. */
export function isBreakOrEnd(code: number): boolean {
  return code === end || isBreak(code);
}

/** Walks over a text. */
export class Cursor {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The code of the character so many places ahead, or `end`. */
  peek(ahead = 0): number {
    const at = this.index + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : end;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  /** Steps over characters none of which is a line break. */
  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** Steps over a line break and returns it as it counts in a value: LF, or LS and PS as they are. */
  readBreak(): string {
    const code = this.peek();
    this.index += code === 13 && this.peek(1) === 10 ? 2 : 1;
    this.line++;
    this.column = 0;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** Whether `---` or `...`, followed by a blank, stands here at the beginning of a line. */
  atDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const three = this.text.substring(this.index, this.index + 3);
    return (three === '---' || three === '...') && isBlankOrEnd(this.peek(3));
  }
}
