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
const keptMost = 192;

/** Pictures farther away than so many events were taken on another look back. */
const nearEvents = 300;

/** What the page saw at places of one line of history: who steps back sees them at once, before the world is there again. */
export class Pictures {
  /** By the number of the last event before it. */
  private readonly kept = new Map<number, PicturedPlace>();

  /** Keeps a picture; the one that is farthest from it makes room. */
  keep(pictured: PicturedPlace): void {
    const { place: { event } } = pictured;
    this.kept.set(event, pictured);
    if (this.kept.size <= keptMost) return;
    let farthest = event;
    for (const other of this.kept.keys()) if (Math.abs(other - event) > Math.abs(farthest - event)) farthest = other;
    this.kept.delete(farthest);
  }

  /** How many places one can step back from there and be shown something at once, and the number of the event at the last of them. */
  behind(event: number): { readonly count: number; readonly earliest: number } {
    let count = 0;
    let earliest = event;
    for (const candidate of this.kept.keys()) {
      if (candidate >= event || candidate < event - nearEvents) continue;
      count++;
      if (candidate < earliest) earliest = candidate;
    }
    return { count, earliest };
  }

  has(event: number): boolean {
    return this.kept.has(event);
  }

  at(event: number | undefined): PicturedPlace | undefined {
    return event === undefined ? undefined : this.kept.get(event);
  }

  /** The number of the event at the nearest pictured place before that one; of those nearby only, where that is wanted. */
  before(event: number, isNearby: boolean): number | undefined {
    let nearest: number | undefined;
    for (const candidate of this.kept.keys()) if (candidate < event && candidate > (nearest ?? -1)) nearest = candidate;
    return isNearby && nearest !== undefined && nearest < event - nearEvents ? undefined : nearest;
  }

  /** Another line of history begins at that event: what came after it was another future. */
  forgetAfter(event: number): void {
    for (const candidate of [...this.kept.keys()]) if (candidate > event) this.kept.delete(candidate);
  }

  clear(): void {
    this.kept.clear();
  }
}
