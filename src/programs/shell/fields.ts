import { quotePattern } from './pattern.ts';

/** One argument in the making: as text, and as a pattern in which quoted characters stand for themselves. */
export interface Field {
  readonly text: string;
  readonly pattern: string;
}

/** Collects the pieces of an expanded word into fields, splitting what came unquoted from expansions. */
export class FieldBuilder {
  readonly fields: Field[] = [];
  private text = '';
  private pattern = '';
  private hasContent = false;
  private readonly separators: string;
  private readonly hasPatterns: boolean;

  /** @param separators `$IFS`; empty for no splitting */
  constructor(separators: string, hasPatterns = true) {
    this.separators = separators;
    this.hasPatterns = hasPatterns;
  }

  /** Text that belongs to the present field. */
  add(text: string, isQuoted: boolean): void {
    this.hasContent ||= isQuoted || text !== '';
    this.text += text;
    if (this.hasPatterns) this.pattern += isQuoted ? quotePattern(text) : text;
  }

  /** The result of an unquoted expansion: split at separators. */
  addSplit(text: string): void {
    if (this.separators === '') return this.add(text, false);
    let piece = '';
    let isAfterBlank = false;
    for (const character of text) {
      if (!this.separators.includes(character)) {
        piece += character;
        isAfterBlank = false;
        continue;
      }
      const isBlank = character === ' ' || character === '\t' || character === '\n';
      if (piece !== '') this.add(piece, false);
      piece = '';
      if (this.hasContent) this.end();
      else if (!isBlank && !isAfterBlank) this.endEmpty();
      isAfterBlank = isBlank;
    }
    if (piece !== '') this.add(piece, false);
  }

  /** The present field is complete. */
  end(): void {
    if (this.hasContent) this.fields.push({ text: this.text, pattern: this.pattern });
    this.text = '';
    this.pattern = '';
    this.hasContent = false;
  }

  /** A quoted empty list (`"$@"` without arguments) leaves no field behind by itself. */
  private endEmpty(): void {
    this.fields.push({ text: '', pattern: '' });
  }
}
