// Upstream: go.etcd.io/raft/v3 raft.go (type raft)
import { assert, AssertionError } from '../base/index.ts';
import { completeConfig, type NodeConfig, type NodeOptions } from './config.ts';
import { createLog, lastEntryId, lastIndex, type RaftLog } from './log.ts';
import { markApplied } from './log-marks.ts';
import { describeConf, describePeers, restored, type NewcomerOptions } from './membership.ts';
import type { Message } from './messages.ts';
import { newProgress, type Progress } from './progress.ts';
import { allVoters } from './quorum.ts';
import { createPendingReads, type PendingReads } from './pending-reads.ts';
import { hex, type LogLevel } from './report.ts';
import { entryBytes } from './sizes.ts';
import {
  none,
  type ConfState,
  type HardState,
  type Index,
  type NodeId,
  type ReadState,
  type Role,
  type SoftState,
  type Term,
} from './types.ts';

/**
 * One member of the group: all that it knows, as plain data. Only the functions of this folder
 * write to it; everyone may read it.
 */
export interface RaftNode {
  readonly id: NodeId;
  config: NodeConfig;
  role: Role;
  term: Term;
  vote: NodeId;
  lead: NodeId;
  readonly log: RaftLog;
  conf: ConfState;
  /** Everyone in the configuration, ascending. Matches and the like mean something on a leader. */
  progress: ReadonlyMap<NodeId, Progress>;
  /** Answers to the election under way. */
  votes: Map<NodeId, boolean>;
  /** Ticks since the last word of a leader, or since the last check of a leader's quorum. */
  electionElapsed: number;
  heartbeatElapsed: number;
  /** This time's election time-out, drawn from electionTick up to twice that. */
  electionTimeout: number;
  /** To whom leadership is being handed over. */
  leadTransferee: NodeId;
  /** No membership change is proposed before the entry here is applied. */
  pendingConfIndex: Index;
  uncommittedBytes: number;
  pendingReads: PendingReads;
  /** Reads that wait for the first commit of this leader's term. */
  earlyReads: EarlyRead[];
  readStates: ReadState[];
  /** Messages that may leave at once. */
  outbox: Message[];
  /** Messages that must not leave before what they promise is on stable storage. */
  outboxAfterAppend: Message[];
  /** What the node tells itself when the Ready under way is done. */
  onAdvance: Message[];
  /** What the last Ready told. */
  toldSoftState: SoftState;
  toldHardState: HardState;
}

/** A read that was asked for by `from` (nobody: this node itself). */
export interface EarlyRead {
  readonly from: NodeId;
  readonly context: string;
}

/** A member as it starts: a follower that knows what its storage holds, and no leader. */
export function createNode(options: NodeOptions): RaftNode {
  const config = completeConfig(options);
  const { stored, sizeOf } = config;
  const log = createLog(stored.base, stored.entries, {
    maxApplyingBytes: config.maxCommittedSizePerReady,
    bytesOf: (entry) => entryBytes(entry, sizeOf),
    report: config.report,
  });
  const membership = restored(stored.confState, newcomerOptions(config, lastIndex(log)));
  config.report(
    'INFO',
    () => `${hex(config.id)} switched to configuration ${describeConf(membership.conf)}`,
  );

  const { term, vote, commit } = stored.hardState;
  checkRange(config.id, log, commit);
  log.committed = Math.max(log.committed, commit);
  if (config.applied > 0) markApplied(log, config.applied, 0);
  const node: RaftNode = {
    id: config.id,
    config,
    role: 'follower',
    term,
    vote,
    lead: none,
    log,
    ...membership,
    votes: new Map(),
    electionElapsed: 0,
    heartbeatElapsed: 0,
    electionTimeout: 0,
    leadTransferee: none,
    pendingConfIndex: 0,
    uncommittedBytes: 0,
    pendingReads: createPendingReads(),
    earlyReads: [],
    readStates: [],
    outbox: [],
    outboxAfterAppend: [],
    onAdvance: [],
    toldSoftState: { lead: none, role: 'follower' },
    toldHardState: { term, vote, commit: log.committed },
  };
  becomeFollower(node, term, none);
  config.report('INFO', () => describeStart(node));
  return node;
}

