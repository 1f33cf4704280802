import type { Pace } from '../../protocol/index.ts';

/** The graduations of the pace: messages a second, and the ratio to real time. `Infinity` is as fast as possible. */
export const eventRates: readonly number[] = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 22, 32, 45, 64, 90, 128, 180, 256, 360, 512, 1000];
export const clockRates: readonly number[] = [
  0.001, 0.0016, 0.0025, 0.004, 0.0063, 0.01, 0.016, 0.025, 0.04, 0.063, 0.1, 0.16, 0.25, 0.4, 0.63, 1, 2.5, 6.3, 16, 40, 100, 250, 630, 1000, Infinity];

/** The pace one begins with: a message can be followed by eye, idle stretches pass in a blink. */
export const firstPace: Pace = { mode: 'event', rate: 8 };

/** Where a pace stands on its scale, from 0 to 24. */
export function paceStep(pace: Pace): number {
  if (pace.mode === 'max') return clockRates.length - 1;
  const rates = pace.mode === 'event' ? eventRates : clockRates;
  let best = 0;
  for (const [i, rate] of rates.entries()) {
    if (Math.abs(Math.log(rate / pace.rate)) < Math.abs(Math.log((rates[best] ?? 1) / pace.rate))) best = i;
  }
  return best;
}

/** The pace at a step of a scale. */
export function paceAt(mode: 'event' | 'clock', step: number): Pace {
  const rates = mode === 'event' ? eventRates : clockRates;
  const rate = rates[Math.max(0, Math.min(rates.length - 1, Math.round(step)))] ?? 1;
  return rate === Infinity ? { mode: 'max' } : { mode, rate };
}

/** Whether two paces are the same. */
export function isSamePace(a: Pace, b: Pace): boolean {
  return a.mode === b.mode && (a.mode === 'max' || b.mode === 'max' || a.rate === b.rate);
}

/** The scale a pace belongs to. */
export const scaleOf = (pace: Pace): 'event' | 'clock' => (pace.mode === 'event' ? 'event' : 'clock');
