import type { EntityId } from './ids.ts';
import type { Phrase } from './phrases.ts';

/** What travels. Each has a silhouette on the map. */
export type MessageKind =
  | 'request' | 'response' | 'watch'
  | 'vote' | 'voteGranted' | 'voteRefused' | 'preVote' | 'preVoteGranted' | 'preVoteRefused'
  | 'append' | 'appendReply' | 'heartbeat' | 'heartbeatReply' | 'snapshot' | 'raft'
  | 'traffic' | 'trafficReply';

/** Every message kind, in the legend's order. */
export const messageKinds: readonly MessageKind[] = [
  'request', 'response', 'watch',
  'vote', 'voteGranted', 'voteRefused', 'preVote', 'preVoteGranted', 'preVoteRefused',
  'append', 'appendReply', 'heartbeat', 'heartbeatReply', 'snapshot', 'raft',
  'traffic', 'trafficReply',
];

/**
 * A message under way. `from` and `to` are components where the receiver is a process (`component/…/kube-apiserver`,
 * `component/etcd-1/etcd`), else machines, Services or Pods. Where it is drawn is f(now) between `sentMs` and `arrivesMs`.
 * It is sent once, and named in `gone` when it has arrived; the page never guesses an arrival.
 */
export interface Message {
  /** `message/<n>`. */
  readonly id: EntityId;
  readonly kind: MessageKind;
  readonly from: EntityId;
  readonly to: EntityId;
  readonly sentMs: number;
  readonly arrivesMs: number;
  /** What stands beside it in mono: `PATCH status`, `200`, `ADDED`, `937`, `yes, T5`, `GET /`. Empty for heartbeats. */
  readonly label: string;
  /** The trace event that caused it: `trace/<n>`. */
  readonly cause?: EntityId;
  /** The object it is about. */
  readonly about?: EntityId;
  /** Held by a person: it stands where it was at `heldMs`. */
  readonly heldMs?: number;
  /** For Raft messages: the term they carry, and their name in etcd's library (`MsgVoteResp`). */
  readonly term?: number;
  readonly raftType?: string;
  /** One line of reading for lists: "grants its vote", "refuses: its log is ahead". */
  readonly reading?: Phrase;
  /** Bytes on the wire. */
  readonly bytes?: number;
}

/** A message that died on its way, kept for about two seconds of visible time. */
export interface LostMessage extends Message {
  readonly lostMs: number;
  /** How far it came, 0 … 1. */
  readonly at: number;
  readonly reason: Phrase;
}
