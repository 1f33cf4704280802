// What something costs, or how large it is, at least and at most.
// Upstream: cel-go checker/cost.go

/** The largest number that a cost can be. */
export const mostCost = 18_446_744_073_709_551_615n;

/** From the least to the most. */
export interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

/** A number that is no larger than costs can be. */
export const capped = (value: bigint): bigint => (value > mostCost ? mostCost : value);

export const exactly = (value: number | bigint): Range => ({ min: BigInt(value), max: BigInt(value) });
export const noCost: Range = exactly(0);
export const unknownSize: Range = { min: 0n, max: mostCost };

export const plus = (a: Range, b: Range): Range => ({ min: capped(a.min + b.min), max: capped(a.max + b.max) });
export const times = (a: Range, b: Range): Range => ({ min: capped(a.min * b.min), max: capped(a.max * b.max) });
export const either = (a: Range, b: Range): Range => ({ min: a.min < b.min ? a.min : b.min, max: a.max > b.max ? a.max : b.max });
export const total = (ranges: readonly Range[]): Range => ranges.reduce(plus, noCost);

/** The size times a fraction, rounded up. */
export function share(size: Range, factor: number): Range {
  return { min: scaled(size.min, factor), max: scaled(size.max, factor) };
}

// As the real one reckons: in floating numbers.
function scaled(value: bigint, factor: number): bigint {
  const product = Number(value) * factor;
  if (product >= Number(mostCost)) return mostCost;
  return BigInt(Math.ceil(product));
}
