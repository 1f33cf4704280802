// Upstream: vim, :help motion.txt
import { isVisual } from './editor.ts';
import type { Command, Editor, Place } from './editor.ts';
import { matchingBracket } from './brackets.ts';
import { PatternError, search } from './pattern.ts';
import { characterEnd, characterStart, clamped, columnAt, compare, displayColumn, firstNonBlank, flat, lastLine, lineAt } from './text.ts';
import { nextWord, previousEnd, wordEnd, wordStart } from './word-motions.ts';

/** Where a motion leads, and what an operator takes on the way. */
export interface Reach {
  /** Where it begins, for text objects; the cursor otherwise. */
  readonly from?: Place;
  readonly to: Place;
  readonly kind: 'exclusive' | 'inclusive' | 'linewise';
  /** Column of the screen that `j` and `k` keep to afterwards. */
  readonly wanted?: number;
  /** A way that `''` leads back. */
  readonly isJump?: boolean;
  readonly lastFind?: Editor['lastFind'];
  readonly lastSearch?: Editor['lastSearch'];
  readonly message?: string;
}

/** Undefined: there is no such place, and nothing happens. Throws PatternError. */
export type Motion = (editor: Editor, command: Command) => Reach | undefined;

const exclusive = (to: Place): Reach => ({ to, kind: 'exclusive' });
const countOf = ({ count }: Command): number => count ?? 1;

/** The line so many further, or as far as there are; undefined when there is none in that direction. */
function towards(line: number, by: number, lines: readonly string[]): number | undefined {
  const to = Math.max(0, Math.min(lastLine(lines), line + by));
  return to === line && by !== 0 ? undefined : to;
}

function vertical(by: number): Motion {
  return (editor, command) => {
    const { cursor, lines, settings, wanted } = editor;
    const line = towards(cursor.line, by * countOf(command), lines);
    if (line === undefined) return undefined;
    const text = lineAt(lines, line);
    // A selection may reach behind the last character, where the line feed stands.
    const isBehind = isVisual(editor) && wanted >= displayColumn(text, text.length, settings.tabstop);
    return { to: { line, column: isBehind ? text.length : columnAt(text, wanted, settings.tabstop) }, kind: 'linewise', wanted };
  };
}

/** To the first word of a line so many lines away. */
function lineStart(by: number, offset = 0): Motion {
  return ({ cursor, lines }, command) => {
    const line = towards(cursor.line, by * (countOf(command) + offset), lines);
    if (line === undefined) return undefined;
    return { to: { line, column: firstNonBlank(lineAt(lines, line)) }, kind: 'linewise' };
  };
}

function onLine(to: (text: string, column: number, command: Command) => number | undefined, kind: 'exclusive' | 'inclusive' = 'exclusive'): Motion {
  return ({ cursor, lines }, command) => {
    const column = to(lineAt(lines, cursor.line), cursor.column, command);
    return column === undefined ? undefined : { to: { line: cursor.line, column }, kind };
  };
}

/** A motion over the text as a whole, done as often as it is counted; none where it leads nowhere. */
function overText(step: (text: string, at: number) => number, kind: 'exclusive' | 'inclusive' = 'exclusive'): Motion {
  return ({ cursor, lines }, command) => {
    const whole = flat(lines);
    const start = whole.offset(cursor);
    let offset = start;
    for (let i = 0; i < countOf(command); i++) offset = step(whole.text, offset);
    return offset === start && (command.operator === undefined || start === 0) ? undefined : { to: whole.place(offset), kind };
  };
}

/** To a line by its number; by default the first or the last. */
function toLine(otherwise: 'first' | 'last'): Motion {
  return ({ lines }, { count }) => {
    const line = Math.min(count === undefined ? (otherwise === 'first' ? 0 : lastLine(lines)) : Math.max(0, count - 1), lastLine(lines));
    return { to: { line, column: firstNonBlank(lineAt(lines, line)) }, kind: 'linewise', isJump: true };
  };
}

function find(name: string, character: string, count: number, editor: Editor, isRepeated: boolean): Reach | undefined {
  const { cursor, lines } = editor;
  const text = lineAt(lines, cursor.line);
  const isForward = name === 'f' || name === 't';
  const isTill = name === 't' || name === 'T';
  let { column } = cursor;
  // `;` after `t` does not find again where it stands.
  if (isTill && isRepeated && count === 1) column += isForward ? 1 : -1;
  for (let i = 0; i < count; i++) {
    column = isForward ? text.indexOf(character, column + 1) : column === 0 ? -1 : text.lastIndexOf(character, column - 1);
    if (column < 0) return undefined;
  }
  const shifted = isTill ? (isForward ? characterStart(text, column - 1) : characterEnd(text, column)) : column;
  return { to: { line: cursor.line, column: shifted }, kind: isForward ? 'inclusive' : 'exclusive' };
}

