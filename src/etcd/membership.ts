// Upstream: server/etcdserver/server.go (AddMember, RemoveMember, PromoteMember, UpdateMember, configure)
import type { Process } from '../kernel/index.ts';
import { sleep } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { ClusterMember, MemberChange } from './cluster-members.ts';
import { peerAddress } from './cluster-url.ts';
import { EtcdError, etcdError, isEtcdError } from './errors.ts';
import type { EtcdErrorName } from './errors.ts';
import { limits } from './limits.ts';
import type { MemberProcess } from './member-process.ts';
import type { EtcdResponse, MembershipRequest } from './requests.ts';

/** Changes who belongs to the cluster on a client's request, if the quorum does not suffer from it. */
export class Membership {
  private readonly member: MemberProcess;

  constructor(member: MemberProcess) {
    this.member = member;
  }

  /** Makes the change; answered when it is applied here. Throws EtcdError. */
  *change(request: MembershipRequest): Process<EtcdResponse> {
    switch (request.type) {
      case 'memberAdd': {
        const newcomer = this.newcomer(request.peerUrls, request.isLearner ?? false);
        this.refuse(this.objectionToNewcomer(newcomer));
        return this.answer(yield* this.member.reconfigure([{ type: 'add', member: newcomer }]), newcomer);
      }
      case 'memberRemove': {
        const id = this.numberOf(request.id);
        this.refuse(this.objectionToRemoval(id));
        return this.answer(yield* this.member.reconfigure([{ type: 'remove', id }]));
      }
      case 'memberUpdate': {
        checkUrls(request.peerUrls);
        return this.answer(yield* this.member.reconfigure([{ type: 'update', id: this.numberOf(request.id), peerUrls: request.peerUrls }]));
      }
      case 'memberPromote':
        return yield* this.promote(request.id);
      case 'memberSet':
        return yield* this.set(request);
    }
  }

  /** Only the leader knows whether a learner has caught up: others pass the wish on to it. */
  private *promote(memberId: string): Process<EtcdResponse> {
    const { member } = this;
    if (member.isLeader) return yield* this.promoteAsLeader(memberId);
    const deadlineMs = member.options.kernel.nowMs + limits.requestTimeoutMs;
    while (member.options.kernel.nowMs < deadlineMs) {
      const answer = yield* this.askLeaderToPromote(memberId);
      if (answer instanceof EtcdError && !isEtcdError(answer, 'notLeader')) throw answer;
      // Who answers is this member; what it answers is the leader's.
      if (answer !== undefined && !(answer instanceof EtcdError)) return this.answer(member.respond(answer.result));
      yield* sleep(limits.heartbeatMs);
    }
    throw etcdError('timeout');
  }

  *promoteAsLeader(memberId: string): Process<EtcdResponse> {
    const { member } = this;
    if (!member.isLeader) throw etcdError('notLeader');
    const id = this.numberOf(memberId);
    this.refuse(this.objectionToPromotion(id));
    return this.answer(yield* member.reconfigure([{ type: 'promote', id }]));
  }

  private *askLeaderToPromote(id: string): Process<EtcdResponse | EtcdError | undefined> {
    const leader = this.member.driver.transport.peer(this.member.node.lead);
    if (!leader) return undefined;
    const { address, port } = leader;
    try {
      const payload = { type: 'memberPromote', id };
      const reply = yield* this.member.options.host.stack.call({ address, port, kind: 'control', payload, timeoutMs: limits.requestTimeoutMs });
      // What a member's peer port answers to this request.
      return reply.payload as EtcdResponse | EtcdError;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return undefined;
    }
  }

