// Upstream: client/v3
import type { Process } from '../kernel/index.ts';
import { sleep } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Reply, ReplyStream, Stack } from '../network/index.ts';
import { Endpoints } from './endpoints.ts';
import type { Endpoint } from './endpoints.ts';
import { EtcdError, etcdError } from './errors.ts';
import { limits } from './limits.ts';
import type {
  EtcdRequest,
  EtcdResponse,
  EtcdResult,
  HashKvResult,
  LeaseGrantResult,
  LeaseTimeToLiveResult,
  MemberListResult,
  MembershipRequest,
  ReadRequest,
  StatusResult,
  WatchRequest,
} from './requests.ts';
import { GuardedWrite } from './store/guarded-write.ts';
import type { DeleteRequest, DeleteResult, PutRequest, PutResult, RangeResult, TxnRequest, TxnResult } from './store/operations.ts';
import type { Revision } from './store/key-value.ts';
import { EtcdWatch } from './watch.ts';
import type { WatchOptions } from './watch.ts';

/** How long a call may take, in all its attempts. */
export interface CallLimit {
  readonly timeoutMs?: number;
}

type Plain<Request> = Omit<Request, 'type'>;

/**
 * Talks to the members, to one as long as it answers. Reads are tried again elsewhere whatever happened; writes only when
 * it is certain that they were not done. Throws EtcdError.
 */
export class EtcdClient {
  private readonly stack: Stack;
  private readonly endpoints: Endpoints;
  private readonly timeoutMs: number;
  private readonly waitsForConnection: boolean;

  constructor(options: {
    readonly stack: Stack;
    readonly endpoints: readonly Endpoint[];
    /** For calls that do not say; etcdctl --command-timeout is 5 s, kube-apiserver has none of its own. */
    readonly timeoutMs?: number;
    /** Whether a call goes on looking for a member that answers until its time is over. Upstream: grpc.WaitForReady */
    readonly waitsForConnection?: boolean;
  }) {
    this.stack = options.stack;
    this.endpoints = new Endpoints(options.endpoints);
    this.timeoutMs = options.timeoutMs ?? Number.POSITIVE_INFINITY;
    this.waitsForConnection = options.waitsForConnection ?? false;
  }

  /** The one that is asked now, or was asked last. */
  get endpoint(): Endpoint {
    return this.endpoints.current;
  }

  range(request: Plain<ReadRequest>, limit?: CallLimit): Process<EtcdResponse<RangeResult>> {
    return this.call({ type: 'range', ...request }, 'range', limit);
  }

  put(request: Plain<PutRequest>, limit?: CallLimit): Process<EtcdResponse<PutResult>> {
    return this.call({ type: 'put', ...request }, 'put', limit);
  }

  deleteRange(request: Plain<DeleteRequest>, limit?: CallLimit): Process<EtcdResponse<DeleteResult>> {
    return this.call({ type: 'deleteRange', ...request }, 'deleteRange', limit);
  }

  txn({ compare, success, failure }: Plain<TxnRequest>, limit?: CallLimit): Process<EtcdResponse<TxnResult>> {
    return this.call({ type: 'txn', compare, success, failure }, 'txn', limit);
  }

  /** Writes the key if it was last changed at that revision (0: if it is not there), else reads it. */
  writeIfUnchanged(expected: Revision, write: PutRequest | DeleteRequest, limit?: CallLimit): Process<EtcdResponse<TxnResult>> {
    return this.call(new GuardedWrite(expected, write), 'txn', limit);
  }

  *compact(revision: Revision, limit?: CallLimit): Process {
    yield* this.call({ type: 'compact', revision }, 'compact', limit);
  }

  *leaseGrant(ttlSeconds: number, options: CallLimit & { readonly id?: number } = {}): Process<LeaseGrantResult> {
    const request = { type: 'leaseGrant', ttlSeconds, id: options.id ?? 0 } as const;
    return (yield* this.call(request, 'leaseGrant', options)).result;
  }

  *leaseRevoke(id: number, limit?: CallLimit): Process {
    yield* this.call({ type: 'leaseRevoke', id }, 'leaseRevoke', limit);
  }

  /** Gives the lease its time again; the answer is its length in seconds. Throws when there is no such lease. */
  *leaseKeepAlive(id: number, limit?: CallLimit): Process<number> {
    return (yield* this.renewLease(id, limit)).result.ttlSeconds;
  }

  /** The same, with the header of the answer. */
  *renewLease(id: number, limit?: CallLimit): Process<EtcdResponse<Extract<EtcdResult, { type: 'leaseKeepAlive' }>>> {
    const response = yield* this.call({ type: 'leaseKeepAlive', id }, 'leaseKeepAlive', limit);
    if (response.result.ttlSeconds <= 0) throw etcdError('leaseNotFound');
    return response;
  }

  *leaseTimeToLive(id: number, options: CallLimit & { readonly keys?: boolean } = {}): Process<LeaseTimeToLiveResult> {
    const request = { type: 'leaseTimeToLive', id, keys: options.keys ?? false } as const;
    return (yield* this.call(request, 'leaseTimeToLive', options)).result;
  }

  *leases(limit?: CallLimit): Process<readonly number[]> {
    return (yield* this.call({ type: 'leases' }, 'leases', limit)).result.ids;
  }

  /** What the member that answers says of itself. */
  status(limit?: CallLimit): Process<EtcdResponse<StatusResult>> {
    return this.call({ type: 'status' }, 'status', limit);
  }

  memberList(options: CallLimit & { readonly serializable?: boolean } = {}): Process<EtcdResponse<MemberListResult>> {
    return this.call({ type: 'memberList', serializable: options.serializable ?? false }, 'memberList', options);
  }

