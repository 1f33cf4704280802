const greatestHistory = 1000;

/** Lines that were typed, oldest first. */
export class History {
  readonly lines: string[] = [];
  private at = 0;
  private draft = '';

  add(line: string): void {
    if (line.trim() !== '' && !line.startsWith(' ') && this.lines.at(-1) !== line) this.lines.push(line);
    if (this.lines.length > greatestHistory) this.lines.shift();
    this.rewind();
  }

  /** Looking begins at the newest again. */
  rewind(): void {
    this.at = this.lines.length;
  }

  clear(): void {
    this.lines.length = 0;
    this.rewind();
  }

  /** An older (-1) or newer (1) line than the one looked at; undefined when there is none. */
  step(by: -1 | 1, present: string): string | undefined {
    const next = this.at + by;
    if (next < 0 || next > this.lines.length) return undefined;
    if (this.at === this.lines.length) this.draft = present;
    this.at = next;
    return this.lines[next] ?? this.draft;
  }

  /** The newest line before `before` that holds the text; its place, or -1. */
  search(text: string, before = this.lines.length): number {
    for (let index = before - 1; index >= 0; index--) if (this.lines[index]?.includes(text)) return index;
    return -1;
  }

  /** A line with `!!`, `!n`, `!-n` and `!text` put in; undefined when nothing of that kind is known. */
  expand(line: string): string | undefined {
    let isKnown = true;
    const expanded = line.replace(/(^|\s)!(!|-?\d+|[A-Za-z]\S*)/g, (all, before: string, what: string) => {
      const found = what === '!' ? this.lines.at(-1) : /^-?\d+$/.test(what) ? this.lines[Number(what) < 0 ? this.lines.length + Number(what) : Number(what) - 1] : this.lines.findLast((known) => known.startsWith(what));
      isKnown &&= found !== undefined;
      return found === undefined ? all : before + found;
    });
    return isKnown ? expanded : undefined;
  }
}
