// The wall clocks of time zones, from the tables of the engine that this runs in. Two engines differ, and with them runs, only
// where a country has changed its clocks since one of them was made; tables of our own would weigh more than all controllers.

import { civilTime, fromCivil } from '../../base/index.ts';
import type { CivilTime } from '../../base/index.ts';

/** A date with a time of day; fields beyond their range carry over into the next one. */
export type WallTime = Pick<CivilTime, 'year' | 'month' | 'day' | 'hour' | 'minute'>;

/** A time zone: UTC, or what Intl knows of the name. */
export class Zone {
  private readonly format: Intl.DateTimeFormat | undefined;

  /** Throws RangeError where nobody knows the name; undefined is UTC. */
  constructor(name: string | undefined) {
    this.format = name === undefined || name === 'UTC' ? undefined : new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  /** How far its clocks are ahead of UTC at a moment. */
  offsetMs(ms: number): number {
    if (!this.format) return 0;
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(ms)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return fromCivil({ year, month, day, hour, minute, second, millisecond: 0 }) - Math.floor(ms / 1_000) * 1_000;
  }

  /** What its clocks show at a moment. */
  wallTime(ms: number): CivilTime {
    return civilTime(ms + this.offsetMs(ms));
  }

  /** When its clocks show this; where they never do, because they are put forward, as they would have shown it before. */
  momentOf({ year, month, day, hour, minute }: WallTime): number {
    const years = Math.floor((month - 1) / 12);
    const utcMs = fromCivil({ year: year + years, month: month - 12 * years, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 }) + ((day - 1) * 24 * 60 + hour * 60 + minute) * 60_000;
    const before = this.offsetMs(utcMs - this.offsetMs(utcMs));
    const guess = utcMs - before;
    const after = this.offsetMs(guess);
    return after === before ? guess : utcMs - Math.min(before, after);
  }

  /** `+02:00`, or `Z` for none. */
  offsetText(ms: number): string {
    const minutes = Math.round(this.offsetMs(ms) / 60_000);
    if (minutes === 0) return 'Z';
    const size = Math.abs(minutes);
    return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
  }
}
