// Reads one scalar from the text: block (`|`, `>`), quoted or plain.

import { Cursor, end, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';
import type { Mark } from './yaml-error.ts';
import { scannerError } from './yaml-error.ts';

const tab = 9;
const space = 32;

/** Reads a block scalar from its `|` or `>`; `parentIndent` is the column of the block around it. */
export function scanBlockScalar(cursor: Cursor, parentIndent: number, literal: boolean): string {
  const start = cursor.mark();
  cursor.skip();
  const { chomping, increment } = scanBlockHeader(cursor, start);
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let text = '';
  let leadingBreak = '';
  let leadingBlank = false;
  let breaks = scanBlockBreaks(cursor, indent, start);
  if (indent === 0) indent = Math.max(breaks.widest, parentIndent + 1, 1);
  while (cursor.column === indent && cursor.peek() !== end) {
    const trailingBlank = isBlank(cursor.peek());
    if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
      if (breaks.text === '') text += ' ';
    } else {
      text += leadingBreak;
    }
    text += breaks.text;
    leadingBlank = trailingBlank;
    const from = cursor.index;
    while (!isBreakOrEnd(cursor.peek())) cursor.skip();
    text += cursor.text.substring(from, cursor.index);
    leadingBreak = cursor.peek() === end ? '' : cursor.readBreak();
    breaks = scanBlockBreaks(cursor, indent, start);
  }
  if (chomping !== 'strip') text += leadingBreak;
  return chomping === 'keep' ? text + breaks.text : text;
}

interface BlockHeader {
  readonly chomping: 'clip' | 'keep' | 'strip';
  /** The indentation given by a digit, or 0. */
  readonly increment: number;
}

function scanBlockHeader(cursor: Cursor, start: Mark): BlockHeader {
  let chomping: BlockHeader['chomping'] = 'clip';
  let increment = 0;
  for (let i = 0, sign = false; i < 2; i++) {
    const character = String.fromCharCode(cursor.peek());
    if (!sign && (character === '+' || character === '-')) {
      sign = true;
      chomping = character === '+' ? 'keep' : 'strip';
      cursor.skip();
    } else if (increment === 0 && character >= '0' && character <= '9') {
      if (character === '0') throw scannerError('found an indentation indicator equal to 0', cursor.mark(), start);
      increment = Number(character);
      cursor.skip();
    }
  }
  while (isBlank(cursor.peek())) cursor.skip();
  if (cursor.peek() === 0x23) while (!isBreakOrEnd(cursor.peek())) cursor.skip();
  if (!isBreakOrEnd(cursor.peek())) throw scannerError('did not find expected comment or line break', cursor.mark(), start);
  if (cursor.peek() !== end) cursor.readBreak();
  return { chomping, increment };
}

/** Eats indentation and empty lines; tells the line breaks and the widest indentation seen. */
function scanBlockBreaks(cursor: Cursor, indent: number, start: Mark): { readonly text: string; readonly widest: number } {
  let text = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.peek() === space) cursor.skip();
    if (cursor.column > widest) widest = cursor.column;
    if ((indent === 0 || cursor.column < indent) && cursor.peek() === tab) {
      throw scannerError('found a tab character where an indentation space is expected', cursor.mark(), start);
    }
    if (!isBreak(cursor.peek())) return { text, widest };
    text += cursor.readBreak();
  }
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0', a: '\u0007', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\u001b', ' ': ' ', '"': '"',
  "'": "'", '\\': '\\', '/': '/', N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029',
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a scalar in single or double quotes. */
export function scanQuotedScalar(cursor: Cursor, single: boolean): string {
  const start = cursor.mark();
  const quote = single ? 0x27 : 0x22;
  cursor.skip();
  let text = '';
  for (;;) {
    if (cursor.atDocumentIndicator()) throw scannerError('found unexpected document indicator', cursor.mark(), start);
    if (cursor.peek() === end) throw scannerError('found unexpected end of stream', cursor.mark(), start);
    const run = scanQuotedRun(cursor, single, quote, start);
    text += run.text;
    if (cursor.peek() === quote) {
      cursor.skip();
      return text;
    }
    text += joinLines(scanGap(cursor, run.continued));
  }
}

