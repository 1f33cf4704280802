import { columnsOf } from '../../machine/index.ts';

/** Where a text ends on a screen of that many columns, counted from where it began. */
function endOf(text: string, columns: number): { readonly row: number; readonly column: number } {
  let row = 0;
  let column = 0;
  for (const character of text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')) {
    if (character === '\n') {
      row++;
      column = 0;
      continue;
    }
    const width = columnsOf(character);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
  }
  return { row, column };
}

/** Draws a line with its prompt over the one it drew before, however many rows both take. */
export class ScreenLine {
  columns: number;
  private cursorRow = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** The line begins anew where the screen's cursor is. */
  begin(): void {
    this.cursorRow = 0;
  }

  /** What a terminal must be sent to show the text with its cursor there. */
  draw(prompt: string, text: string, cursor: number): string {
    const up = this.cursorRow > 0 ? `\u001b[${this.cursorRow}A` : '';
    const whole = prompt + text;
    const end = endOf(whole, this.columns);
    const at = endOf(prompt + text.slice(0, cursor), this.columns);
    const isAtEdge = end.column === this.columns;
    const last = isAtEdge ? end.row + 1 : end.row;
    const target = at.column === this.columns ? { row: at.row + 1, column: 0 } : at;
    this.cursorRow = target.row;
    const back = last - target.row;
    return `${up}\r\u001b[J${whole.replaceAll('\n', '\r\n')}${isAtEdge ? '\r\n' : ''}${back > 0 ? `\u001b[${back}A` : ''}\r${target.column > 0 ? `\u001b[${target.column}C` : ''}`;
  }

  /** What moves the screen's cursor below the line. */
  leave(prompt: string, text: string): string {
    const down = endOf(prompt + text, this.columns).row - this.cursorRow;
    this.cursorRow = 0;
    return `${down > 0 ? `\u001b[${down}B` : ''}\r\n`;
  }
}
