// Upstream: go.etcd.io/raft/v3 raftpb.Message
import type { Entry, Index, NodeId, Proposal, Snapshot, Term } from './types.ts';

interface Envelope {
  readonly from: NodeId;
  readonly to: NodeId;
  /** The sender's term; 0 in messages that belong to none. */
  readonly term: Term;
}

/** A proposal on its way to the leader. */
export interface MsgProp extends Envelope {
  readonly type: 'MsgProp';
  readonly entries: readonly Proposal[];
}

/** Entries that follow the one at `index`, which the sender has with term `logTerm`. */
export interface MsgApp extends Envelope {
  readonly type: 'MsgApp';
  readonly index: Index;
  readonly logTerm: Term;
  readonly entries: readonly Entry[];
  readonly commit: Index;
}

/**
 * All up to `index` is stored; or, rejected, `index` is where the logs differ, and `hint` the last
 * place where they may agree, with the answerer's term there in `logTerm` (0: unknown).
 */
export interface MsgAppResp extends Envelope {
  readonly type: 'MsgAppResp';
  readonly index: Index;
  readonly logTerm: Term;
  readonly reject: boolean;
  readonly hint: Index;
}

/** Asks for a vote with the candidate's last entry; `transfer` overrides a lease. */
export interface MsgVote extends Envelope {
  readonly type: 'MsgVote' | 'MsgPreVote';
  readonly index: Index;
  readonly logTerm: Term;
  readonly transfer: boolean;
}

export interface MsgVoteResp extends Envelope {
  readonly type: 'MsgVoteResp' | 'MsgPreVoteResp';
  readonly reject: boolean;
}

/** Keeps followers quiet; `context` asks them to confirm a read. */
export interface MsgHeartbeat extends Envelope {
  readonly type: 'MsgHeartbeat';
  readonly commit: Index;
  readonly context: string;
}

export interface MsgHeartbeatResp extends Envelope {
  readonly type: 'MsgHeartbeatResp';
  readonly context: string;
}

export interface MsgSnap extends Envelope {
  readonly type: 'MsgSnap';
  readonly snapshot: Snapshot;
}

/** Asks the leader to hand over to `from`. */
export interface MsgTransferLeader extends Envelope {
  readonly type: 'MsgTransferLeader';
}

/** Tells a node to campaign at once. */
export interface MsgTimeoutNow extends Envelope {
  readonly type: 'MsgTimeoutNow';
}

/** A linearizable read that a follower asks its leader about. */
export interface MsgReadIndex extends Envelope {
  readonly type: 'MsgReadIndex';
  readonly context: string;
}

export interface MsgReadIndexResp extends Envelope {
  readonly type: 'MsgReadIndexResp';
  readonly index: Index;
  readonly context: string;
}

/** Work for the writer of storage; `responses` may leave when it is done. */
export interface MsgStorageAppend extends Envelope {
  readonly type: 'MsgStorageAppend';
  readonly vote: NodeId;
  readonly commit: Index;
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly responses: readonly Message[];
}

/** All up to `index` with term `logTerm` is stored (0: no entries), and so is `snapshot`. */
export interface MsgStorageAppendResp extends Envelope {
  readonly type: 'MsgStorageAppendResp';
  readonly index: Index;
  readonly logTerm: Term;
  readonly snapshot: Snapshot | undefined;
}

/** Work for the one who applies. */
export interface MsgStorageApply extends Envelope {
  readonly type: 'MsgStorageApply';
  readonly entries: readonly Entry[];
  readonly responses: readonly Message[];
}

export interface MsgStorageApplyResp extends Envelope {
  readonly type: 'MsgStorageApplyResp';
  readonly entries: readonly Entry[];
}

/** Everything one node can tell another, or its own storage. */
export type Message =
  | MsgProp
  | MsgApp
  | MsgAppResp
  | MsgVote
  | MsgVoteResp
  | MsgHeartbeat
  | MsgHeartbeatResp
  | MsgSnap
  | MsgTransferLeader
  | MsgTimeoutNow
  | MsgReadIndex
  | MsgReadIndexResp
  | MsgStorageAppend
  | MsgStorageAppendResp
  | MsgStorageApply
  | MsgStorageApplyResp;

export type MessageType = Message['type'];

/** Whether such a message passes only between a node and its own storage. */
export function isLocalMessage(type: MessageType): boolean {
  return (
    type === 'MsgStorageAppend' ||
    type === 'MsgStorageAppendResp' ||
    type === 'MsgStorageApply' ||
    type === 'MsgStorageApplyResp'
  );
}

/** Whether such a message answers another. */
export function isResponse(type: MessageType): boolean {
  return (
    type === 'MsgAppResp' ||
    type === 'MsgHeartbeatResp' ||
    type === 'MsgVoteResp' ||
    type === 'MsgPreVoteResp' ||
    type === 'MsgReadIndexResp' ||
    type === 'MsgStorageAppendResp' ||
    type === 'MsgStorageApplyResp'
  );
}
