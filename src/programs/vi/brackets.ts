import type { Place } from './editor.ts';
import { flat, lineAt } from './text.ts';

const pairs = ['()', '[]', '{}', '<>'] as const;

/** Where the bracket is that belongs to the first one at or behind a place on its line. */
export function matchingBracket(lines: readonly string[], { line, column }: Place): Place | undefined {
  const found = /[()[\]{}]/.exec(lineAt(lines, line).slice(column));
  if (!found) return undefined;
  const whole = flat(lines);
  const offset = partner(whole.text, whole.offset({ line, column: column + found.index }));
  return offset === undefined ? undefined : whole.place(offset);
}

function partner(text: string, at: number): number | undefined {
  const pair = pairs.find((one) => one.includes(text.charAt(at))) ?? '()';
  return text.charAt(at) === pair[0] ? closing(text, at + 1, pair) : opening(text, at - 1, pair);
}

/** Where the bracket opens that is open at an offset. */
function opening(text: string, from: number, pair: string): number | undefined {
  for (let at = from, depth = 0; at >= 0; at--) {
    if (text[at] === pair[1]) depth++;
    else if (text[at] === pair[0] && depth-- === 0) return at;
  }
  return undefined;
}

/** Where a bracket closes that is open at an offset. */
function closing(text: string, from: number, pair: string): number | undefined {
  for (let at = from, depth = 0; at < text.length; at++) {
    if (text[at] === pair[0]) depth++;
    else if (text[at] === pair[1] && depth-- === 0) return at;
  }
  return undefined;
}

function nextOf(text: string, from: number, bracket: string): number | undefined {
  const found = text.indexOf(bracket, from);
  return found < 0 ? undefined : found;
}

/** The offsets of the brackets that stand around an offset, the `count`th ones from within; or of the next ones behind it. */
export function bracketsAround(text: string, at: number, name: string, count: number): { readonly open: number; readonly close: number } | undefined {
  const pair = pairs.find((one) => one.includes(name)) ?? '()';
  const around = text[at] === pair[0] ? at : opening(text, text[at] === pair[1] ? at - 1 : at, pair);
  let open = around ?? nextOf(text, at, pair.charAt(0));
  for (let i = 1; i < count && open !== undefined; i++) open = opening(text, open - 1, pair);
  const close = open === undefined ? undefined : closing(text, open + 1, pair);
  return open === undefined || close === undefined ? undefined : { open, close };
}
