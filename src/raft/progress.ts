// Upstream: go.etcd.io/raft/v3/tracker/progress.go
import {
  addInflight,
  clearInflights,
  inflightCount,
  isFull,
  noInflights,
  type Inflights,
} from './inflights.ts';
import type { Index } from './types.ts';

/**
 * How a leader feeds a follower. Probe: one append at a time, to find where the logs agree.
 * Replicate: a stream, counting on success. Snapshot: nothing but heartbeats until it is restored.
 */
export type ProgressState = 'probe' | 'replicate' | 'snapshot';

/** What a leader knows of one node's log, and how it sends to it. */
export interface Progress {
  /** The node is known to have stored all up to here. */
  match: Index;
  /** The next entry to send; always above `match`. */
  next: Index;
  state: ProgressState;
  /** The snapshot under way ends here; 0 without one. */
  pendingSnapshot: Index;
  /** Something was heard from the node since the last check. */
  recentActive: boolean;
  /** Nothing more may be sent before an answer or a heartbeat's answer. */
  paused: boolean;
  /** The highest commit index told to the node. */
  sentCommit: Index;
  isLearner: boolean;
  readonly inflights: Inflights;
}

/** The progress of a node of which nothing is known but where to begin. */
export function newProgress(
  known: { match: Index; next: Index; isLearner: boolean; recentActive: boolean },
  limits: { maxInflightMessages: number; maxInflightBytes: number },
): Progress {
  const { match, next, isLearner, recentActive } = known;
  return {
    match,
    next,
    isLearner,
    recentActive,
    state: 'probe',
    pendingSnapshot: 0,
    paused: false,
    sentCommit: 0,
    inflights: noInflights(limits.maxInflightMessages, limits.maxInflightBytes),
  };
}

/** Back to careful steps, after the last entry (or the snapshot) that is known to have arrived. */
export function becomeProbe(progress: Progress): void {
  const from = progress.state === 'snapshot' ? progress.pendingSnapshot : 0;
  enter(progress, 'probe');
  progress.next = Math.max(progress.match, from) + 1;
  progress.sentCommit = Math.min(progress.sentCommit, progress.next - 1);
}

/** The logs agree up to `match`: from there on they stream. */
export function becomeReplicate(progress: Progress): void {
  enter(progress, 'replicate');
  progress.next = progress.match + 1;
}

export function becomeSnapshot(progress: Progress, index: Index): void {
  enter(progress, 'snapshot');
  progress.pendingSnapshot = index;
  progress.next = index + 1;
  progress.sentCommit = index;
}

function enter(progress: Progress, state: ProgressState): void {
  progress.state = state;
  progress.paused = false;
  progress.pendingSnapshot = 0;
  clearInflights(progress.inflights);
}

/** Whether appends to the node must wait. */
export function isPaused(progress: Progress): boolean {
  return progress.state === 'snapshot' || progress.paused;
}

/** Notes an append of `count` entries just sent. */
export function sentEntries(progress: Progress, count: number, bytes: number): void {
  if (progress.state === 'replicate') {
    if (count > 0) {
      progress.next += count;
      addInflight(progress.inflights, progress.next - 1, bytes);
    }
    progress.paused = isFull(progress.inflights);
  } else if (count > 0) {
    progress.paused = true;
  }
}

/** Whether telling the node of this commit index could move it forward. */
export function canBumpCommit(progress: Progress, commit: Index): boolean {
  return commit > progress.sentCommit && progress.sentCommit < progress.next - 1;
}

/** Takes an answer that all up to `index` is stored; false if that was known. */
export function maybeUpdate(progress: Progress, index: Index): boolean {
  if (index <= progress.match) return false;
  progress.match = index;
  progress.next = Math.max(progress.next, index + 1);
  progress.paused = false;
  return true;
}

/** Takes a rejection of the append after `rejected`; false if it is out of date. */
export function maybeDecrease(progress: Progress, rejected: Index, hint: Index): boolean {
  if (progress.state === 'replicate') {
    if (rejected <= progress.match) return false;
    progress.next = progress.match + 1;
  } else {
    // Probing sends one at a time: a rejection of anything else is a straggler.
    if (progress.next - 1 !== rejected) return false;
    progress.next = Math.max(Math.min(rejected, hint + 1), progress.match + 1);
    progress.paused = false;
  }
  progress.sentCommit = Math.min(progress.sentCommit, progress.next - 1);
  return true;
}

const stateNames = {
  probe: 'StateProbe',
  replicate: 'StateReplicate',
  snapshot: 'StateSnapshot',
} satisfies Record<ProgressState, string>;

/** One line as raft prints it. */
export function describeProgress(progress: Progress): string {
  const { match, next, state, inflights } = progress;
  const count = inflightCount(inflights);
  return [
    `${stateNames[state]} match=${match} next=${next}`,
    progress.isLearner ? ' learner' : '',
    isPaused(progress) ? ' paused' : '',
    progress.pendingSnapshot > 0 ? ` pendingSnap=${progress.pendingSnapshot}` : '',
    progress.recentActive ? '' : ' inactive',
    count > 0 ? ` inflight=${count}${isFull(inflights) ? '[full]' : ''}` : '',
  ].join('');
}
