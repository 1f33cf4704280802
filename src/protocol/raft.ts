import type { EntityId } from './ids.ts';
import type { Phrase } from './phrases.ts';
import type { Command } from './commands.ts';
import type { RaftLab } from './raft-lab.ts';

/** What a member is, in the grammar's words. */
export type RaftRole = 'leader' | 'follower' | 'candidate' | 'precandidate' | 'learner' | 'down';

/** A member of the cluster's own etcd. */
export interface Member {
  /** `component/<machine>/etcd`. */
  readonly id: EntityId;
  readonly name: string;
  readonly machine: EntityId;
  readonly role: RaftRole;
  readonly term: number;
  /** Names of members, as far as this one knows. */
  readonly vote?: string;
  readonly lead?: string;
  /** The arc around its dial: full at `fromMs`, empty at `dueMs`. A leader's is its heartbeat. Absent when stopped. */
  readonly timer?: { readonly type: 'election' | 'heartbeat'; readonly fromMs: number; readonly dueMs: number };
  /** The same for its lease: so long it refuses whoever asks for its vote, or, on a leader, leads before it next counts who answers. */
  readonly lease?: { readonly fromMs: number; readonly dueMs: number };
  /** A campaign's tally, one a voter in configuration order; empty unless (pre)candidate. */
  readonly votes: readonly { readonly from: string; readonly state: 'granted' | 'refused' | 'coming' | 'none' }[];
  readonly log: LogStrip;
  /** What a leader knows of each other member. */
  readonly progress: readonly Progress[];
  readonly voters: readonly string[];
  readonly votersOutgoing: readonly string[];
  readonly learners: readonly string[];
  readonly paused: boolean;
}

/** A window on a member's log, the same indexes for every member. */
export interface LogStrip {
  /** First index that is still in the log; what is below is in the snapshot. */
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly commit: number;
  readonly applied: number;
  /** Terms of the entries `windowFrom`, `windowFrom + 1`, …; shorter than the window when the log ends. 0: compacted. */
  readonly windowFrom: number;
  readonly terms: readonly number[];
}

/** How far a leader believes another member to be. */
export interface Progress {
  readonly member: string;
  readonly state: 'probe' | 'replicate' | 'snapshot';
  readonly match: number;
  readonly next: number;
  /** Appends that it has not answered yet. */
  readonly inflight: number;
  /** Nothing is sent to it until it answers. */
  readonly isPaused: boolean;
}

/** How long a member had a role: a bar of "the last seconds". Kept for the last 30 virtual seconds. */
export interface RoleSpan {
  readonly id: string;
  readonly member: string;
  readonly fromMs: number;
  readonly toMs?: number;
  readonly role: RaftRole;
  readonly term: number;
}

/** The cluster's Raft as a whole. */
export interface RaftSummary {
  /** Term that most have; 0 before the first election. */
  readonly term: number;
  readonly leader?: string;
  readonly quorum: number;
  readonly alive: number;
  /** The statement and the explanation that open the Raft view. */
  readonly headline: Phrase;
  readonly sentences: readonly Phrase[];
  /** The log cell that decides a refusal, to be ringed. */
  readonly decisive?: { readonly member: string; readonly index: number };
  /** Everything that could happen next; sent while paused. */
  readonly moves: readonly Move[];
  readonly invariants: readonly Invariant[];
  /** What a person's experiments add; absent where the world has none. */
  readonly lab?: RaftLab;
}

/** One thing that could happen next, and what it would do. */
export interface Move {
  readonly id: string;
  readonly what: Phrase;
  readonly effect: Phrase;
  /** False: it changes nothing, and is drawn grey. */
  readonly changes: boolean;
  /** What to send to make it happen. */
  readonly command: Command;
}

/** A safety property that is checked on every event. */
export interface Invariant {
  /** `electionSafety`, `logMatching`, `leaderCompleteness`, `stateMachineSafety`, `linearizableReads`. */
  readonly name: string;
  readonly held: boolean;
}
