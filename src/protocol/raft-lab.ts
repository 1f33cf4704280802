import type { EntityId } from './ids.ts';
import type { Phrase } from './phrases.ts';

/** What keeps Raft safe or alive, each of which the laboratory can take away. */
export const safeguardNames = ['randomTimeouts', 'preVote', 'checkQuorum', 'logComparison', 'ownTermCommit', 'fsync', 'readIndex'] as const;

export type SafeguardName = (typeof safeguardNames)[number];

/** A safeguard and whether the members have it; without it this is not Raft, or not etcd's. */
export interface Safeguard {
  readonly name: SafeguardName;
  readonly isOn: boolean;
}

/** What the Raft view adds when a person experiments with a group. */
export interface RaftLab {
  readonly safeguards: readonly Safeguard[];
  /** How leaders make sure of a read: by asking a majority, or by the lease that checkQuorum gives them (`orrery reads …`). */
  readonly reads: 'safe' | 'lease-based';
  /** Messages wait and timers stand until a person chooses one of the moves. */
  readonly isByHand: boolean;
  readonly client: ClientHistory;
  /** What a person should know of the group as it is, such as that its number is even. */
  readonly warnings: readonly Phrase[];
  /** The situation that is being watched, when the world began with one. */
  readonly situation?: SituationState;
  /** The first promise that was broken, and how that came. */
  readonly broken?: BrokenPromise;
}

/** What a client of the group asked for, in the order of its asking, and whether all of it could be one register. */
export interface ClientHistory {
  readonly operations: readonly ClientOperation[];
  readonly isLinearizable: boolean;
  /** Operations that no order can explain; empty when there is one. */
  readonly offending: readonly string[];
}

/** One read or write through one member. `unknown`: no answer came, it may or may not have been done. */
export interface ClientOperation {
  readonly id: string;
  /** Name of the member. */
  readonly member: string;
  readonly action: 'read' | 'write';
  /** What is written, or what was read; absent while a read has no answer. */
  readonly value?: string;
  readonly state: 'pending' | 'done' | 'failed' | 'unknown';
  readonly fromMs: number;
  readonly toMs?: number;
  /** The server's words when it failed. */
  readonly error?: string;
}

/** A situation: what is to be seen, how far it is, and the sentence that the state confirms at its end. */
export interface SituationState {
  readonly id: string;
  /** What to do or to watch, in order; the first that is not done is next. `runUntil` with `situation` does it. */
  readonly steps: readonly SituationStep[];
  readonly closing: { readonly en: string; readonly zh: string };
  /** Whether the state confirms the closing sentence now. */
  readonly holds: boolean;
}

/** One thing to do or to watch. */
export interface SituationStep {
  readonly en: string;
  readonly zh: string;
  readonly isDone: boolean;
  /** What is done at its beginning, in the words that one would type; empty: one only watches. */
  readonly moves: readonly string[];
}

/** A promise of Raft that did not hold. */
export interface BrokenPromise {
  /** As in `Invariant.name`. */
  readonly promise: string;
  readonly what: Phrase;
  readonly atMs: number;
  readonly event: number;
  /** The moves that lead there, as commands; the shortest that is known. */
  readonly history: readonly string[];
  /** False while shorter histories are still being tried. */
  readonly isShortest: boolean;
  readonly about?: EntityId;
}
