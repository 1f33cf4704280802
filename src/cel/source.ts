// What is wrong with an expression, and how it is shown: with its line and a caret below the place.
// Upstream: cel-go common/errors.go

/** One thing that is wrong with an expression. */
export interface Issue {
  /** In characters from the beginning of the text. */
  readonly at: number;
  readonly message: string;
}

interface Place {
  /** From 1. */
  readonly line: number;
  /** In characters, from 0. */
  readonly column: number;
}

function placeOf(characters: readonly string[], at: number): Place {
  let line = 1;
  let start = 0;
  for (let i = 0; i < at && i < characters.length; i++) {
    if (characters[i] !== '\n') continue;
    line++;
    start = i + 1;
  }
  return { line, column: at - start };
}

/** A column of dots up to the place; under what is not ASCII the dots are wide. */
function pointer(before: readonly string[], under: string): string {
  const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) > 0x7f;
  return before.map((character) => (isWide(character) ? '．' : '.')).join('') + (isWide(under) ? '＾' : '^');
}

function showIssue(characters: readonly string[], lines: readonly string[], { at, message }: Issue): string {
  const { line, column } = placeOf(characters, at);
  // An empty text has no place to point at.
  if (characters.length === 0) return `ERROR: <input>:1:0: ${message}`;
  const text = (lines[line - 1] ?? '').replaceAll('\t', ' ');
  const shown = Array.from(text);
  const before = Array.from({ length: column }, (_, i) => shown[i] ?? ' ');
  return `ERROR: <input>:${line}:${column + 1}: ${message}\n | ${text}\n | ${pointer(before, shown[column] ?? ' ')}`;
}

/** Shows what is wrong, in the order of the places. */
export function showIssues(text: string, issues: readonly Issue[]): string {
  const characters = Array.from(text);
  const lines = text.split('\n');
  return issues.toSorted((a, b) => a.at - b.at).map((issue) => showIssue(characters, lines, issue)).join('\n');
}