/** A disk that has lost entries which it knows to be committed is not to be started from. */
function checkRange(id: NodeId, log: RaftLog, commit: Index): void {
  const last = lastIndex(log);
  const range = `[${log.committed}, ${last}]`;
  assert(commit <= last, `${hex(id)} state.commit ${commit} is out of range ${range}`);
}

/** What a newcomer to the configuration starts with. */
export function newcomerOptions(config: NodeConfig, last: Index): NewcomerOptions {
  return {
    lastIndex: last,
    maxInflightMessages: config.maxInflightMsgs,
    maxInflightBytes: config.maxInflightBytes,
  };
}

function describeStart(node: RaftNode): string {
  const last = lastEntryId(node.log);
  return (
    `newRaft ${hex(node.id)} [peers: ${describePeers(allVoters(node.conf))}, term: ${node.term}, ` +
    `commit: ${node.log.committed}, applied: ${node.log.applied}, ` +
    `lastindex: ${last.index}, lastterm: ${last.term}]`
  );
}

/** Gives up whatever role it had, in this term or a new one. */
export function becomeFollower(node: RaftNode, term: Term, lead: NodeId): void {
  startTerm(node, term);
  node.lead = lead;
  node.role = 'follower';
  tell(node, 'INFO', () => `became follower at term ${term}`);
}

/** What every change of role but that to pre-candidate begins with: a clean slate. */
export function startTerm(node: RaftNode, term: Term): void {
  if (node.term !== term) {
    node.term = term;
    node.vote = none;
  }
  node.lead = none;
  node.electionElapsed = 0;
  node.heartbeatElapsed = 0;
  node.electionTimeout = drawElectionTimeout(node.config);
  node.leadTransferee = none;
  node.votes = new Map();
  node.progress = freshProgress(node);
  node.pendingConfIndex = 0;
  node.uncommittedBytes = 0;
  node.pendingReads = createPendingReads();
}

/** A new election time-out in ticks: up to twice the least, lest all campaign at once. */
export function drawElectionTimeout({ electionTick, random, deviations }: NodeConfig): number {
  return deviations.fixedTimeouts ? electionTick : electionTick + random(electionTick);
}

function freshProgress(node: RaftNode): ReadonlyMap<NodeId, Progress> {
  const last = lastIndex(node.log);
  const limits = newcomerOptions(node.config, last);
  const fresh = new Map<NodeId, Progress>();
  for (const [id, { isLearner }] of node.progress) {
    const match = id === node.id ? last : 0;
    fresh.set(id, newProgress({ match, next: last + 1, isLearner, recentActive: false }, limits));
  }
  return fresh;
}

/** Whether the node may campaign: a voter that is not in the middle of restoring a snapshot. */
export function isPromotable(node: RaftNode): boolean {
  const own = node.progress.get(node.id);
  return own !== undefined && !own.isLearner && node.log.snapshot === undefined;
}

/** What others may forget about the node. */
export function softStateOf(node: RaftNode): SoftState {
  return { lead: node.lead, role: node.role };
}

/** What the node must never forget. */
export function hardStateOf(node: RaftNode): HardState {
  return { term: node.term, vote: node.vote, commit: node.log.committed };
}

/** Writes a line in the node's own log; the text is made only if somebody reads it. */
export function tell(node: RaftNode, level: LogLevel, text: () => string): void {
  node.config.report(level, () => `${hex(node.id)} ${text()}`);
}

/** Puts a message where it belongs: promises wait for stable storage, the rest does not. */
export function send(node: RaftNode, message: Message): void {
  const { type } = message;
  if (type === 'MsgAppResp' || type === 'MsgVoteResp' || type === 'MsgPreVoteResp') {
    node.outboxAfterAppend.push(message);
  } else {
    if (message.to === node.id) {
      throw new AssertionError(`message should not be self-addressed when sending ${type}`);
    }
    node.outbox.push(message);
  }
}
