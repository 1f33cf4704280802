// Upstream: server/etcdserver/api/v3rpc
import { sleep } from '../kernel/index.ts';
import type { Process, RandomStream } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Exchange, Reply } from '../network/index.ts';
import { EtcdError, etcdError } from './errors.ts';
import { hashKv } from './hash-kv.ts';
import { limits } from './limits.ts';
import { Maintenance } from './maintenance.ts';
import type { MemberProcess } from './member-process.ts';
import { membersQuestion } from './bootstrap.ts';
import { isStreamRequest } from './peer-streams.ts';
import { isPeerMessage } from './peer-transport.ts';
import type {
  EtcdRequest,
  EtcdResponse,
  LeaderRequest,
  LeaseGrantRequest,
  ReadRequest,
  WatchRequest,
  WriteRequest,
} from './requests.ts';
import type { TxnRequest } from './store/operations.ts';
import { checkWrite, isReadOnly } from './validation.ts';

/** What a member answers on its client port and its peer port. */
export class ClientService {
  private readonly member: MemberProcess;
  private readonly maintenance: Maintenance;

  constructor(member: MemberProcess) {
    this.member = member;
    this.maintenance = new Maintenance(member);
  }

  listen(): void {
    const { host, group, settings: { name, clientPort, peerPort } } = this.member.options;
    host.stack.serve({ port: clientPort, name: `${name} client`, group, handler: (exchange) => this.handle(exchange) });
    host.stack.serve({ port: peerPort, name: `${name} peer`, group, handler: (exchange) => this.handlePeer(exchange) });
  }

  private *handle(exchange: Exchange): Process<Reply | undefined> {
    const { request } = exchange;
    if (!isRequest(request)) return { kind: 'response', payload: new EtcdError('Unknown', 'unknown service') };
    if (request.type === 'watch') return yield* this.watch(exchange, request);
    if (this.member.isLearner && !isServedByLearner(request)) return { kind: 'response', payload: etcdError('notSupportedForLearner') };
    if (request.type === 'snapshot') return yield* this.maintenance.snapshot(exchange);
    try {
      return { kind: 'response', payload: yield* this.answer(request) };
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      return { kind: 'response', payload: error };
    }
  }

  private answer(request: Exclude<EtcdRequest, WatchRequest | { type: 'snapshot' }>): Process<EtcdResponse> {
    const { member } = this;
    switch (request.type) {
      case 'range':
        return this.read(request);
      case 'txn':
        return isReadOnly(request) ? this.readTxn(request) : this.write(request);
      case 'put':
      case 'deleteRange':
      case 'leaseRevoke':
      case 'compact':
        return this.write(request);
      case 'leaseGrant':
        return this.write(this.leaseOf(request));
      case 'leaseKeepAlive':
      case 'leaseTimeToLive':
        return this.askLeader(request);
      case 'leases':
        return atOnce(member.respond({ type: 'leases', ids: member.lessor.byExpiry() }));
      case 'watchProgress':
        member.watchers.progress(request.watchIds);
        return atOnce(member.respond({ type: 'watchProgress' }));
      case 'status':
        return atOnce(member.respond(this.maintenance.status()));
      case 'memberList':
        return this.memberList(request.serializable ?? false);
      case 'memberAdd':
      case 'memberRemove':
      case 'memberUpdate':
      case 'memberPromote':
      case 'memberSet':
        return member.membership.change(request);
      case 'hashKv':
        return atOnce(member.respond(hashKv(member.store, request.revision ?? 0)));
      case 'alarm':
        return this.maintenance.alarm(request);
      case 'auth':
        return atOnce(this.maintenance.auth(request.action));
      case 'defragment':
        return this.maintenance.defragment();
      case 'moveLeader':
        return this.moveLeader(request.target);
    }
  }

  private *write(request: WriteRequest): Process<EtcdResponse> {
    const { member } = this;
    checkWrite(request);
    if (member.exceedsQuota(request)) {
      yield* member.write(member.spaceAlarm);
      throw etcdError('noSpace');
    }
    return yield* member.write(request);
  }

  private *memberList(isSerializable: boolean): Process<EtcdResponse> {
    if (!isSerializable) yield* this.member.reads.ready();
    const { header, result } = this.member.respond({ type: 'memberList', members: this.member.members.list() });
    return { header: { ...header, revision: 0 }, result };
  }

  private *read(request: ReadRequest): Process<EtcdResponse> {
    if (request.key === '' && request.rangeEnd === undefined) throw etcdError('emptyKey');
    if (!request.serializable) yield* this.member.reads.ready();
    return this.member.respond(this.member.store.range(request));
  }

  private *readTxn(request: TxnRequest): Process<EtcdResponse> {
    checkWrite(request);
    yield* this.member.reads.ready();
    return this.member.respond(this.member.store.txn(request));
  }

  /** Until the client has enough, or the member ends it. */
  private *watch(exchange: Exchange, request: WatchRequest): Process<undefined> {
    const { watchers } = this.member;
    try {
      if (this.member.isLearner) watchers.refuse(exchange, etcdError('notSupportedForLearner').message);
      else if (request.requireLeader && this.member.node.lead === 0) watchers.refuse(exchange, etcdError('noLeader').message);
      else watchers.open(request, exchange);
      if (!exchange.isClosed) yield* exchange.closed.next();
    } finally {
      watchers.close(exchange);
    }
    return undefined;
  }