  /** Changes who belongs to the cluster; the answer is who does then. */
  changeMembers(request: MembershipRequest, limit?: CallLimit): Process<EtcdResponse<MemberListResult>> {
    return this.call(request, 'memberList', limit);
  }

  hashKv(revision: Revision, limit?: CallLimit): Process<EtcdResponse<HashKvResult>> {
    return this.call({ type: 'hashKv', revision }, 'hashKv', limit);
  }

  /** The member's store as the text of a file, and the version of what it stores. */
  *snapshot(limit: CallLimit = {}): Process<{ readonly text: string; readonly storageVersion: string }> {
    const { payload, stream } = yield* this.reach({ type: 'snapshot' }, limit);
    const pieces: string[] = [];
    try {
      for (let piece = yield* nextOf(stream); typeof piece === 'string'; piece = yield* nextOf(stream)) pieces.push(piece);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw asEtcdError(error, false, undefined);
    }
    return { text: pieces.join(''), storageVersion: expectType(payload, 'snapshot').result.storageVersion };
  }

  *moveLeader(target: string, limit?: CallLimit): Process {
    yield* this.call({ type: 'moveLeader', target }, 'moveLeader', limit);
  }

  /** Asks the member to say on these watches how far it is. */
  *requestProgress(watches: readonly EtcdWatch[], limit?: CallLimit): Process {
    const watchIds = watches.map((watch) => watch.id).filter((id) => id !== undefined);
    yield* this.call({ type: 'watchProgress', watchIds }, 'watchProgress', limit);
  }

  /** Opens a watch that goes on, whatever happens to members, until it is closed. */
  watch(request: Plain<WatchRequest>, options: WatchOptions = {}): EtcdWatch {
    return new EtcdWatch(this.stack, this.endpoints, { type: 'watch', ...request }, options);
  }

  /** Any request; the answer comes with its header. */
  *call<Type extends EtcdResult['type']>(
    request: EtcdRequest,
    type: Type,
    limit: CallLimit = {},
  ): Process<EtcdResponse<Extract<EtcdResult, { type: Type }>>> {
    return expectType((yield* this.reach(request, limit)).payload, type);
  }

  /** Asks until a member answers, as long as that makes sense. */
  private *reach(request: EtcdRequest, limit: CallLimit): Process<Reply> {
    const { kernel } = this.stack.host.network;
    const deadlineMs = kernel.nowMs + (limit.timeoutMs ?? this.timeoutMs);
    let refused: NetworkError | undefined;
    for (let attempt = 0; ; attempt++) {
      const endpoint = this.endpoints.current;
      try {
        return yield* this.attempt(endpoint, request, deadlineMs);
      } catch (error) {
        if (error instanceof NetworkError) {
          this.endpoints.leave(endpoint, error.code !== 'ECONNREFUSED');
          if (error.code !== 'ETIMEDOUT') refused = error;
        } else if (!(error instanceof EtcdError)) throw error;
        // A wait until the deadline may end a rounding error before it.
        const isLate = deadlineMs - kernel.nowMs < 0.001;
        const isLast = attempt >= limits.clientAttempts && !this.waitsForConnection;
        if (!isWorthAnother(request, error) || isLate || isLast) throw asEtcdError(error, isLate, refused);
        if (error instanceof EtcdError) this.endpoints.leave(endpoint, false);
      }
      // All endpoints in turn at once, then with a pause between the rounds.
      if ((attempt + 1) % this.endpoints.count === 0) yield* sleep(Math.min(limits.clientBackoffMs, deadlineMs - kernel.nowMs));
    }
  }

  private *attempt(endpoint: Endpoint, request: EtcdRequest, deadlineMs: number): Process<Reply> {
    const timeoutMs = Math.min(deadlineMs - this.stack.host.network.kernel.nowMs, limits.unansweredMs);
    const { address, port } = endpoint;
    const reply: Reply = yield* this.stack.call({ address, port, kind: 'request', payload: request, timeoutMs });
    if (reply.payload instanceof EtcdError) throw reply.payload;
    return reply;
  }
}

const reads: ReadonlySet<EtcdRequest['type']> = new Set([
  'range', 'leases', 'leaseTimeToLive', 'leaseKeepAlive', 'status', 'memberList', 'hashKv', 'watchProgress',
]);

/** Upstream: client/v3/retry.go isSafeRetry. */
function isWorthAnother(request: EtcdRequest, error: NetworkError | EtcdError): boolean {
  if (error instanceof NetworkError && error.code === 'ECONNREFUSED') return true;
  if (!reads.has(request.type)) return false;
  return error instanceof NetworkError || error.code === 'Unavailable';
}

function asEtcdError(error: NetworkError | EtcdError, isLate: boolean, refused: NetworkError | undefined): EtcdError {
  if (error instanceof EtcdError) return error;
  if (isLate) return etcdError('deadlineExceeded', refused);
  const text = error.code === 'ETIMEDOUT' ? 'error reading from server: read: connection timed out' : error.message;
  return new EtcdError('Unavailable', text, error);
}

function* nextOf(stream: ReplyStream | undefined): Process<unknown> {
  return stream && (yield* stream.next());
}

function expectType<Type extends EtcdResult['type']>(payload: unknown, type: Type): EtcdResponse<Extract<EtcdResult, { type: Type }>> {
  // The one place where what came over the wire is believed: the server answers each request with its own type.
  const response = payload as EtcdResponse<Extract<EtcdResult, { type: Type }>>;
  if (response.result.type !== type) throw new Error(`etcd answered ${response.result.type} to ${type}`);
  return response;
}