function finding(name: string): Motion {
  return (editor, command) => {
    const character = command.argument ?? '';
    const reach = find(name, character, countOf(command), editor, false);
    return reach && { ...reach, lastFind: { name, character } };
  };
}

const opposite: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' };

function findingAgain(isReversed: boolean): Motion {
  return (editor, command) => {
    const { lastFind } = editor;
    if (!lastFind) return undefined;
    const name = isReversed ? (opposite[lastFind.name] ?? '') : lastFind.name;
    return find(name, lastFind.character, countOf(command), editor, true);
  };
}

/** Searches as often as counted. What is said: the pattern, or that the end was passed. */
function searching(editor: Editor, pattern: string, isForward: boolean, count: number, isRemembered: boolean): Reach {
  let place = editor.cursor;
  let hasWrapped = false;
  for (let i = 0; i < count; i++) {
    const found = search(editor, pattern, isForward, place);
    ({ place } = found);
    hasWrapped ||= found.hasWrapped;
  }
  const message = hasWrapped ? (isForward ? 'search hit BOTTOM, continuing at TOP' : 'search hit TOP, continuing at BOTTOM') : editor.flavour === 'vim' ? (isForward ? '/' : '?') + pattern : '';
  return { to: place, kind: 'exclusive', isJump: true, message, ...(isRemembered ? { lastSearch: { pattern, isForward } } : undefined) };
}

function searchFor(isForward: boolean): Motion {
  return (editor, command) => {
    const mark = isForward ? '/' : '?';
    const typed = command.argument ?? '';
    const end = new RegExp(`(?<!\\\\)\\${mark}`).exec(typed);
    const pattern = (end ? typed.slice(0, end.index) : typed) || (editor.lastSearch?.pattern ?? '');
    if (pattern === '') throw new PatternError(editor.flavour === 'vim' ? 'E35: No previous regular expression' : 'No previous search');
    return searching(editor, pattern.replaceAll(`\\${mark}`, mark), isForward, countOf(command), true);
  };
}

function searchAgain(isReversed: boolean): Motion {
  return (editor, command) => {
    const { lastSearch } = editor;
    if (!lastSearch) throw new PatternError(editor.flavour === 'vim' ? 'E35: No previous regular expression' : 'No previous search');
    return searching(editor, lastSearch.pattern, lastSearch.isForward !== isReversed, countOf(command), false);
  };
}

/** The word under the cursor, or the next one on its line. */
function searchWord(isForward: boolean): Motion {
  return (editor, command) => {
    const text = lineAt(editor.lines, editor.cursor.line);
    const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)];
    const word = words.find((match) => match.index + match[0].length > editor.cursor.column);
    if (!word) throw new PatternError('E348: No string under cursor');
    return searching({ ...editor, cursor: { line: editor.cursor.line, column: word.index } }, `\\<${word[0]}\\>`, isForward, countOf(command), true);
  };
}

function toMark(isLinewise: boolean): Motion {
  return ({ lines, marks }, { argument = '' }) => {
    const place = marks.get(argument === '`' ? "'" : argument);
    if (!place) throw new PatternError('E20: Mark not set');
    const to = clamped(lines, place);
    return { to: isLinewise ? { line: to.line, column: firstNonBlank(lineAt(lines, to.line)) } : to, kind: isLinewise ? 'linewise' : 'exclusive', isJump: true };
  };
}

function paragraph(by: 1 | -1): Motion {
  return ({ cursor, lines }, command) => {
    let { line } = cursor;
    const isEmpty = (): boolean => lineAt(lines, line) === '';
    const isInside = (): boolean => line + by >= 0 && line + by <= lastLine(lines);
    if (!isInside()) return by > 0 ? exclusiveEnd(lines, cursor) : exclusive({ line: 0, column: 0 });
    for (let i = 0; i < countOf(command); i++) {
      while (isInside() && isEmpty()) line += by;
      while (isInside() && !isEmpty()) line += by;
    }
    if (isEmpty() || by < 0) return { to: { line, column: 0 }, kind: 'exclusive', isJump: true };
    return { to: { line, column: Math.max(0, lineAt(lines, line).length - 1) }, kind: 'inclusive', isJump: true };
  };
}

function exclusiveEnd(lines: readonly string[], { line }: Place): Reach {
  return { to: { line, column: Math.max(0, lineAt(lines, line).length - 1) }, kind: 'inclusive' };
}

