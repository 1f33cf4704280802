import type { Member } from '../../../../protocol/index.ts';

/** Where the strips of a table of logs stand, in pixels. */
export interface LogsLayout {
  /** The indexes that are shown, first and last. */
  readonly from: number;
  readonly to: number;
  /** Where the first cell begins. */
  readonly left: number;
  readonly cell: number;
  /** From one cell to the next. */
  readonly step: number;
  readonly cellHeight: number;
  readonly row: number;
  /** Height of the line with the indexes. */
  readonly head: number;
  /** Room for what is folded into a snapshot or stands before the window; 0: nothing does. */
  readonly snapshot: number;
  /** What is said of a strip stands under it, not beside it. */
  readonly isNarrow: boolean;
  /** Nothing is said of a strip: there is no room beside it, and what is below is needed more. */
  readonly isBrief: boolean;
  /** There is room for one line beside a strip. */
  readonly isMany: boolean;
  readonly scale: number;
}

/** Entries that frames tell of at most. */
const most = 12;
const fewest = 4;
/** Below this width, at scale 1, what is said of a strip stands under it. */
const narrowBelow = 560;
/** More members get lower rows. */
const manyMembers = 5;

/** Lays the strips of all members into so much room (`isLow`: the page has little height): the newest indexes that any member has, as many as fit. */
export function layLogs(members: readonly Member[], { width, scale, isLow = false }: { readonly width: number; readonly scale: number; readonly isLow?: boolean }): LogsLayout {
  const isNarrow = width < narrowBelow * scale;
  const isBrief = isNarrow && (isLow || scale > 1);
  const last = Math.max(1, ...members.map((member) => member.log.lastIndex));
  const names = Math.max(6, ...members.map(({ name, term }) => name.length + String(term).length * 0.8));
  const nameWidth = (isNarrow ? 34 + names * 7.4 : 42 + names * 8) * scale;
  const snapshot = last > fewest ? (isNarrow ? 30 : 76) * scale : 0;
  const left = nameWidth + snapshot;
  const beside = isNarrow ? 0 : 205 * scale;
  const cell = (width < 760 * scale ? 32 : 41) * scale;
  const step = cell + 4 * scale;
  const shown = Math.max(fewest, Math.min(most, Math.floor((width - left - beside) / step)));
  const from = Math.max(1, last - shown + 1);
  const isMany = members.length > manyMembers;
  const cellHeight = (isMany ? 20 : 28) * scale;
  return {
    from, to: Math.max(last, from + fewest - 1), left: from > 1 ? left : nameWidth, cell, step, cellHeight,
    row: cellHeight + (isNarrow && !isBrief ? 26 : isMany ? 8 : 10) * scale, head: 20 * scale, snapshot: from > 1 ? snapshot : 0, isNarrow, isBrief, isMany, scale,
  };
}

/** The term of an entry; 0 when it is folded into the snapshot, undefined when it is not there. */
export function termAt({ log }: Member, index: number): number | undefined {
  if (index > log.lastIndex) return undefined;
  if (index < log.firstIndex) return 0;
  return log.terms[index - log.windowFrom] ?? 0;
}
