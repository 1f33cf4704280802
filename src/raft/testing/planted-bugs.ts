// Bugs that implementations of Raft have really had. The invariants must notice each.
import { commitTo, hasEntry, lastEntryId, lastIndex, termAt } from '../log.ts';
import type { Message } from '../messages.ts';
import type { RaftNode } from '../node.ts';
import { committedIndex } from '../quorum.ts';
import { lastStoredIndex } from '../storage.ts';
import { none } from '../types.ts';
import type { PlantedBug } from './member.ts';

/** Votes without regard to whose log is better. */
const votesForAnyLog: PlantedBug = {
  name: 'votes without comparing logs',
  misread: (node, message) => {
    if (message.type !== 'MsgVote') return message;
    const { term, index } = lastEntryId(node.log);
    return { ...message, logTerm: term, index };
  },
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

/** What a majority has counts as committed, whatever its term (figure 8); too rare for chance. */
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

/** Those that chance meets soon enough. */
export const plantedBugs: readonly PlantedBug[] = [
  votesForAnyLog,
  forgetsItsVote,
  skipsTheCheckBefore,
  losesTheTail,
  countsRefusals,
  trustsAnyCommit,
  answersReadsAlone,
];
