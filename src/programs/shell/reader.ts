import { rawText } from '../../base/index.ts';
import type { Redirection, Script, Word, WordPart } from './ast.ts';
import { ShellSyntaxError } from './syntax-error.ts';

const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);
const parameterOperators = [':-', '-', ':=', '=', ':+', '+', ':?', '?', '%%', '%', '##', '#', '//', '/', '^^', '^', ',,', ',', ':'];

interface HereDocument {
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  readonly isQuoted: boolean;
  fill(body: Word): void;
}

/** Reads words and operators from a script's text, one after the other; the parser asks for what it expects. */
export class Reader {
  readonly text: string;
  position = 0;
  private readonly parseScript: (reader: Reader, end: string) => Script;
  private pendingHereDocuments: HereDocument[] = [];
  private lineAt = 0;
  private lineNumber = 1;

  /** @param parseScript parses a nested script up to `end`, as in `$(…)` */
  constructor(text: string, parseScript: (reader: Reader, end: string) => Script) {
    this.text = text;
    this.parseScript = parseScript;
  }

  /** The line of the present position, from 1. */
  get line(): number {
    for (; this.lineAt < this.position; this.lineAt++) if (this.text.charCodeAt(this.lineAt) === 10) this.lineNumber++;
    return this.lineNumber;
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Skips blanks, comments and continued lines; line feeds too when asked. */
  skipBlanks(withLineFeeds = false): void {
    for (;;) {
      const character = this.text[this.position];
      if (character === ' ' || character === '\t' || character === '\r') this.position++;
      else if (character === '\\' && this.text[this.position + 1] === '\n') this.position += 2;
      else if (character === '#') this.skipComment();
      else if (character === '\n' && withLineFeeds) this.takeLineFeed();
      else return;
    }
  }

  /** Takes a line feed, and the here-documents that begin behind it. */
  takeLineFeed(): void {
    this.position++;
    const pending = this.pendingHereDocuments;
    this.pendingHereDocuments = [];
    for (const document of pending) document.fill(this.readHereDocument(document));
  }

  /** The operator that stands here, without taking it. */
  peekOperator(): string | undefined {
    for (const operator of ['&&', '||', ';;', ';', '&>>', '&>', '&', '|&', '|', '(', ')', '\n']) {
      if (this.text.startsWith(operator, this.position)) return operator;
    }
    return undefined;
  }

  take(text: string): void {
    this.position += text.length;
  }

  /** The reserved word or plain word that stands here unquoted, without taking it. */
  peekWord(): string | undefined {
    let end = this.position;
    while (end < this.text.length && /[^\s;&|<>()'"\\$`]/.test(this.text.charAt(end))) end++;
    const next = this.text[end];
    if (end === this.position || (next !== undefined && !metacharacters.has(next))) return undefined;
    return this.text.slice(this.position, end);
  }

  /** The redirection that stands here, or undefined. */
  readRedirection(): Redirection | undefined {
    if (this.text.startsWith('<(', this.position)) return undefined;
    const match = /^(\d*)(<<<|<<-|<<|<>|<&|>>|>\||>&|<|>|&>>|&>)/.exec(this.text.slice(this.position, this.position + 12));
    if (!match) return undefined;
    const [all, digits = '', operator = ''] = match;
    if (operator.startsWith('&') && digits !== '') return undefined;
    this.position += all.length;
    const descriptor = digits === '' ? (operator.startsWith('<') ? 0 : 1) : Number(digits);
    this.skipBlanks();
    if (operator === '<<' || operator === '<<-') return this.readHereDocumentStart(descriptor, operator === '<<-');
    const target = this.readWord();
    if (!target) throw this.unexpected();
    return { descriptor, operator: operator as Redirection['operator'], target };
  }

  private readHereDocumentStart(descriptor: number, stripsTabs: boolean): Redirection {
    const word = this.readWord();
    if (!word) throw this.unexpected();
    const isQuoted = word.some((part) => part.type === 'text' && part.isQuoted);
    const delimiter = word.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const target: WordPart[] = [];
    this.pendingHereDocuments.push({ delimiter, stripsTabs, isQuoted, fill: (body) => target.push(...body) });
    return { descriptor, operator: '<<', target };
  }

  private readHereDocument({ delimiter, stripsTabs, isQuoted }: HereDocument): Word {
    let body = '';
    while (!this.isAtEnd) {
      const end = this.text.indexOf('\n', this.position);
      const line = this.text.slice(this.position, end < 0 ? undefined : end);
      this.position = end < 0 ? this.text.length : end + 1;
      const content = stripsTabs ? line.replace(/^\t+/, '') : line;
      if (content === delimiter) break;
      body += `${content}\n`;
    }
    if (isQuoted) return [{ type: 'text', text: body, isQuoted: true }];
    const inner = new Reader(body, this.parseScript);
    const parts: WordPart[] = [];
    inner.readQuoted(parts, undefined);
    return parts;
  }

  /** The word that stands here, or undefined when none does. */
  readWord(): Word | undefined {
    const parts: WordPart[] = [];
    const start = this.position;
    let plain = '';
    const flush = (): void => {
      if (plain !== '') parts.push({ type: 'text', text: plain, isQuoted: false });
      plain = '';
    };
    while (!this.isAtEnd) {
      const character = this.text.charAt(this.position);
      if (this.position === start && this.text.startsWith('<(', start)) {
        parts.push({ ...this.readSubstitution(false), type: 'process' });
        continue;
      }
      if (metacharacters.has(character)) break;
      if (character === '\\') {
        flush();
        this.position++;
        const next = this.text[this.position];
        if (next === undefined) throw new ShellSyntaxError('unexpected end of file', this.line, true);
        this.position++;
        if (next !== '\n') parts.push({ type: 'text', text: next, isQuoted: true });
      } else if (character === "'") {
        flush();
        parts.push({ type: 'text', text: this.readSingleQuoted(), isQuoted: true });
      } else if (character === '"') {
        flush();
        this.position++;
        const before = parts.length;
        this.readQuoted(parts, '"');
        if (parts.length === before) parts.push({ type: 'text', text: '', isQuoted: true });
      } else if (character === '$' || character === '`') {
        flush();
        parts.push(this.readDollar(false));
      } else {
        plain += character;
        this.position++;
      }
    }
    flush();
    return this.position === start ? undefined : parts;
  }

  /** The right side of `=~`: parentheses and bars belong to it. */
  readExpressionWord(): Word | undefined {
    const parts: WordPart[] = [];
    let depth = 0;
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || /\s/.test(character) || (character === ')' && depth === 0)) break;
      if (character === '(') depth++;
      else if (character === ')') depth--;
      if ('()|<>&;'.includes(character)) {
        parts.push({ type: 'text', text: character, isQuoted: false });
        this.position++;
      } else if (character === '\\') {
        parts.push({ type: 'text', text: this.text.slice(this.position, this.position + 2), isQuoted: false });
        this.position += 2;
      } else {
        parts.push(...(this.readWord() ?? []));
      }
    }
    return parts.length === 0 ? undefined : parts;
  }

  private readSingleQuoted(): string {
    const end = this.text.indexOf("'", this.position + 1);
    if (end < 0) throw new ShellSyntaxError("unexpected EOF while looking for matching `''", this.line, true);
    const text = this.text.slice(this.position + 1, end);
    this.position = end + 1;
    return text;
  }

  /** Reads what stands between double quotes (or, without an end, a whole here-document) onto `parts`. */
  readQuoted(parts: WordPart[], end: '"' | undefined): void {
    let text = '';
    const flush = (): void => {
      if (text !== '') parts.push({ type: 'text', text, isQuoted: true });
      text = '';
    };
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) {
        if (end === undefined) break;
        throw new ShellSyntaxError('unexpected EOF while looking for matching `"\'', this.line, true);
      }
      if (character === end) {
        this.position++;
        break;
      }
      if (character === '\\' && /[$`"\\\n]/.test(this.text[this.position + 1] ?? '')) {
        const next = this.text.charAt(this.position + 1);
        this.position += 2;
        if (next !== '\n') text += next;
      } else if (character === '$' || character === '`') {
        flush();
        parts.push(this.readDollar(true));
      } else {
        text += character;
        this.position++;
      }
    }
    flush();
  }

