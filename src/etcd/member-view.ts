import { firstIndex, inflightCount, lastEntryId, termAt } from '../raft/index.ts';
import type { ProgressState, RaftNode, Role } from '../raft/index.ts';
import { limits } from './limits.ts';
import type { EtcdMember } from './member.ts';

/** What can be seen of a member from outside, as data. Members are told by name. */
export interface MemberView {
  readonly name: string;
  readonly id: number;
  readonly host: string;
  readonly state: 'running' | 'paused' | 'stopped';
  /** Undefined while stopped. */
  readonly raft: RaftView | undefined;
  readonly revision: number;
  readonly compactedRevision: number;
  readonly keys: number;
  readonly watches: number;
}

export interface RaftView {
  readonly role: Role;
  readonly isLearner: boolean;
  readonly term: number;
  readonly vote: string | undefined;
  readonly lead: string | undefined;
  /** When the election time-out began to run and when it will come; on a leader, its heartbeat. */
  readonly timerFromMs: number;
  readonly timerDueMs: number;
  readonly electionTimeoutMs: number;
  /** Until when it keeps to its leader whoever asks for its vote, unless it hears of it again; on a leader, when it next counts who answers. */
  readonly leaseUntilMs: number | undefined;
  readonly commit: number;
  readonly applied: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly votes: readonly { readonly from: string; readonly granted: boolean }[];
  readonly progress: readonly {
    readonly member: string;
    readonly state: ProgressState;
    readonly match: number;
    readonly next: number;
    readonly inflight: number;
    readonly isPaused: boolean;
  }[];
  readonly voters: readonly string[];
  readonly votersOutgoing: readonly string[];
  readonly learners: readonly string[];
  /** The term of the entry; undefined if it was compacted away or is still to come. */
  termAt(index: number): number | undefined;
}

/** What a member is and knows at this moment. */
export function memberView(member: EtcdMember): MemberView {
  const { process } = member;
  const state = process ? (member.isPaused ? 'paused' : 'running') : 'stopped';
  return {
    name: member.name,
    id: member.id,
    host: member.host.name,
    state,
    raft: process && raftView(member, process.node),
    revision: process?.store.revision ?? 0,
    compactedRevision: process?.store.compactedRevision ?? 0,
    keys: process?.store.keyCount ?? 0,
    watches: process?.watchers.size ?? 0,
  };
}

function raftView(member: EtcdMember, node: RaftNode): RaftView {
  const name = (id: number): string | undefined => member.process?.nameOf(id);
  const names = (ids: readonly number[]): readonly string[] => ids.map((id) => name(id) ?? `${id}`);
  const clock = member.process?.driver.clock;
  const isLeader = node.role === 'leader';
  const dueMs = clock?.dueMs ?? 0;
  const electionTimeoutMs = node.electionTimeout * limits.heartbeatMs;
  const last = lastEntryId(node.log);
  return {
    role: node.role,
    isLearner: node.conf.learners.includes(node.id),
    term: node.term,
    vote: name(node.vote),
    lead: name(node.lead),
    timerFromMs: dueMs - (isLeader ? limits.heartbeatMs : electionTimeoutMs),
    timerDueMs: dueMs,
    electionTimeoutMs,
    leaseUntilMs: clock && hasLease(node) ? clock.timeAfter(node.config.electionTick - node.electionElapsed) : undefined,
    commit: node.log.committed,
    applied: node.log.applied,
    firstIndex: firstIndex(node.log),
    lastIndex: last.index,
    lastTerm: last.term,
    votes: [...node.votes].map(([id, granted]) => ({ from: name(id) ?? `${id}`, granted })),
    progress: isLeader ? progressOf(node, name) : [],
    voters: names(node.conf.voters),
    votersOutgoing: names(node.conf.votersOutgoing),
    learners: names(node.conf.learners),
    termAt: (index) => termAt(node.log, index),
  };
}

function hasLease({ config, lead, electionElapsed }: RaftNode): boolean {
  return config.checkQuorum && lead !== 0 && electionElapsed < config.electionTick;
}

function progressOf(node: RaftNode, name: (id: number) => string | undefined): RaftView['progress'] {
  return [...node.progress]
    .filter(([id]) => id !== node.id)
    .map(([id, { state, match, next, inflights, paused }]) => ({ member: name(id) ?? `${id}`, state, match, next, inflight: inflightCount(inflights), isPaused: paused }));
}
