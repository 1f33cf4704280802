import type { FrameDiff } from '../protocol/index.ts';
import type { Place } from './inputs.ts';

/** A whole frame without its number and its clock: all that the page draws of one place of a run. */
export type Picture = Omit<FrameDiff, 'frame' | 'clock'>;

/** A place of a run and what is seen there. */
export interface PicturedPlace {
  readonly place: Place;
  readonly picture: Picture;
}

/** Pictures that are kept; the rows in them are shared with the world's own. */
const keptMost = 96;

/** What the page saw at places of one line of history: who steps back sees them at once, before the world is there again. */
export class Pictures {
  /** By the number of the last event before it, in the order of their taking. */
  private readonly kept = new Map<number, PicturedPlace>();

  keep(pictured: PicturedPlace): void {
    const { event } = pictured.place;
    this.kept.delete(event);
    this.kept.set(event, pictured);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= keptMost) return;
      this.kept.delete(oldest);
    }
  }

  has(event: number): boolean {
    return this.kept.has(event);
  }

  at(event: number | undefined): PicturedPlace | undefined {
    return event === undefined ? undefined : this.kept.get(event);
  }

  /** The number of the event at the nearest pictured place before that one. */
  before(event: number): number | undefined {
    let nearest: number | undefined;
    for (const candidate of this.kept.keys()) if (candidate < event && candidate > (nearest ?? -1)) nearest = candidate;
    return nearest;
  }

  /** Another line of history begins at that event: what came after it was another future. */
  forgetAfter(event: number): void {
    for (const candidate of [...this.kept.keys()]) if (candidate > event) this.kept.delete(candidate);
  }

  clear(): void {
    this.kept.clear();
  }
}
