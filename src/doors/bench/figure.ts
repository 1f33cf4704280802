/** One measured figure, as a line of the benchmark's output. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with: a target, or another program's figure. */
  readonly against?: number;
  readonly ratio?: number;
}

/** A figure beside what it should reach. */
export function figure(name: string, value: number, unit: string, against?: number): Figure {
  const rounded = round(value);
  return against === undefined ? { name, value: rounded, unit } : { name, value: rounded, unit, against, ratio: round(rounded / against) };
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
