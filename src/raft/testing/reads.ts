import { assert } from '../../base/index.ts';
import { lastCommitted, type Witness } from '../invariants.ts';
import type { Index, ReadState } from '../types.ts';
import type { ClockSpeeds } from './clocks.ts';
import type { Sightings } from './sightings.ts';

/** What a read asked for at some time must see, and what it would see if it were linearizable. */
interface Asked {
  readonly least: Index;
  readonly committed: Index;
}

/**
 * Everything that was read. A safe read must see all that was committed anywhere before it was
 * asked for. One that trusts a lease must see what was committed `window` ticks of the world before:
 * a leader that hears of nobody any more leads on for up to two of its election time-outs, since it
 * looks once in each who was heard of since the last, while the others may elect another after one.
 */
export interface Reads {
  readonly window: number;
  readonly asked: Map<string, Asked>;
  /** What was committed anywhere as each tick of the world began. */
  readonly history: Index[];
}

/** Ticks of the world that a message may be under way where leases are trusted. */
export const greatestDelay = 2;

/** Reads that are linearizable. */
export function createSafeReads(): Reads {
  return { window: 0, asked: new Map(), history: [0] };
}

/** Reads by leases, where clocks keep to `speeds` and no message is older than `greatestDelay`. */
export function createLeaseReads(electionTick: number, { slowest }: ClockSpeeds): Reads {
  const lease = Math.ceil((2 * electionTick * 100) / slowest);
  return { window: lease + greatestDelay + 2, asked: new Map(), history: [0] };
}

/** A tick of the world begins. */
export function noteTick(reads: Reads, witness: Witness): void {
  if (reads.window > 0) reads.history.push(lastCommitted(witness));
}

export function noteAsked(reads: Reads, context: string, witness: Witness): void {
  const committed = lastCommitted(witness);
  const then = reads.history[reads.history.length - 1 - reads.window] ?? 0;
  reads.asked.set(context, { committed, least: reads.window === 0 ? committed : then });
}

/** A read may be answered: it must see what it must. */
export function checkRead(reads: Reads, { context, index }: ReadState, seen: Sightings): void {
  const asked = reads.asked.get(context);
  if (asked === undefined) return;
  seen.reads++;
  if (index < asked.committed) seen.staleReads++;
  if (index >= asked.least) return;
  assert(false, `linearizable reads: ${context} may read at ${index}, not before ${asked.least}`);
}
