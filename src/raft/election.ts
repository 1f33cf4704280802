// Upstream: go.etcd.io/raft/v3 raft.go (hup, campaign, poll, Step's votes)
import { entriesBetween, isUpToDate, lastEntryId, lastIndex } from './log.ts';
import type { MsgVote, MsgVoteResp } from './messages.ts';
import { becomeFollower, isPromotable, send, startTerm, tell, type RaftNode } from './node.ts';
import { becomeReplicate } from './progress.ts';
import { allVoters, voteResult, type VoteResult } from './quorum.ts';
import { appendProposals, broadcastAppend, maybeCommit } from './replication.ts';
import { hex } from './report.ts';
import { none, type Term } from './types.ts';

/** Pre-election: could I win? Election: vote for me. Transfer: the leader itself asked me to. */
export type CampaignKind = 'pre-election' | 'election' | 'transfer';

/** Begins an election, if the node may. */
export function startCampaign(node: RaftNode, kind: CampaignKind): void {
  if (node.role === 'leader') {
    tell(node, 'DEBUG', () => `ignoring MsgHup because already leader`);
    return;
  }
  if (!isPromotable(node)) {
    tell(node, 'WARN', () => `is unpromotable and can not campaign`);
    return;
  }
  if (hasUnappliedConfChange(node)) {
    tell(
      node,
      'WARN',
      () =>
        `cannot campaign at term ${node.term} since there are still pending ` +
        'configuration changes to apply',
    );
    return;
  }
  tell(node, 'INFO', () => `is starting a new election at term ${node.term}`);
  campaign(node, kind);
}

/** Who might lead next is not settled while a committed change waits to be applied. */
function hasUnappliedConfChange({ log }: RaftNode): boolean {
  if (log.applied >= log.committed) return false;
  const waiting = entriesBetween(log, log.applied + 1, log.committed, Infinity);
  return waiting.some((entry) => entry.type !== 'EntryNormal');
}

function campaign(node: RaftNode, kind: CampaignKind): void {
  if (kind === 'pre-election') {
    becomePreCandidate(node);
    askForVotes(node, kind, node.term + 1);
  } else {
    becomeCandidate(node);
    askForVotes(node, kind, node.term);
  }
}

/** Only asks: neither its term nor its vote changes. */
function becomePreCandidate(node: RaftNode): void {
  node.role = 'pre-candidate';
  node.votes = new Map();
  node.lead = none;
  tell(node, 'INFO', () => `became pre-candidate at term ${node.term}`);
}

function becomeCandidate(node: RaftNode): void {
  startTerm(node, node.term + 1);
  node.vote = node.id;
  node.role = 'candidate';
  tell(node, 'INFO', () => `became candidate at term ${node.term}`);
}

function askForVotes(node: RaftNode, kind: CampaignKind, term: Term): void {
  const type = kind === 'pre-election' ? 'MsgPreVote' : 'MsgVote';
  const last = lastEntryId(node.log);
  for (const to of allVoters(node.conf)) {
    if (to === node.id) {
      // The own vote counts when it is on stable storage.
      send(node, { type: answerTo(type), from: node.id, to, term, reject: false });
      continue;
    }
    tell(
      node,
      'INFO',
      () =>
        `[logterm: ${last.term}, index: ${last.index}] sent ${type} request ` +
        `to ${hex(to)} at term ${node.term}`,
    );
    send(node, {
      type,
      from: node.id,
      to,
      term,
      index: last.index,
      logTerm: last.term,
      transfer: kind === 'transfer',
    });
  }
}

function answerTo(type: MsgVote['type']): MsgVoteResp['type'] {
  return type === 'MsgVote' ? 'MsgVoteResp' : 'MsgPreVoteResp';
}

/** Counts an answer to the election under way. */
export function takeVote(node: RaftNode, message: MsgVoteResp): void {
  switch (countVote(node, message)) {
    case 'won':
      if (node.role === 'pre-candidate') campaign(node, 'election');
      else {
        becomeLeader(node);
        broadcastAppend(node);
      }
      return;
    case 'lost':
      becomeFollower(node, node.term, none);
      return;
    case 'pending':
      return;
  }
}

