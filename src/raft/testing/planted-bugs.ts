// Bugs that implementations of Raft have really had. The invariants must notice each.
import { noDeviations } from '../config.ts';
import type { Deviations } from '../deviations.ts';
import { commitTo, hasEntry, lastIndex, termAt } from '../log.ts';
import type { Message } from '../messages.ts';
import type { RaftNode } from '../node.ts';
import { committedIndex } from '../quorum.ts';
import { lastStoredIndex, type Storage } from '../storage.ts';
import { none } from '../types.ts';

/** A bug that somebody might write, to see whether it would be noticed. */
export interface PlantedBug {
  readonly name: string;
  /** Rules that the members do not keep. */
  readonly deviations?: Deviations;
  /** How a member misreads a message. */
  readonly misread?: (node: RaftNode, message: Message) => Message;
  /** What a member does wrong after any input. */
  readonly afterInput?: (node: RaftNode) => void;
  /** What the disk has lost when the machine crashes. */
  readonly lose?: (storage: Storage) => void;
}

/** Votes without regard to whose log is better. */
const votesForAnyLog: PlantedBug = {
  name: 'votes without comparing logs',
  deviations: { ...noDeviations, votesForAnyLog: true },
};

/** The vote is only in memory. */
const forgetsItsVote: PlantedBug = {
  name: 'forgets its vote in a crash',
  lose: (storage) => {
    storage.hardState = { ...storage.hardState, vote: none };
  },
};

/** Whatever the leader has before the new entries, they are taken. */
const skipsTheCheckBefore: PlantedBug = {
  name: 'takes entries without looking at the one before them',
  misread: (node, message) => {
    if (message.type !== 'MsgApp') return message;
    const own = termAt(node.log, message.index);
    return own === undefined ? message : { ...message, logTerm: own };
  },
};

/** The disk's own cache is lost with the power. */
const losesTheTail: PlantedBug = {
  name: 'answers before its last entry is on the disk',
  lose: (storage) => {
    storage.entries.pop();
    const commit = Math.min(storage.hardState.commit, lastStoredIndex(storage));
    storage.hardState = { ...storage.hardState, commit };
  },
};

/** What a majority has counts as committed, whatever its term (Ongaro, Ousterhout: figure 8). */
const commitsEarlierTerms: PlantedBug = {
  name: 'commits entries of earlier terms',
  deviations: { ...noDeviations, commitsEarlierTerms: true },
};

/** The same in a leader that begins its term with an entry of its own; too rare for chance. */
export const commitsOldTerms: PlantedBug = {
  name: 'commits entries of earlier terms by counting',
  afterInput: (node) => {
    if (node.role !== 'leader') return;
    const index = committedIndex(node.conf, (id) => node.progress.get(id)?.match ?? 0);
    if (index > node.log.committed && index <= lastIndex(node.log)) commitTo(node.log, index);
  },
};

/** Refusals count like votes. */
const countsRefusals: PlantedBug = {
  name: 'counts a refused vote as given',
  misread: (_, message) =>
    message.type === 'MsgVoteResp' && message.reject ? { ...message, reject: false } : message,
};

/** A heartbeat's commit index is taken although the log there may be another. */
const trustsAnyCommit: PlantedBug = {
  name: 'takes the commit index of an append that it refuses',
  misread: (node: RaftNode, message: Message) => {
    if (message.type !== 'MsgApp' || message.term < node.term) return message;
    if (hasEntry(node.log, message.index, message.logTerm)) return message;
    commitTo(node.log, Math.min(message.commit, lastIndex(node.log)));
    return message;
  },
};

/** Reads are answered at once, by whoever believes to lead. */
const answersReadsAlone: PlantedBug = {
  name: 'answers a read without asking whether it still leads',
  afterInput: (node) => {
    if (node.role !== 'leader') return;
    for (const [context, { from, index }] of node.pendingReads) {
      if (from === 0) node.readStates.push({ context, index });
    }
    node.pendingReads.clear();
  },
};

/**
 * A second change of the members is proposed before the first is applied: two majorities, of the
 * members before the one and after the other, need have nobody in common.
 */
export const changesTwiceAtOnce: PlantedBug = {
  name: 'proposes a membership change before the one before is applied',
  afterInput: (node) => {
    node.pendingConfIndex = 0;
  },
};

/** Those that any group meets by chance soon enough. */
export const plantedBugs: readonly PlantedBug[] = [
  votesForAnyLog,
  commitsEarlierTerms,
  forgetsItsVote,
  skipsTheCheckBefore,
  losesTheTail,
  countsRefusals,
  trustsAnyCommit,
  answersReadsAlone,
];