  private readDollar(isQuoted: boolean): WordPart {
    if (this.text[this.position] === '`') return this.readBackticks(isQuoted);
    const rest = this.text.slice(this.position, this.position + 3);
    if (rest === '$((') return this.readArithmetic(isQuoted);
    if (rest.startsWith('$(')) return this.readSubstitution(isQuoted);
    if (rest.startsWith('${')) return this.readBraced(isQuoted);
    if (rest.startsWith("$'") && !isQuoted) {
      this.position++;
      return { type: 'text', text: unescape(this.readAnsiQuoted()), isQuoted: true };
    }
    const match = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9?#@*$!-])/.exec(this.text.slice(this.position, this.position + 256));
    if (!match) {
      this.position++;
      return { type: 'text', text: '$', isQuoted };
    }
    this.position += match[0].length;
    return { type: 'parameter', name: match[1] ?? '', isQuoted };
  }

  private readAnsiQuoted(): string {
    let end = this.position + 1;
    while (end < this.text.length && this.text[end] !== "'") end += this.text[end] === '\\' ? 2 : 1;
    const text = this.text.slice(this.position + 1, end);
    this.position = end + 1;
    return text;
  }

  private readBackticks(isQuoted: boolean): WordPart {
    let inner = '';
    this.position++;
    while (this.text[this.position] !== '`') {
      if (this.isAtEnd) throw new ShellSyntaxError('unexpected EOF while looking for matching ``\'', this.line, true);
      if (this.text[this.position] === '\\' && /[$`\\]/.test(this.text[this.position + 1] ?? '')) this.position++;
      inner += this.text.charAt(this.position++);
    }
    this.position++;
    return { type: 'command', script: this.parseScript(new Reader(inner, this.parseScript), ''), isQuoted };
  }

  private readSubstitution(isQuoted: boolean): WordPart & { readonly type: 'command' } {
    this.position += 2;
    const script = this.parseScript(this, ')');
    if (this.text[this.position] !== ')') throw new ShellSyntaxError("unexpected EOF while looking for matching `)'", this.line, true);
    this.position++;
    return { type: 'command', script, isQuoted };
  }

  private readArithmetic(isQuoted: boolean): WordPart {
    const [expression] = this.readDoubleParentheses(3) ?? [];
    if (expression) return { type: 'arithmetic', expression, isQuoted };
    const isSubstitution = this.text.slice(this.position).includes(')');
    if (isSubstitution) return this.readSubstitution(isQuoted);
    throw new ShellSyntaxError("unexpected EOF while looking for matching `)'", this.line, true);
  }

  /** What stands between `((` and `))`, cut at semicolons; undefined, and nothing taken, when it does not end so. */
  readDoubleParentheses(opening: number): readonly Word[] | undefined {
    const start = this.position + opening;
    const pieces: string[] = [];
    let from = start;
    let depth = 0;
    for (let at = start; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === '(') depth++;
      else if (character === ';' && depth === 0) {
        pieces.push(this.text.slice(from, at));
        from = at + 1;
      } else if (character === ')' && depth > 0) depth--;
      else if (character === ')') {
        if (this.text[at + 1] !== ')') return undefined;
        pieces.push(this.text.slice(from, at));
        this.position = at + 2;
        return pieces.map((piece) => this.readExpression(piece));
      }
    }
    return undefined;
  }

  private readExpression(text: string): Word {
    const parts: WordPart[] = [];
    new Reader(text.replaceAll('"', ''), this.parseScript).readQuoted(parts, undefined);
    return parts;
  }

  private readBraced(isQuoted: boolean): WordPart {
    const match = /^\$\{(#(?!\}|[:#%/+?=-]))?([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[?#@*$!-])(?:\[([^\]]*)\])?/.exec(this.text.slice(this.position, this.position + 256));
    if (!match) throw new ShellSyntaxError('bad substitution', this.line);
    this.position += match[0].length;
    const [, length = '', name = '', index] = match;
    const named = { type: 'parameter', name, isQuoted, ...(index === undefined ? {} : { index: index.replace(/^["']|["']$/g, '') }) } as const;
    if (length === '#') {
      this.expect('}');
      return { ...named, operator: 'length' };
    }
    const operator = parameterOperators.find((candidate) => this.text.startsWith(candidate, this.position));
    if (operator === undefined) {
      this.expect('}');
      return named;
    }
    this.position += operator.length;
    return { ...named, operator, argument: this.readBraceArgument() };
  }

  private readBraceArgument(): Word {
    const start = this.position;
    for (let depth = 0; !this.isAtEnd; this.position++) {
      const character = this.text[this.position];
      if (character === '\\') this.position++;
      else if (character === '{') depth++;
      else if (character === "'") this.position = Math.max(this.position, this.text.indexOf("'", this.position + 1));
      else if (character === '}' && depth-- === 0) {
        const inner = new Reader(this.text.slice(start, this.position), this.parseScript);
        this.position++;
        return inner.readArgument();
      }
    }
    throw new ShellSyntaxError("unexpected EOF while looking for matching `}'", this.line, true);
  }

  /** A whole text as one word: blanks and operators are ordinary in it. */
  private readArgument(): Word {
    const parts: WordPart[] = [];
    while (!this.isAtEnd) {
      const word = this.readWord();
      if (word) parts.push(...word);
      else parts.push({ type: 'text', text: this.text.charAt(this.position++), isQuoted: false });
    }
    return parts;
  }

  private expect(text: string): void {
    if (!this.text.startsWith(text, this.position)) throw new ShellSyntaxError('bad substitution', this.line, this.isAtEnd);
    this.position += text.length;
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.position);
    this.position = end < 0 ? this.text.length : end;
  }

  /** The error for what stands here, where only that word could. */
  unexpected(expecting?: string): ShellSyntaxError {
    if (this.isAtEnd) return new ShellSyntaxError('syntax error: unexpected end of file', this.line + (this.text.endsWith('\n') ? 0 : 1), true, expecting);
    const token = this.peekOperator() ?? this.peekWord() ?? this.text.charAt(this.position);
    return new ShellSyntaxError(`syntax error near unexpected token \`${token === '\n' ? 'newline' : token}'`, this.line, false, expecting);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', e: '\u001b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '0': '\0' };

/** Resolves backslash escapes as `$'…'`, `echo -e` and `printf` know them; bytes that follow one another are UTF-8. */
export function unescape(text: string): string {
  return text.replace(/(?:\\(?:x[0-9a-fA-F]{1,2}|0[0-7]{1,3}|[1-7][0-7]{0,2}))+|\\(u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|.)/gs, (all, code: string | undefined) => {
    if (code === undefined) return bytesText(all);
    if (/^[uU]./.test(code)) return String.fromCodePoint(Math.min(Number.parseInt(code.slice(1), 16), 0x10ffff));
    return escapes[code] ?? all;
  });
}

/** The raw text of escapes of bytes. */
function bytesText(escaped: string): string {
  const bytes = escaped.split('\\').slice(1).map((code) => (code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)) & 0xff);
  return rawText(Uint8Array.from(bytes));
}
