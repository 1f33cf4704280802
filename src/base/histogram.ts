/** How many values fall below which bounds, as Prometheus counts them. */
export class Histogram {
  readonly bounds: readonly number[];
  count = 0;
  sum = 0;
  /** Values in each interval; those above the last bound are only in `count`. */
  private readonly within: number[];

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.within = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.count++;
    this.sum += value;
    for (let index = 0; index < this.bounds.length; index++) {
      if (value > (this.bounds[index] ?? 0)) continue;
      this.within[index] = (this.within[index] ?? 0) + 1;
      return;
    }
  }

  /** How many values are at or below each bound. */
  cumulative(): readonly number[] {
    let total = 0;
    return this.within.map((count) => (total += count));
  }
}
