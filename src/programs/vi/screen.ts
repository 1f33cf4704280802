import type { Frame } from './view.ts';

/** What a terminal is sent when a program takes its whole screen, with pasted text marked, and when it gives it back. */
export const takeScreen = '\u001b[?1049h\u001b[?2004h';
export const giveScreenBack = '\u001b[?2004l\r\u001b[?1049l';

/** What turns the screen from one frame into another: rows that differ, then the cursor. */
export function redraw(before: Frame | undefined, after: Frame): string {
  const isWhole = before?.rows.length !== after.rows.length;
  let data = isWhole ? '\u001b[H\u001b[2J' : '';
  after.rows.forEach((row, index) => {
    if (isWhole ? row !== '' : row !== before.rows[index]) data += `\u001b[${index + 1};1H${row}${isWhole ? '' : '\u001b[K'}`;
  });
  const { row, column } = after.cursor;
  return `${data === '' ? '' : `\u001b[?25l${data}`}\u001b[${row + 1};${column + 1}H${data === '' ? '' : '\u001b[?25h'}`;
}
