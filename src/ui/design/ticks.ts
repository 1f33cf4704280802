/** A ring of graduations about a centre, as one path: every `long`-th tick is longer. Coordinates are rounded to hundredths. */
export function ringTicks(ring: {
  readonly x: number; readonly y: number; readonly radius: number; readonly count: number;
  readonly length: number; readonly longLength: number; readonly long: number;
}): string {
  const { x, y, radius, count, length, longLength, long } = ring;
  let d = '';
  for (let i = 0; i < count; i++) {
    const angle = (i / count) * 2 * Math.PI;
    const inner = radius - (i % long === 0 ? longLength : length);
    const sin = Math.sin(angle);
    const cos = Math.cos(angle);
    d += `M${round(x + radius * sin)} ${round(y - radius * cos)}L${round(x + inner * sin)} ${round(y - inner * cos)}`;
  }
  return d;
}

/** The most of a circle that an arc can have: one whose ends are rounded to the same place is none. */
const wholeShare = 0.9999;

/** An arc from twelve o'clock, clockwise, over `share` of the circle (0 … 1). */
export function arcPath(x: number, y: number, radius: number, share: number): string {
  const part = Math.max(0, Math.min(wholeShare, share));
  const angle = part * 2 * Math.PI;
  const ex = round(x + radius * Math.sin(angle));
  const ey = round(y - radius * Math.cos(angle));
  return `M${x} ${y - radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${ex} ${ey}`;
}

/** Two digits after the point are all that a screen can show. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
