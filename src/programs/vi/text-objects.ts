// Upstream: vim, :help text-objects
import { bracketsAround } from './brackets.ts';
import type { Command, Editor } from './editor.ts';
import type { Motion, Reach } from './motions.ts';
import { flat, lastLine, lineAt } from './text.ts';
import { wordsAround } from './word-motions.ts';

const brackets: Readonly<Record<string, string>> = { '(': '(', ')': '(', b: '(', '[': '[', ']': '[', '{': '{', '}': '{', B: '{', '<': '<', '>': '<' };

/** What `i` or `a` with a letter means: a word, what is in quotes or brackets, a paragraph. */
export function textObject(name: string): Motion | undefined {
  const isAround = name.startsWith('a');
  const kind = name.charAt(1);
  if (name.length !== 2 || !(isAround || name.startsWith('i'))) return undefined;
  if (kind === 'w' || kind === 'W') return (editor, command) => wordObject(editor, command, kind === 'W', isAround);
  if (kind === 'p') return (editor, command) => paragraphObject(editor, command, isAround);
  if (kind === '"' || kind === "'" || kind === '`') return (editor) => quoteObject(editor, kind, isAround);
  const bracket = brackets[kind];
  return bracket === undefined ? undefined : (editor, command) => bracketObject(editor, command, bracket, isAround);
}

function wordObject({ cursor, lines }: Editor, { count = 1 }: Command, isBig: boolean, isAround: boolean): Reach {
  const { from, to } = wordsAround(lineAt(lines, cursor.line), cursor.column, { isBig, isAround, count });
  return { from: { line: cursor.line, column: from }, to: { line: cursor.line, column: to }, kind: 'exclusive' };
}

function quoteObject({ cursor, lines }: Editor, quote: string, isAround: boolean): Reach | undefined {
  const text = lineAt(lines, cursor.line);
  const places = [...text.matchAll(new RegExp(`(?<!\\\\)${quote}`, 'g'))].map(({ index }) => index);
  for (let i = 0; i + 1 < places.length; i += 2) {
    const [open = 0, close = 0] = [places[i], places[i + 1]];
    if (close < cursor.column) continue;
    let [from, to] = isAround ? [open, close + 1] : [open + 1, close];
    if (isAround) {
      const blanks = /^\s*/.exec(text.slice(to))?.[0].length ?? 0;
      to += blanks;
      if (blanks === 0) while (from > 0 && /\s/.test(text.charAt(from - 1))) from--;
    }
    return { from: { line: cursor.line, column: from }, to: { line: cursor.line, column: to }, kind: 'exclusive' };
  }
  return undefined;
}

function bracketObject({ cursor, lines }: Editor, { count = 1 }: Command, name: string, isAround: boolean): Reach | undefined {
  const whole = flat(lines);
  const around = bracketsAround(whole.text, whole.offset(cursor), name, count);
  if (!around) return undefined;
  const { open, close } = around;
  if (isAround) return { from: whole.place(open), to: whole.place(close + 1), kind: 'exclusive' };
  // Brackets alone on their lines: the lines between them.
  const [first, last] = [whole.place(open), whole.place(close)];
  const isBlock = whole.text[open + 1] === '\n' && lineAt(lines, last.line).slice(0, last.column).trim() === '';
  if (isBlock && last.line - first.line > 1) return { from: { line: first.line + 1, column: 0 }, to: { line: last.line - 1, column: 0 }, kind: 'linewise' };
  return { from: whole.place(open + 1), to: whole.place(close), kind: 'exclusive' };
}

function paragraphObject({ cursor, lines }: Editor, { count = 1 }: Command, isAround: boolean): Reach {
  const isEmpty = (line: number): boolean => lineAt(lines, line).trim() === '';
  let first = cursor.line;
  while (first > 0 && isEmpty(first - 1) === isEmpty(cursor.line)) first--;
  let last = first - 1;
  const takeRun = (): void => {
    const kind = isEmpty(last + 1);
    while (last < lastLine(lines) && isEmpty(last + 1) === kind) last++;
  };
  for (let i = 0; i < count; i++) {
    takeRun();
    if (!isAround) continue;
    const before = last;
    takeRun();
    if (last === before) while (first > 0 && isEmpty(first - 1)) first--;
  }
  return { from: { line: first, column: 0 }, to: { line: Math.max(first, last), column: 0 }, kind: 'linewise' };
}
