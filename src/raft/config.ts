// Upstream: go.etcd.io/raft/v3 Config
import { assert } from '../base/index.ts';
import type { Deviations } from './deviations.ts';
import { silent, type Reporter } from './report.ts';
import type { SizeOf } from './sizes.ts';
import {
  appendThread,
  applyThread,
  emptyStoredState,
  none,
  type Index,
  type NodeId,
  type Snapshot,
  type StoredState,
} from './types.ts';

/** How a node behaves, and what it is given: dice, sizes, snapshots, a log to write. */
export interface NodeConfig {
  readonly id: NodeId;
  /** What storage holds at the start. */
  readonly stored: StoredState;
  /** The application has applied entries up to here (0: those that the snapshot stands for). */
  readonly applied: Index;
  /** Ticks without a leader's word before a follower campaigns; up to twice that, by the dice. */
  readonly electionTick: number;
  /** Ticks between heartbeats. */
  readonly heartbeatTick: number;
  /** Bytes of entries in one append; a single entry may be larger. */
  readonly maxSizePerMsg: number;
  /** Bytes of committed entries under way to be applied. */
  readonly maxCommittedSizePerReady: number;
  /** Bytes of proposals not yet committed; further ones are dropped. */
  readonly maxUncommittedEntriesSize: number;
  /** Appends to one follower without an answer. */
  readonly maxInflightMsgs: number;
  readonly maxInflightBytes: number;
  /** A leader that hears of less than a majority for an election time-out steps down. */
  readonly checkQuorum: boolean;
  /** Ask whether an election could be won before raising the term. */
  readonly preVote: boolean;
  /** Confirm a read by a round of heartbeats, or trust the lease that checkQuorum gives. */
  readonly readOnlyOption: 'safe' | 'lease-based';
  readonly disableProposalForwarding: boolean;
  readonly disableConfChangeValidation: boolean;
  /** A leader that is removed or made a learner steps down. */
  readonly stepDownOnRemoval: boolean;
  readonly deviations: Deviations;
  /** Storage is asked by messages and answers by messages; `advance` is not used. */
  readonly asyncStorageWrites: boolean;
  /** A throw of the dice: a whole number from 0 up to but not including `bound`. */
  readonly random: (bound: number) => number;
  readonly sizeOf: SizeOf;
  /** The application's newest snapshot; undefined while none can be made. */
  readonly snapshot: () => Snapshot | undefined;
  readonly report: Reporter;
}

/** What has to be said about a node; all else has a default. */
export type NodeOptions = Pick<NodeConfig, 'id' | 'electionTick' | 'heartbeatTick' | 'random'> &
  Partial<NodeConfig>;

/** Nothing is left out: this is Raft. */
export const noDeviations: Deviations = {
  votesForAnyLog: false,
  commitsEarlierTerms: false,
  fixedTimeouts: false,
};

/** The whole configuration, checked. */
export function completeConfig(options: NodeOptions): NodeConfig {
  const maxSizePerMsg = options.maxSizePerMsg ?? Infinity;
  // Of these a limit of 0 is as good as none said.
  const limits = {
    maxCommittedSizePerReady: options.maxCommittedSizePerReady || maxSizePerMsg,
    maxUncommittedEntriesSize: options.maxUncommittedEntriesSize || Infinity,
    maxInflightBytes: options.maxInflightBytes || Infinity,
  };
  const config: NodeConfig = {
    stored: emptyStoredState,
    applied: 0,
    maxSizePerMsg,
    maxInflightMsgs: 256,
    checkQuorum: false,
    preVote: false,
    readOnlyOption: 'safe',
    disableProposalForwarding: false,
    disableConfChangeValidation: false,
    stepDownOnRemoval: false,
    deviations: noDeviations,
    asyncStorageWrites: false,
    sizeOf: () => 0,
    snapshot: () => undefined,
    report: silent,
    ...options,
    ...limits,
  };
  const mistake = mistakeIn(config);
  assert(mistake === undefined, mistake ?? '');
  return config;
}

/** What of it cannot go together, if anything. */
export function mistakeIn(config: NodeConfig): string | undefined {
  if (config.id === none) return 'cannot use none as id';
  if (config.id === appendThread || config.id === applyThread) {
    return 'cannot use local target as id';
  }
  if (config.heartbeatTick <= 0) return 'heartbeat tick must be greater than 0';
  if (config.electionTick <= config.heartbeatTick) {
    return 'election tick must be greater than heartbeat tick';
  }
  if (config.maxInflightMsgs <= 0) return 'max number of inflight messages must be greater than 0';
  if (config.maxInflightBytes < config.maxSizePerMsg) {
    return 'max inflight bytes must be >= max message size';
  }
  if (config.readOnlyOption === 'lease-based' && !config.checkQuorum) {
    return 'CheckQuorum must be enabled when ReadOnlyOption is ReadOnlyLeaseBased';
  }
  return undefined;
}
