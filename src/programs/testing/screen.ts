/** What stands on a screen of that many columns that was sent this, escape sequences carried out. */
export function screenOf(raw: string, columns: number): string {
  const rows: string[] = [''];
  let [row, column] = [0, 0];
  for (const [token, number = '1', letter] of raw.matchAll(/\u001b\[([0-9?;]*)([A-Za-z])|[^]/g)) {
    if (letter !== undefined) {
      const count = Number(number) || 1;
      if (letter === 'A') row -= count;
      else if (letter === 'B') row += count;
      else if (letter === 'C') column += count;
      else if (letter === 'H') [row, column] = [0, 0];
      else if (letter === 'J') {
        rows.length = number === '2' ? 0 : row + 1;
        rows[row] = number === '2' ? '' : (rows[row] ?? '').slice(0, column);
      }
    } else if (token === '\r') column = 0;
    else if (token === '\n') row++;
    else if (token === '\b') column--;
    else if (token >= ' ') {
      if (column === columns) [row, column] = [row + 1, 0];
      const text = (rows[row] ?? '').padEnd(column);
      rows[row] = text.slice(0, column) + token + text.slice(column + 1);
      column++;
    }
    rows[row] ??= '';
  }
  return rows.map((line) => line.trimEnd()).join('\n');
}
