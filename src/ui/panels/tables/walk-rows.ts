import type { KeyboardEvent } from 'react';

/** Arrows walk the rows of the table in what has the keys, Enter picks the row that was come to. */
export function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody tr')];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (event.key === 'Enter') { rows[at]?.click(); return; }
  const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  // Elsewhere arrows step time.
  event.preventDefault();
  event.stopPropagation();
  rows[Math.min(to, rows.length - 1)]?.focus();
}
