/** A screen's rows and where its cursor stands. */
interface Buffer {
  rows: string[];
  row: number;
  column: number;
}

const emptyBuffer = (): Buffer => ({ rows: [''], row: 0, column: 0 });
/** Sequences of a terminal, line feeds and the like, or one character. */
const token = /\u001b\[([0-9;?]*)([A-Za-z])|[^]/gu;

/** What stands on a screen of that many columns that was sent this, escape sequences carried out. */
export function screenOf(raw: string, columns: number): string {
  const first = emptyBuffer();
  let screen = first;
  for (const [character, number = '', letter] of raw.matchAll(token)) {
    if (letter === undefined) write(screen, character, columns);
    else if (number === '?1049') screen = letter === 'h' ? emptyBuffer() : first;
    else carryOut(screen, letter, number.split(';').map(Number));
    screen.rows[screen.row] ??= '';
  }
  return [...screen.rows].map((line = '') => line.trimEnd()).join('\n');
}

function carryOut(screen: Buffer, letter: string, [first = 0, second = 0]: readonly number[]): void {
  const { row, column } = screen;
  const text = screen.rows[row] ?? '';
  if (letter === 'A') screen.row -= first || 1;
  else if (letter === 'B') screen.row += first || 1;
  else if (letter === 'C') screen.column += first || 1;
  else if (letter === 'H') [screen.row, screen.column] = [Math.max(0, first - 1), Math.max(0, second - 1)];
  else if (letter === 'K') screen.rows[row] = text.slice(0, column);
  else if (letter === 'J') {
    screen.rows.length = first === 2 ? 0 : row + 1;
    screen.rows[row] = first === 2 ? '' : text.slice(0, column);
  }
}

function write(screen: Buffer, character: string, columns: number): void {
  if (character === '\r') screen.column = 0;
  else if (character === '\n') screen.row++;
  else if (character === '\b') screen.column--;
  else if (character >= ' ') {
    if (screen.column === columns) [screen.row, screen.column] = [screen.row + 1, 0];
    const text = (screen.rows[screen.row] ?? '').padEnd(screen.column);
    screen.rows[screen.row] = text.slice(0, screen.column) + character + text.slice(screen.column + 1);
    screen.column++;
  }
}
