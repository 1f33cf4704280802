// Upstream: api/v3/etcdserverpb/rpc.proto
import type { Alarm } from './alarms.ts';
import type { KeyRange, Revision, StoreEvent } from './store/key-value.ts';
import type {
  DeleteRequest,
  DeleteResult,
  PutRequest,
  PutResult,
  RangeRequest,
  RangeResult,
  TxnRequest,
  TxnResult,
} from './store/operations.ts';

/** A read may be answered by a member alone, from what it has: `serializable`. Otherwise a majority confirms it. */
export interface ReadRequest extends RangeRequest {
  readonly serializable?: boolean;
}

export interface LeaseGrantRequest {
  readonly type: 'leaseGrant';
  readonly ttlSeconds: number;
  /** 0 or absent: the server draws one. */
  readonly id?: number;
}

export interface LeaseRevokeRequest {
  readonly type: 'leaseRevoke';
  readonly id: number;
}

export interface CompactRequest {
  readonly type: 'compact';
  readonly revision: Revision;
}

/** Lists the alarms that stand, raises one for a member or disarms it. */
export type AlarmRequest =
  | { readonly type: 'alarm'; readonly action: 'list' }
  | ({ readonly type: 'alarm'; readonly action: 'raise' | 'disarm' } & Alarm);

/** What becomes an entry of the log. */
export type WriteRequest =
  | PutRequest
  | DeleteRequest
  | TxnRequest
  | Required<LeaseGrantRequest>
  | LeaseRevokeRequest
  | CompactRequest
  | AlarmRequest;

/** Only the leader knows when a lease ends; other members ask it. */
export type LeaderRequest =
  | { readonly type: 'leaseKeepAlive'; readonly id: number }
  | { readonly type: 'leaseTimeToLive'; readonly id: number; readonly keys?: boolean };

/** Changes of who belongs to the cluster; members are told by their ids as they show themselves. */
export type MembershipRequest =
  | { readonly type: 'memberAdd'; readonly peerUrls: readonly string[]; readonly isLearner?: boolean }
  | { readonly type: 'memberRemove'; readonly id: string }
  | { readonly type: 'memberUpdate'; readonly id: string; readonly peerUrls: readonly string[] }
  | { readonly type: 'memberPromote'; readonly id: string }
  /** Several at once: new members by their URLs, and some of the present ones. etcd itself changes one at a time. */
  | { readonly type: 'memberSet'; readonly add: readonly (readonly string[])[]; readonly remove: readonly string[] };

export interface WatchRequest extends KeyRange {
  readonly type: 'watch';
  /** The first revision of interest; 0 or absent: what comes from now on. */
  readonly startRevision?: Revision;
  readonly prevKv?: boolean;
  /** Now and then say how far the member is, even when nothing happens. */
  readonly progressNotify?: boolean;
  /** End the watch when the member has lost the leader for long. */
  readonly requireLeader?: boolean;
}

/** Everything that a client can ask at port 2379. */
export type EtcdRequest =
  | ReadRequest
  | PutRequest
  | DeleteRequest
  | TxnRequest
  | LeaseGrantRequest
  | LeaseRevokeRequest
  | LeaderRequest
  | { readonly type: 'leases' }
  | CompactRequest
  | WatchRequest
  | MembershipRequest
  | { readonly type: 'watchProgress'; readonly watchIds: readonly number[] }
  | { readonly type: 'status' }
  /** Linearizable unless `serializable`. */
  | { readonly type: 'memberList'; readonly serializable?: boolean }
  | { readonly type: 'hashKv'; readonly revision?: Revision }
  | { readonly type: 'moveLeader'; readonly target: string }
  | AlarmRequest
  | { readonly type: 'defragment' }
  /** There are no users: authentication is off, and cannot be turned on. */
  | { readonly type: 'auth'; readonly action: 'enable' | 'status' }
  /** Answered by a stream: the text of a file, piece by piece. */
  | { readonly type: 'snapshot' };

/** Who answered, and how far its store was. */
export interface ResponseHeader {
  readonly clusterId: string;
  readonly memberId: string;
  readonly revision: Revision;
  readonly raftTerm: number;
}

export interface LeaseGrantResult {
  readonly type: 'leaseGrant';
  readonly id: number;
  readonly ttlSeconds: number;
}

export interface LeaseTimeToLiveResult {
  readonly type: 'leaseTimeToLive';
  readonly id: number;
  /** Seconds that remain; -1 when there is no such lease (any more). */
  readonly ttlSeconds: number;
  readonly grantedSeconds: number;
  readonly keys: readonly string[];
}

/** A member as the cluster lists it; one that has never started has no name and no client URLs. */
export interface MemberInfo {
  /** Hexadecimal, without leading zeros. */
  readonly id: string;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

/** The members by which a change of membership, or a question about it, is answered. */
export interface MemberListResult {
  readonly type: 'memberList';
  readonly members: readonly MemberInfo[];
  /** The id of the member that was added, if one was. */
  readonly added?: string;
}

export interface StatusResult {
  readonly type: 'status';
  readonly version: string;
  readonly storageVersion: string;
  /** Bytes: of the store's file, of what is used of it, and what it may not exceed. */
  readonly dbSize: number;
  readonly dbSizeInUse: number;
  readonly dbSizeQuota: number;
  readonly leader: string;
  readonly raftIndex: number;
  readonly raftAppliedIndex: number;
  readonly raftTerm: number;
  readonly isLearner: boolean;
  readonly errors: readonly string[];
}

export interface HashKvResult {
  readonly type: 'hashKv';
  readonly hash: number;
  /** -1 when nothing was compacted yet. */
  readonly compactRevision: Revision;
  readonly hashRevision: Revision;
}

/** The alarms that stand, or those that were changed. */
export interface AlarmResult {
  readonly type: 'alarm';
  readonly alarms: readonly Alarm[];
}

/** What a request is answered with, beside the header. */
export type EtcdResult =
  | RangeResult
  | PutResult
  | DeleteResult
  | TxnResult
  | LeaseGrantResult
  | { readonly type: 'leaseRevoke' }
  | { readonly type: 'leaseKeepAlive'; readonly id: number; readonly ttlSeconds: number }
  | LeaseTimeToLiveResult
  | { readonly type: 'leases'; readonly ids: readonly number[] }
  | { readonly type: 'compact' }
  | { readonly type: 'watch'; readonly watchId: number }
  | { readonly type: 'watchProgress' }
  | StatusResult
  | MemberListResult
  | HashKvResult
  | { readonly type: 'moveLeader' }
  | AlarmResult
  | { readonly type: 'auth'; readonly isEnabled: boolean; readonly authRevision: number }
  | { readonly type: 'defragment' }
  | { readonly type: 'snapshot'; readonly storageVersion: string };

/** An answer as it travels. */
export interface EtcdResponse<Result extends EtcdResult = EtcdResult> {
  readonly header: ResponseHeader;
  readonly result: Result;
}

/** What a watch delivers: events of one revision or of several in order; none: progress, or the end. */
export interface WatchResponse {
  readonly header: ResponseHeader;
  readonly events: readonly StoreEvent[];
  readonly canceled?: {
    readonly reason: string;
    /** Set when the start was compacted away: the earliest revision that could be watched. */
    readonly compactRevision?: Revision;
  };
}

