import type { Topology } from '../../cluster/index.ts';
import type { Claim } from './claims.ts';
import type { Move } from './moves.ts';

/** A text in every language of the page. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/**
 * A situation of the Raft laboratory as it is written: data only, as an object or as YAML. Moves are in the words of `moves.ts`,
 * claims in those of `claims.ts`; `docs/how-to.md` tells of both.
 */
export interface SituationFile {
  /** As in the page's address: small letters, digits and hyphens. */
  readonly id: string;
  readonly title: Words;
  readonly summary: Words;
  /** A preset's name or a topology; absent: five members. */
  readonly topology?: unknown;
  /** Only where the steps need this very run; absent: whatever seed the world has. */
  readonly seed?: number;
  /** Whether the group has a leader before anything is done; absent: yes. */
  readonly boots?: boolean;
  /** Safeguards that the members go without from the beginning. */
  readonly without?: readonly string[];
  /** Moves that set it up, unseen. */
  readonly beginning?: readonly string[];
  readonly steps: readonly StepFile[];
  readonly closing: Words & { readonly when: readonly string[] };
}

/** One thing to do or to watch, as it is written. */
export interface StepFile extends Words {
  /** Moves; absent: one only watches. */
  readonly do?: readonly string[];
  /** Claims that are all true when it is done. */
  readonly until: readonly string[];
}

/** A situation that was read: every move and claim is known. */
export interface Situation {
  readonly id: string;
  readonly title: Words;
  readonly summary: Words;
  readonly topology: Topology;
  readonly seed?: number;
  readonly boots: boolean;
  readonly beginning: readonly Move[];
  readonly steps: readonly Step[];
  readonly closing: Words & { readonly when: readonly Claim[] };
}

/** One thing to do or to watch. */
export interface Step extends Words {
  readonly moves: readonly Move[];
  readonly until: readonly Claim[];
}

/** A situation that cannot be read: its message says where, and what would be right. */
export class SituationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SituationError';
  }
}
