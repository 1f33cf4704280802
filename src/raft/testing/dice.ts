/** Throws of dice that are the same for the same seed. */
export interface Dice {
  /** A whole number from 0 up to but not including `bound`. */
  below(bound: number): number;
  /** True `percent` times in a hundred. */
  chance(percent: number): boolean;
  /** One of them, if there are any. */
  oneOf<T>(items: readonly T[]): T | undefined;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % bound;
  return {
    below,
    chance: (percent) => below(100) < percent,
    oneOf: (items) => (items.length === 0 ? undefined : items[below(items.length)]),
  };
}
