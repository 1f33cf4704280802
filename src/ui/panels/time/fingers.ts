/** What fingers on a rule come to, in its pixels: one picks a place, two stretch what lies at `x` and take it along by `byX`. */
export type Gesture =
  | { readonly type: 'pick'; readonly x: number }
  | { readonly type: 'pinch'; readonly factor: number; readonly x: number; readonly byX: number };

/** A finger that moves less than this rests. */
const rest = 8;
/** Two fingers are never nearer than this, or a hair would be a leap. */
const nearest = 16;

/** The fingers on a rule. One picks when it drags or is lifted: until then it may be the first of two. */
export class Fingers {
  private readonly places = new Map<number, number>();
  private doing: 'resting' | 'dragging' | 'pinching' = 'resting';
  private begunX = 0;

  down(id: number, x: number): void {
    this.doing = this.places.size === 0 ? 'resting' : 'pinching';
    this.begunX = x;
    this.places.set(id, x);
  }

  move(id: number, x: number): Gesture | undefined {
    const before = this.places.get(id);
    if (before === undefined) return undefined;
    if (this.doing === 'resting' && Math.abs(x - this.begunX) < rest) return undefined;
    this.places.set(id, x);
    if (this.doing === 'pinching') return this.pinch(id, before, x);
    this.doing = 'dragging';
    return { type: 'pick', x };
  }

  up(id: number): Gesture | undefined {
    const x = this.places.get(id);
    this.places.delete(id);
    return x !== undefined && this.doing === 'resting' ? { type: 'pick', x } : undefined;
  }

  private pinch(id: number, before: number, x: number): Gesture | undefined {
    const other = [...this.places].find(([one]) => one !== id)?.[1];
    if (other === undefined) return undefined;
    const apart = (place: number): number => Math.max(nearest, Math.abs(place - other));
    return { type: 'pinch', factor: apart(before) / apart(x), x: (before + other) / 2, byX: (x - before) / 2 };
  }
}
