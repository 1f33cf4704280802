/** A flag on the timeline: where it stands and how wide its words are, in pixels. */
export interface Flag { readonly x: number; readonly words: number }

/** On which side of its pole a flag's words are written; without room for them it keeps its flag alone. */
export type Side = 'right' | 'left' | 'none';

/** Room between a pole and its words, and after them. */
const besidePole = 8;
const after = 12;

/** Gives the words of flags room, from left to right: beside their pole up to the next one, those of the last also before it. */
export function sidesOf(flags: readonly Flag[], width: number): readonly Side[] {
  let free = 0;
  return flags.map(({ x, words }, i) => {
    const isLast = i === flags.length - 1;
    const end = x + besidePole + words + after;
    if (x + besidePole > free && end <= Math.min(flags[i + 1]?.x ?? width, width)) {
      free = end;
      return 'right';
    }
    if (isLast && x - words - after > Math.max(free, (flags[i - 1]?.x ?? 0) + besidePole)) return 'left';
    return 'none';
  });
}

/** Less than this is no room for the beginning of words. */
const leastRoom = 48;

/** How wide the beginning of words may be that have no room as a whole, beside each pole; 0 where nothing has. */
export function roomsOf(flags: readonly Flag[], sides: readonly Side[], width: number): readonly number[] {
  return flags.map(({ x }, i) => {
    const next = flags[i + 1];
    const end = next === undefined ? width : next.x - (sides[i + 1] === 'left' ? next.words + after : 0);
    const room = end - x - besidePole - after;
    return sides[i] === 'none' && room >= leastRoom ? room : 0;
  });
}