/** To a line of the screen: so many from above, from below, or in the middle. */
function onScreen(where: 'top' | 'middle' | 'bottom'): Motion {
  return ({ lines, rows, settings, top }, command) => {
    const last = Math.min(lastLine(lines), top + rows - 2);
    const margin = settings.scrolloff;
    const by = countOf(command) - 1;
    const line = where === 'middle' ? top + Math.floor((last - top) / 2)
      : where === 'top' ? Math.max(top + by, top === 0 ? 0 : top + margin) : Math.min(last - by, last === lastLine(lines) ? last : last - margin);
    const on = Math.max(top, Math.min(line, last));
    return { to: { line: on, column: firstNonBlank(lineAt(lines, on)) }, kind: 'linewise', isJump: true };
  };
}

const left = onLine((text, column, command) => {
  let to = column;
  for (let i = 0; i < countOf(command) && to > 0; i++) to = characterStart(text, to - 1);
  return column === 0 && command.operator === undefined ? undefined : to;
});
/** Operators may take the last character; the cursor alone stays on it. */
const right: Motion = ({ cursor, lines, mode }, command) => {
  const text = lineAt(lines, cursor.line);
  const most = command.operator === undefined && mode === 'normal' ? characterStart(text, Math.max(0, text.length - 1)) : text.length;
  let to = cursor.column;
  for (let i = 0; i < countOf(command) && to < most; i++) to = characterEnd(text, to);
  return to === cursor.column && text !== '' && command.operator === undefined ? undefined : exclusive({ line: cursor.line, column: to });
};
const toEnd: Motion = (editor, command) => {
  const { cursor, lines } = editor;
  const line = cursor.line + countOf(command) - 1;
  if (line > lastLine(lines)) return undefined;
  return { to: { line, column: Math.max(0, lineAt(lines, line).length - (isVisual(editor) ? 0 : 1)) }, kind: 'inclusive', wanted: Number.POSITIVE_INFINITY };
};
const bracket: Motion = (editor, command) => {
  if (command.count !== undefined) {
    const line = Math.min(lastLine(editor.lines), Math.max(0, Math.ceil((command.count * editor.lines.length) / 100) - 1));
    return { to: { line, column: firstNonBlank(lineAt(editor.lines, line)) }, kind: 'linewise', isJump: true };
  }
  const place = matchingBracket(editor.lines, editor.cursor);
  return place && { to: place, kind: 'inclusive', isJump: true };
};
/** A word forward; for an operator the last word of a line ends with its line. */
const word = (isBig: boolean): Motion => (editor, command) => {
  const reach = overText((text, at) => nextWord(text, at, isBig))(editor, command);
  if (!reach || command.operator === undefined || reach.to.line === editor.cursor.line) return reach;
  const { lines } = editor;
  const before = lineAt(lines, reach.to.line).slice(0, reach.to.column);
  if (before.trim() !== '' || compare(reach.to, editor.cursor) <= 0) return reach;
  const line = reach.to.line - 1;
  return exclusive({ line, column: lineAt(lines, line).length });
};

/** All motions by their keys. */
export const motions: ReadonlyMap<string, Motion> = new Map<string, Motion>([
  ['h', left], ['l', right], ['j', vertical(1)], ['k', vertical(-1)], ['+', lineStart(1)], ['-', lineStart(-1)], ['_', lineStart(1, -1)],
  ['0', onLine(() => 0)], ['^', onLine((text) => firstNonBlank(text))], ['$', toEnd], ['|', onLine((text, _, command) => columnAt(text, countOf(command) - 1, 8))],
  ['g_', onLine((text) => Math.max(0, text.trimEnd().length - 1), 'inclusive')],
  ['w', word(false)], ['W', word(true)], ['e', overText((text, from) => wordEnd(text, from, false), 'inclusive')], ['E', overText((text, from) => wordEnd(text, from, true), 'inclusive')],
  ['b', overText((text, from) => wordStart(text, from, false))], ['B', overText((text, from) => wordStart(text, from, true))],
  ['ge', overText((text, from) => previousEnd(text, from, false), 'inclusive')], ['gE', overText((text, from) => previousEnd(text, from, true), 'inclusive')],
  ['G', toLine('last')], ['gg', toLine('first')], ['H', onScreen('top')], ['M', onScreen('middle')], ['L', onScreen('bottom')],
  ['f', finding('f')], ['F', finding('F')], ['t', finding('t')], ['T', finding('T')], [';', findingAgain(false)], [',', findingAgain(true)],
  ['/', searchFor(true)], ['?', searchFor(false)], ['n', searchAgain(false)], ['N', searchAgain(true)], ['*', searchWord(true)], ['#', searchWord(false)],
  ['%', bracket], ['{', paragraph(-1)], ['}', paragraph(1)], ["'", toMark(true)], ['`', toMark(false)],
]);
