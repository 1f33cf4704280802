// Words of a text, from one to the next. A word is a run of letters, digits and underscores, or of other characters that
// are no blanks; a WORD is a run of anything but blanks. An empty line counts as a word for those who go forward or back.

type Kind = 'blank' | 'word' | 'other';

function kindOf(character: string, isBig: boolean): Kind {
  if (character === '' || /\s/.test(character)) return 'blank';
  return isBig || /[\p{L}\p{N}_]/u.test(character) ? 'word' : 'other';
}

function isEmptyLine(text: string, at: number): boolean {
  return (text[at] === '\n' || at === text.length) && (at === 0 || text[at - 1] === '\n');
}

/** The beginning of the next word. */
export function nextWord(text: string, from: number, isBig: boolean): number {
  let at = from;
  const kind = kindOf(text.charAt(at), isBig);
  if (kind === 'blank' && isEmptyLine(text, at)) at++;
  else if (kind !== 'blank') while (at < text.length && kindOf(text.charAt(at), isBig) === kind) at++;
  while (at < text.length && kindOf(text.charAt(at), isBig) === 'blank') {
    if (isEmptyLine(text, at) && at > from) return at;
    at++;
  }
  return at;
}

/** The last character of this word, or of the next one when that is where it begins. */
export function wordEnd(text: string, from: number, isBig: boolean): number {
  let at = from + 1;
  while (at < text.length && kindOf(text.charAt(at), isBig) === 'blank') at++;
  if (at >= text.length) return text.length - 1;
  const kind = kindOf(text.charAt(at), isBig);
  while (at + 1 < text.length && kindOf(text.charAt(at + 1), isBig) === kind) at++;
  return at;
}

/** The beginning of this word, or of the one before when that is where it begins. */
export function wordStart(text: string, from: number, isBig: boolean): number {
  let at = from - 1;
  while (at > 0 && kindOf(text.charAt(at), isBig) === 'blank') {
    if (isEmptyLine(text, at)) return at;
    at--;
  }
  if (at <= 0) return 0;
  const kind = kindOf(text.charAt(at), isBig);
  while (at > 0 && kindOf(text.charAt(at - 1), isBig) === kind) at--;
  return at;
}

/** The last character of the word before. */
export function previousEnd(text: string, from: number, isBig: boolean): number {
  let at = from;
  const kind = kindOf(text.charAt(at), isBig);
  if (kind !== 'blank') while (at >= 0 && kindOf(text.charAt(at), isBig) === kind) at--;
  while (at > 0 && kindOf(text.charAt(at), isBig) === 'blank') {
    if (isEmptyLine(text, at) && at < from) return at;
    at--;
  }
  return Math.max(0, at);
}

/** The run of one kind around a place on its line, `count` runs from there; `isAround` takes the blanks beside it. */
export function wordsAround(line: string, column: number, options: { readonly isBig: boolean; readonly isAround: boolean; readonly count: number }): { readonly from: number; readonly to: number } {
  const { isBig, isAround, count } = options;
  const kindAt = (at: number): Kind => kindOf(line.charAt(at), isBig);
  let from = column;
  while (from > 0 && kindAt(from - 1) === kindAt(column)) from--;
  let to = from;
  const takeRun = (): void => {
    const kind = kindAt(to);
    while (to < line.length && kindAt(to) === kind) to++;
  };
  for (let i = 0; i < count; i++) {
    const wasBlank = to < line.length && kindAt(to) === 'blank';
    takeRun();
    if (!isAround) continue;
    if (wasBlank) takeRun();
    else if (to < line.length && kindAt(to) === 'blank') takeRun();
    else if (i === count - 1) while (from > 0 && kindAt(from - 1) === 'blank' && indented(line, from)) from--;
  }
  return { from, to };
}

/** Whether there is a word before the blanks that end at a place: the indent of a line is not taken with its first word. */
function indented(line: string, to: number): boolean {
  return line.slice(0, to).trim() !== '';
}