/** Reads up to the next blank, line break or closing quote. */
function scanQuotedRun(cursor: Cursor, single: boolean, quote: number, start: Mark): { readonly text: string; readonly continued: boolean } {
  let text = '';
  while (!isBlankOrEnd(cursor.peek())) {
    const code = cursor.peek();
    if (single && code === quote && cursor.peek(1) === quote) {
      text += "'";
      cursor.skip(2);
    } else if (code === quote) {
      break;
    } else if (!single && code === 0x5c && isBreak(cursor.peek(1))) {
      cursor.skip();
      cursor.readBreak();
      return { text, continued: true };
    } else if (!single && code === 0x5c) {
      text += scanEscape(cursor, start);
    } else {
      const from = cursor.index;
      do cursor.skip(); while (!isBlankOrEnd(cursor.peek()) && cursor.peek() !== quote && (single || cursor.peek() !== 0x5c));
      text += cursor.text.substring(from, cursor.index);
    }
  }
  return { text, continued: false };
}

function scanEscape(cursor: Cursor, start: Mark): string {
  const letter = String.fromCharCode(cursor.peek(1));
  const simple = escapes[letter];
  if (simple !== undefined) {
    cursor.skip(2);
    return simple;
  }
  const length = hexDigits[letter];
  if (length === undefined) throw scannerError('found unknown escape character', cursor.mark(), start);
  cursor.skip(2);
  const digits = cursor.text.substring(cursor.index, cursor.index + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw scannerError('did not find expected hexdecimal number', cursor.mark(), start);
  }
  const code = parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    throw scannerError('found invalid Unicode character escape code', cursor.mark(), start);
  }
  cursor.skip(length);
  return String.fromCodePoint(code);
}

/** What lies between two parts of a scalar: blanks in a line, or line breaks. */
interface Gap {
  readonly blanks: string;
  readonly leadingBreak: string;
  readonly trailingBreaks: string;
  readonly hasBreak: boolean;
}

/** Reads blanks and line breaks; `onBlank` may object to one at the beginning of a line. */
function scanGap(cursor: Cursor, afterBreak = false, onLeadingBlank?: () => void): Gap {
  let blanks = '';
  let leadingBreak = '';
  let trailingBreaks = '';
  let hasBreak = afterBreak;
  for (;;) {
    const code = cursor.peek();
    if (isBlank(code)) {
      if (hasBreak) onLeadingBlank?.();
      else blanks += String.fromCharCode(code);
      cursor.skip();
    } else if (isBreak(code)) {
      if (hasBreak) trailingBreaks += cursor.readBreak();
      else leadingBreak = cursor.readBreak();
      hasBreak = true;
    } else {
      return { blanks, leadingBreak, trailingBreaks, hasBreak };
    }
  }
}

/** Folds a gap: one line break is a space, more are one less. */
function joinLines(gap: Gap): string {
  if (!gap.hasBreak) return gap.blanks;
  if (!gap.leadingBreak.startsWith('\n')) return gap.leadingBreak + gap.trailingBreaks;
  return gap.trailingBreaks === '' ? ' ' : gap.trailingBreaks;
}

const flowEnds = new Set([0x2c, 0x3f, 0x5b, 0x5d, 0x7b, 0x7d]);

/** Reads a plain scalar; tells whether it ended after a line break, where a key may begin. */
export function scanPlainScalar(cursor: Cursor, parentIndent: number, inFlow: boolean): { readonly text: string; readonly end: Mark; readonly crossedLine: boolean } {
  const start = cursor.mark();
  const indent = parentIndent + 1;
  let text = '';
  let gap: Gap = { blanks: '', leadingBreak: '', trailingBreaks: '', hasBreak: false };
  let last = start;
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.peek() === 0x23) break;
    const from = cursor.index;
    while (!isBlankOrEnd(cursor.peek()) && !endsPlain(cursor, inFlow)) cursor.skip();
    if (cursor.index > from) {
      text += joinLines(gap) + cursor.text.substring(from, cursor.index);
      gap = { blanks: '', leadingBreak: '', trailingBreaks: '', hasBreak: false };
      last = cursor.mark();
    }
    if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break;
    gap = scanGap(cursor, gap.hasBreak, () => {
      if (cursor.column < indent && cursor.peek() === tab) {
        throw scannerError('found a tab character that violates indentation', cursor.mark(), start);
      }
    });
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, end: last, crossedLine: gap.hasBreak };
}

function endsPlain(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.peek();
  if (code === 0x3a) {
    const next = cursor.peek(1);
    return isBlankOrEnd(next) || (inFlow && flowEnds.has(next));
  }
  return inFlow && flowEnds.has(code);
}
