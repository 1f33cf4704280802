/** A line that is being typed: its text, its cursor, what was cut last. */
export class LineEditor {
  text = '';
  cursor = 0;
  private cut = '';

  set(text: string, cursor = text.length): void {
    this.text = text;
    this.cursor = Math.max(0, Math.min(cursor, text.length));
  }

  insert(text: string): void {
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor);
    this.cursor += text.length;
  }

  /** Replaces from a position up to the cursor. */
  replace(from: number, text: string): void {
    this.text = this.text.slice(0, from) + text + this.text.slice(this.cursor);
    this.cursor = from + text.length;
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.text.length, this.cursor + by));
  }

  moveTo(cursor: number): void {
    this.cursor = cursor;
  }

  moveWord(direction: -1 | 1): void {
    this.cursor = direction < 0 ? this.wordStart() : this.wordEnd();
  }

  backspace(): void {
    if (this.cursor === 0) return;
    this.text = this.text.slice(0, this.cursor - 1) + this.text.slice(this.cursor);
    this.cursor--;
  }

  delete(): void {
    this.text = this.text.slice(0, this.cursor) + this.text.slice(this.cursor + 1);
  }

  /** Cuts from the cursor to the end, to the start, or over a word. */
  kill(what: 'end' | 'start' | 'word' | 'next-word' | 'blank-word'): void {
    const [from, to] = this.rangeOf(what);
    this.cut = this.text.slice(from, to);
    this.text = this.text.slice(0, from) + this.text.slice(to);
    this.cursor = from;
  }

  /** Puts in again what was cut last. */
  yank(): void {
    this.insert(this.cut);
  }

  private rangeOf(what: 'end' | 'start' | 'word' | 'next-word' | 'blank-word'): readonly [number, number] {
    switch (what) {
      case 'end': return [this.cursor, this.text.length];
      case 'start': return [0, this.cursor];
      case 'word': return [this.wordStart(), this.cursor];
      case 'next-word': return [this.cursor, this.wordEnd()];
      case 'blank-word': return [this.text.slice(0, this.cursor).replace(/\S+\s*$/, '').length, this.cursor];
    }
  }

  private wordStart(): number {
    return this.text.slice(0, this.cursor).replace(/\w+\W*$/, '').length;
  }

  private wordEnd(): number {
    return this.cursor + (/^\W*\w+/.exec(this.text.slice(this.cursor))?.[0].length ?? this.text.length - this.cursor);
  }
}
