import type { Dice } from './dice.ts';

/** How fast members' clocks may go: ticks of the member in a hundred ticks of the world. */
export interface ClockSpeeds {
  readonly slowest: number;
  readonly fastest: number;
}

/** Clocks of good machines: a tenth too slow or too fast at most. */
export const soundClocks: ClockSpeeds = { slowest: 90, fastest: 110 };
/** Clocks that stand still for a while and make up for it. */
export const wildClocks: ClockSpeeds = { slowest: 0, fastest: 400 };

/** A member's own notion of time. */
export interface MemberClock {
  speed: number;
  /** Hundredths of a tick that have passed since its last one. */
  hundredths: number;
}

export function createClock(speed: number): MemberClock {
  return { speed, hundredths: 0 };
}

export function drawSpeed({ slowest, fastest }: ClockSpeeds, dice: Dice): number {
  return slowest + dice.below(fastest - slowest + 1);
}

/** A tick of the world passes; so many of the member's own are over by that. */
export function passTick(clock: MemberClock): number {
  clock.hundredths += clock.speed;
  const ticks = Math.floor(clock.hundredths / 100);
  clock.hundredths -= ticks * 100;
  return ticks;
}