function countVote(node: RaftNode, { type, from, reject }: MsgVoteResp): VoteResult {
  const what = reject ? `${type} rejection` : type;
  tell(node, 'INFO', () => `received ${what} from ${hex(from)} at term ${node.term}`);
  if (!node.votes.has(from)) node.votes.set(from, !reject);
  const { granted, rejected } = tally(node);
  const result = voteResult(node.conf, node.votes);
  tell(node, 'INFO', () => `has received ${granted} ${type} votes and ${rejected} vote rejections`);
  return result;
}

/** The answers of those who vote. */
export function tally(node: RaftNode): { granted: number; rejected: number } {
  let granted = 0;
  let rejected = 0;
  for (const [id, vote] of node.votes) {
    const progress = node.progress.get(id);
    if (progress === undefined || progress.isLearner) continue;
    if (vote) granted++;
    else rejected++;
  }
  return { granted, rejected };
}

function becomeLeader(node: RaftNode): void {
  startTerm(node, node.term);
  node.lead = node.id;
  node.role = 'leader';
  const own = node.progress.get(node.id);
  if (own !== undefined) {
    becomeReplicate(own);
    own.recentActive = true;
  }
  // Among the entries not yet applied may be a membership change.
  node.pendingConfIndex = lastIndex(node.log);
  // An entry of its own term is what lets it commit those of earlier terms.
  if (node.config.deviations.commitsEarlierTerms) maybeCommit(node);
  else appendProposals(node, [{ type: 'EntryNormal', data: undefined }]);
  tell(node, 'INFO', () => `became leader at term ${node.term}`);
}

/** Answers a candidate whose term is not behind. */
export function answerVoteRequest(node: RaftNode, request: MsgVote): void {
  const { type, from, term } = request;
  const mayVote =
    node.vote === from ||
    (node.vote === none && node.lead === none) ||
    (type === 'MsgPreVote' && term > node.term);
  if (!mayVote || !hasGoodLog(node, request)) {
    refuseVote(node, request);
    return;
  }
  reportVote(node, request, 'cast', 'for');
  // The request's own term: a pre-candidate asks about a term that it has not entered.
  send(node, { type: answerTo(type), from: node.id, to: from, term, reject: false });
  if (type === 'MsgVote') {
    node.electionElapsed = 0;
    node.vote = from;
  }
}

function hasGoodLog({ log, config }: RaftNode, { logTerm, index }: MsgVote): boolean {
  return isUpToDate(log, { term: logTerm, index }) || config.deviations.votesForAnyLog;
}

/** Says no, and in which term. */
export function refuseVote(node: RaftNode, request: MsgVote): void {
  reportVote(node, request, 'rejected', 'from');
  const type = answerTo(request.type);
  send(node, { type, from: node.id, to: request.from, term: node.term, reject: true });
}

/**
 * Whether the request comes while a leader's lease lasts: who heard of a leader within the
 * election time-out keeps to it, whatever term somebody else has reached on his own.
 */
export function ignoresInLease(node: RaftNode, request: MsgVote): boolean {
  const { checkQuorum, electionTick } = node.config;
  const inLease = checkQuorum && node.lead !== none && node.electionElapsed < electionTick;
  if (!inLease || request.transfer) return false;
  tell(
    node,
    'INFO',
    () =>
      `${describeVote(node, request, 'ignored', 'from')}: lease is not expired ` +
      `(remaining ticks: ${electionTick - node.electionElapsed})`,
  );
  return true;
}

function reportVote(node: RaftNode, request: MsgVote, verb: string, preposition: string): void {
  tell(node, 'INFO', () => describeVote(node, request, verb, preposition));
}

function describeVote(
  node: RaftNode,
  { type, from, logTerm, index }: MsgVote,
  verb: string,
  preposition: string,
): string {
  const last = lastEntryId(node.log);
  return (
    `[logterm: ${last.term}, index: ${last.index}, vote: ${hex(node.vote)}] ` +
    `${verb} ${type} ${preposition} ${hex(from)} ` +
    `[logterm: ${logTerm}, index: ${index}] at term ${node.term}`
  );
}