  private leaseOf(request: LeaseGrantRequest): Required<LeaseGrantRequest> {
    const { kernel, name } = this.member.options;
    const id = request.id || leaseId(kernel.random(`${name} leases`));
    return { type: 'leaseGrant', id, ttlSeconds: Math.max(limits.leaseMinTtlSeconds, request.ttlSeconds) };
  }

  // --- leases: the leader knows

  private *askLeader(request: LeaderRequest): Process<EtcdResponse> {
    const { member } = this;
    if (member.isLeader) return this.answerAsLeader(request);
    const leader = member.driver.transport.peer(member.node.lead);
    if (!leader) throw etcdError('noLeader');
    try {
      const { payload } = yield* member.options.host.stack.call({
        address: leader.address,
        port: leader.port,
        kind: 'control',
        payload: request,
        timeoutMs: limits.requestTimeoutMs,
      });
      if (payload instanceof EtcdError) throw payload;
      return member.respond((payload as EtcdResponse).result);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw etcdError('timeout');
    }
  }

  private answerAsLeader(request: LeaderRequest): EtcdResponse {
    const { member } = this;
    const { leases } = member.store;
    const { id } = request;
    if (request.type === 'leaseKeepAlive') {
      return member.respond({ type: 'leaseKeepAlive', id, ttlSeconds: member.lessor.renew(id) ?? 0 });
    }
    const granted = leases.ttlOf(id);
    const keys = request.keys ? [...leases.keysOf(id)].sort() : [];
    const ttlSeconds = granted === undefined ? -1 : member.lessor.remainingSeconds(id);
    return member.respond({ type: 'leaseTimeToLive', id, ttlSeconds, grantedSeconds: granted ?? 0, keys });
  }

  /** What peers ask beside raft's datagrams. */
  private *handlePeer(exchange: Exchange): Process<Reply | undefined> {
    const { member } = this;
    const { request } = exchange;
    if (isStreamRequest(request)) return yield* member.driver.transport.serveStream(exchange, request, member.isGone(request.from));
    if (isPeerMessage(request)) {
      member.driver.receive(request);
      return { kind: 'response', payload: 'ok' };
    }
    return { kind: 'response', payload: yield* this.answerPeer(request) };
  }

  private *answerPeer(request: unknown): Process<unknown> {
    const { member } = this;
    if (isMembersQuestion(request)) return member.members.snapshot();
    if (!isRequest(request)) return etcdError('notLeader');
    if (request.type === 'memberPromote') return yield* orError(member.membership.promoteAsLeader(request.id));
    const isForLeader = request.type === 'leaseKeepAlive' || request.type === 'leaseTimeToLive';
    return isForLeader && member.isLeader ? this.answerAsLeader(request) : etcdError('notLeader');
  }

  private *moveLeader(target: string): Process<EtcdResponse> {
    const { member } = this;
    if (!member.isLeader) throw etcdError('notLeader');
    const peer = member.members.all.find(({ memberId, name }) => name === target || memberId === target);
    if (!peer || peer.isLearner) throw etcdError('badLeaderTransferee');
    member.driver.transferLeadership(peer.id);
    const deadlineMs = member.options.kernel.nowMs + limits.requestTimeoutMs;
    while (member.node.lead !== peer.id) {
      if (member.options.kernel.nowMs >= deadlineMs) throw etcdError('timeoutLeaderTransfer');
      yield* sleep(limits.heartbeatMs);
    }
    return member.respond({ type: 'moveLeader' });
  }
}

/** A positive number of 64 bits; the lowest ten are zero, so that it is exact as a number of JavaScript. */
function leaseId(random: RandomStream): number {
  return 2 ** 62 + random.integer(0, 2 ** 20) * 2 ** 42 + random.next32() * 2 ** 10;
}

/** The answer, or the error instead of it, as it travels. */
function* orError(answer: Process<EtcdResponse>): Process<EtcdResponse | EtcdError> {
  try {
    return yield* answer;
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return error;
  }
}

/** Upstream: server/etcdserver/api/v3rpc/interceptor.go */
function isServedByLearner(request: EtcdRequest): boolean {
  return request.type === 'status' || request.type === 'snapshot' || (request.type === 'range' && request.serializable === true);
}

function isMembersQuestion(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === membersQuestion.type;
}

function* atOnce<Answer>(answer: Answer): Process<Answer> {
  return answer;
}

const requestTypes: ReadonlySet<unknown> = new Set<EtcdRequest['type']>([
  'range', 'put', 'deleteRange', 'txn', 'leaseGrant', 'leaseRevoke', 'leaseKeepAlive', 'leaseTimeToLive', 'leases',
  'compact', 'watch', 'watchProgress', 'status', 'memberList', 'hashKv', 'moveLeader', 'alarm', 'auth', 'defragment', 'snapshot',
  'memberAdd', 'memberRemove', 'memberUpdate', 'memberPromote', 'memberSet',
]);

function isRequest(payload: unknown): payload is EtcdRequest {
  return typeof payload === 'object' && payload !== null && 'type' in payload && requestTypes.has(payload.type);
}