  /** Several changes at once, through a joint configuration: raft can do it, etcd's own API changes one at a time. */
  private *set({ add, remove }: Extract<MembershipRequest, { type: 'memberSet' }>): Process<EtcdResponse> {
    const { members } = this.member;
    const changes: MemberChange[] = [];
    let id = 0;
    for (const urls of add) {
      const newcomer = this.newcomer(urls, false);
      id = Math.max(id + 1, newcomer.id);
      changes.push({ type: 'add', member: { ...newcomer, id } });
    }
    for (const memberId of remove) changes.push({ type: 'remove', id: this.numberOf(memberId) });
    for (const change of changes) this.refuse(members.objectionTo(change));
    if (changes.length === 0) return this.answer(this.member.respond({ type: 'memberList', members: members.list() }));
    if (add.length > 0 && !this.isConnectedToAll()) throw etcdError('unhealthy');
    return this.answer(yield* this.member.reconfigure(changes));
  }

  private newcomer(peerUrls: readonly string[], isLearner: boolean): ClusterMember {
    checkUrls(peerUrls);
    return this.member.members.newcomer({ peerUrls, isLearner, nowMs: this.member.options.kernel.wallMs });
  }

  /** Answers about members tell of no revision. */
  private answer(response: EtcdResponse, newcomer?: ClusterMember): EtcdResponse {
    const { header, result } = response;
    const answered = newcomer && result.type === 'memberList' ? { ...result, added: newcomer.memberId } : result;
    return { header: { ...header, revision: 0 }, result: answered };
  }

  /** Raft's number of a member; 0, which nobody has, when there is no such member. */
  private numberOf(memberId: string): number {
    return this.member.members.shownAs(memberId)?.id ?? 0;
  }

  private refuse(objection: EtcdErrorName | undefined): void {
    if (objection !== undefined) throw etcdError(objection);
  }

  // --- --strict-reconfig-check: a change must not cost the quorum

  private objectionToNewcomer({ isLearner }: ClusterMember): EtcdErrorName | undefined {
    if (!isLearner && !this.member.members.isReadyToAddVoter) return 'notEnoughStarted';
    return this.isConnectedToAll() ? undefined : 'unhealthy';
  }

  private objectionToRemoval(id: number): EtcdErrorName | undefined {
    const { members, node } = this.member;
    if (members.get(id)?.isLearner) return undefined;
    if (!members.isReadyToRemove(id)) return 'notEnoughStarted';
    // One that is down is no part of the active quorum.
    if (id !== node.id && this.activeSinceMs(id) === undefined) return undefined;
    const { voters } = members;
    const active = this.activeVoters().length;
    return active - 1 < 1 + Math.floor((voters.length - 1) / 2) ? 'unhealthy' : undefined;
  }

  private objectionToPromotion(id: number): EtcdErrorName | undefined {
    const { node, members } = this.member;
    const progress = node.progress.get(id);
    if (!progress) return 'memberNotFound';
    const own = node.progress.get(node.id)?.match ?? 0;
    if (progress.match < own * limits.learnerReadyShare) return 'learnerNotReady';
    return members.isReadyToPromote(id) ? undefined : 'notEnoughStarted';
  }

  /** One that has never started cannot be missed. */
  private isConnectedToAll(): boolean {
    return this.activeVoters().length === this.member.members.voters.filter(({ name }) => name !== '').length;
  }

  /** Voters to which this member has been connected for long enough, itself included. */
  private activeVoters(): readonly ClusterMember[] {
    const sinceMs = this.member.options.kernel.nowMs - limits.healthyAfterMs;
    return this.member.members.voters.filter(({ id }) => id === this.member.node.id || (this.activeSinceMs(id) ?? Number.POSITIVE_INFINITY) < sinceMs);
  }

  /** A connection over which heartbeats should come, and do not, is none. */
  private activeSinceMs(id: number): number | undefined {
    const { node, driver: { transport } } = this.member;
    const isHeardOf = node.role === 'leader' || node.lead === id;
    return isHeardOf && transport.isSilent(id, limits.healthyAfterMs) ? undefined : transport.activeSinceMs(id);
  }
}

function checkUrls(urls: readonly string[]): void {
  if (urls.length === 0 || urls.some((url) => peerAddress(url) === undefined)) throw etcdError('badPeerUrls');
}
