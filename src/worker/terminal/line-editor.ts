/** What a key press does beyond changing the line. */
export type Stroke =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' }
  | { readonly type: 'complete'; readonly line: string };

/** Lines that are remembered. */
const historyKept = 1_000;

/** The editing of one line at a prompt, as readline does it: echo, cursor, history, Ctrl-A … Ctrl-W, Ctrl-R. */
export class LineEditor {
  readonly history: string[] = [];
  private readonly echo: (data: string) => void;
  private line = '';
  private cursor = 0;
  /** Where in the history the line comes from; the length of the history: it is new. */
  private at = 0;
  private draft = '';
  private search: string | undefined;
  private pending = '';

  /** @param echo writes to the screen */
  constructor(echo: (data: string) => void) {
    this.echo = echo;
  }

  /** What stands on the line now. */
  get text(): string {
    return this.line;
  }

  /** Puts the line on a fresh screen line again, behind a prompt that was just written. */
  redraw(): void {
    this.echo(this.line);
    if (this.cursor < this.line.length) this.echo(`\x1b[${this.line.length - this.cursor}D`);
  }

  /** Writes text in at the cursor, as a completion does. */
  insert(text: string): void {
    const tail = this.line.slice(this.cursor);
    this.line = this.line.slice(0, this.cursor) + text + tail;
    this.cursor += text.length;
    this.echo(tail === '' ? text : `${text}${tail}\x1b[${tail.length}D`);
  }

  /** Takes what the terminal sends; gives what it means, in order. */
  *feed(data: string): Generator<Stroke, void, undefined> {
    const keys = splitKeys(this.pending + data);
    this.pending = '';
    for (const key of keys) {
      if (key === '\x1b' || key === '\x1b[') {
        this.pending = key;
        continue;
      }
      const stroke = this.search === undefined ? this.press(key) : this.pressInSearch(key);
      if (stroke) yield stroke;
    }
  }

  /** Forgets the line. */
  clear(): void {
    this.line = '';
    this.cursor = 0;
    this.at = this.history.length;
    this.draft = '';
  }

  private press(key: string): Stroke | undefined {
    switch (key) {
      case '\r':
      case '\n': return this.enter();
      case '\x03':
        this.echo('^C\r\n');
        this.clear();
        return { type: 'interrupt' };
      case '\x04':
        if (this.line === '') return { type: 'end' };
        return this.deleteAhead();
      case '\t': return { type: 'complete', line: this.line.slice(0, this.cursor) };
      case '\x7f':
      case '\b': return this.erase(1);
      case '\x1b[3~': return this.deleteAhead();
      case '\x1b[D':
      case '\x02': return this.moveTo(this.cursor - 1);
      case '\x1b[C':
      case '\x06': return this.moveTo(this.cursor + 1);
      case '\x1b[H':
      case '\x1b[1~':
      case '\x1bOH':
      case '\x01': return this.moveTo(0);
      case '\x1b[F':
      case '\x1b[4~':
      case '\x1bOF':
      case '\x05': return this.moveTo(this.line.length);
      case '\x1b[A':
      case '\x10': return this.recall(this.at - 1);
      case '\x1b[B':
      case '\x0e': return this.recall(this.at + 1);
      case '\x0b': return this.replace(this.line.slice(0, this.cursor), this.cursor);
      case '\x15': return this.replace(this.line.slice(this.cursor), 0);
      case '\x17': return this.erase(this.cursor - this.wordBefore());
      case '\x1bb':
      case '\x1b[1;5D': return this.moveTo(this.wordBefore());
      case '\x1bf':
      case '\x1b[1;5C': return this.moveTo(this.wordAfter());
      case '\x12':
        this.search = '';
        return this.showSearch();
      default:
        if (key >= ' ' && !key.startsWith('\x1b')) this.insert(key);
        return undefined;
    }
  }

  private pressInSearch(key: string): Stroke | undefined {
    const { search = '' } = this;
    if (key === '\x7f' || key === '\b') this.search = search.slice(0, -1);
    else if (key >= ' ' && !key.startsWith('\x1b')) this.search = search + key;
    else if (key !== '\x12') return this.endSearch(key);
    return this.showSearch();
  }

  private found(): string {
    const { search = '' } = this;
    return search === '' ? '' : (this.history.findLast((line) => line.includes(search)) ?? '');
  }

  private showSearch(): undefined {
    this.echo(`\r\x1b[K(reverse-i-search)\`${this.search ?? ''}': ${this.found()}`);
    return undefined;
  }

  private endSearch(key: string): Stroke | undefined {
    const line = key === '\x03' || key === '\x07' ? '' : this.found();
    this.search = undefined;
    this.line = line;
    this.cursor = line.length;
    this.echo(`\r\x1b[K${line}`);
    return key === '\r' || key === '\n' ? this.enter() : key === '\x03' ? this.press(key) : undefined;
  }

  private enter(): Stroke {
    const { line } = this;
    this.echo('\r\n');
    if (line.trim() !== '' && this.history.at(-1) !== line) this.history.push(line);
    if (this.history.length > historyKept) this.history.shift();
    this.clear();
    return { type: 'line', line };
  }

  private erase(count: number): undefined {
    const from = Math.max(0, this.cursor - count);
    if (from === this.cursor) return undefined;
    return this.replace(this.line.slice(0, from) + this.line.slice(this.cursor), from);
  }

  private deleteAhead(): undefined {
    return this.replace(this.line.slice(0, this.cursor) + this.line.slice(this.cursor + 1), this.cursor);
  }

  private moveTo(cursor: number): undefined {
    const to = Math.max(0, Math.min(this.line.length, cursor));
    const by = to - this.cursor;
    if (by !== 0) this.echo(`\x1b[${Math.abs(by)}${by < 0 ? 'D' : 'C'}`);
    this.cursor = to;
    return undefined;
  }

  private recall(at: number): undefined {
    if (at < 0 || at > this.history.length) return undefined;
    if (this.at === this.history.length) this.draft = this.line;
    this.at = at;
    const line = this.history[at] ?? this.draft;
    return this.replace(line, line.length);
  }

  /** Draws the line anew from its start. */
  private replace(line: string, cursor: number): undefined {
    if (this.cursor > 0) this.echo(`\x1b[${this.cursor}D`);
    this.echo(`\x1b[K${line}`);
    if (cursor < line.length) this.echo(`\x1b[${line.length - cursor}D`);
    this.line = line;
    this.cursor = cursor;
    return undefined;
  }

  private wordBefore(): number {
    return /\S*\s*$/.exec(this.line.slice(0, this.cursor))?.index ?? 0;
  }

  private wordAfter(): number {
    return this.cursor + (/^\s*\S*/.exec(this.line.slice(this.cursor))?.[0].length ?? 0);
  }
}

/** Single characters, and escape sequences whole. */
function splitKeys(data: string): readonly string[] {
  return data.match(/\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|\x1b\[$|\x1b[a-z]|\x1b|[^\x1b]/gu) ?? [];
}
