// Upstream: server/etcdserver/api/membership/cluster.go
import { fnv1a, majorityOf } from '../base/index.ts';
import type { EtcdErrorName } from './errors.ts';
import { limits } from './limits.ts';
import type { MemberInfo } from './requests.ts';

/** A member as all members know it: part of what they keep alike. */
export interface ClusterMember {
  /** Raft's number of it, never used again. */
  readonly id: number;
  /** As it shows itself: hexadecimal. */
  readonly memberId: string;
  /** Empty until it has started and told. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

/** One change of who belongs to the cluster. */
export type MemberChange =
  | { readonly type: 'add'; readonly member: ClusterMember }
  | { readonly type: 'promote'; readonly id: number }
  | { readonly type: 'remove'; readonly id: number }
  | { readonly type: 'update'; readonly id: number; readonly peerUrls: readonly string[] };

/** The members of a cluster, at one moment. */
export interface MembersSnapshot {
  readonly clusterId: string;
  readonly members: readonly ClusterMember[];
  /** Those that once belonged to it: they are not let in again. */
  readonly removed: readonly ClusterMember[];
}

/** Who belongs to the cluster, as far as this member has applied. */
export class ClusterMembers {
  readonly clusterId: string;
  private readonly present = new Map<number, ClusterMember>();
  private readonly former = new Map<number, ClusterMember>();

  constructor({ clusterId, members, removed }: MembersSnapshot) {
    this.clusterId = clusterId;
    for (const member of members) this.present.set(member.id, member);
    for (const member of removed) this.former.set(member.id, member);
  }

  snapshot(): MembersSnapshot {
    return { clusterId: this.clusterId, members: [...this.present.values()], removed: [...this.former.values()] };
  }

  /** In the order of their ids as they show themselves. */
  get all(): readonly ClusterMember[] {
    return [...this.present.values()].sort(byMemberId);
  }

  get voters(): readonly ClusterMember[] {
    return [...this.present.values()].filter(({ isLearner }) => !isLearner);
  }

  /** Those that belong to it no more. */
  get removed(): readonly ClusterMember[] {
    return [...this.former.values()];
  }

  get(id: number): ClusterMember | undefined {
    return this.present.get(id);
  }

  /** The member that shows itself so. */
  shownAs(memberId: string): ClusterMember | undefined {
    return find(this.present, memberId);
  }

  isRemoved(id: number): boolean {
    return this.former.size > 0 && this.former.has(id);
  }

  /** A name to call the member by, also one that belongs to the cluster no more. */
  nameOf(id: number): string | undefined {
    const member = this.present.get(id) ?? this.former.get(id);
    return member && (member.name || member.memberId);
  }

  /** What clients are shown. */
  list(): readonly MemberInfo[] {
    return this.all.map(({ memberId, name, peerUrls, clientUrls, isLearner }) => ({ id: memberId, name, peerUrls, clientUrls, isLearner }));
  }

  /** A member that was not there before. Its raft number follows the greatest that was ever given. */
  newcomer(options: { readonly peerUrls: readonly string[]; readonly isLearner: boolean; readonly nowMs: number }): ClusterMember {
    const { peerUrls, isLearner, nowMs } = options;
    const id = 1 + Math.max(0, ...this.present.keys(), ...this.former.keys());
    return { id, memberId: hash64(`${peerUrls.join(',')}${this.clusterId}${nowMs}`), name: '', peerUrls, clientUrls: [], isLearner };
  }

  /** Why the change cannot be made, if it cannot. */
  objectionTo(change: MemberChange): EtcdErrorName | undefined {
    if (change.type === 'add') return this.objectionToNewcomer(change.member);
    const { id } = change;
    const member = this.present.get(id);
    if (!member) return 'memberNotFound';
    if (change.type === 'promote' && !member.isLearner) return 'memberNotLearner';
    if (change.type === 'update' && this.isAnyUrlTaken(change.peerUrls, id)) return 'peerUrlExists';
    return undefined;
  }

  apply(change: MemberChange): void {
    switch (change.type) {
      case 'add':
        this.present.set(change.member.id, change.member);
        return;
      case 'promote':
        this.change(change.id, (member) => ({ ...member, isLearner: false }));
        return;
      case 'update':
        this.change(change.id, (member) => ({ ...member, peerUrls: change.peerUrls }));
        return;
      case 'remove': {
        const member = this.present.get(change.id);
        this.present.delete(change.id);
        if (member) this.former.set(change.id, member);
      }
    }
  }

  /** A member tells its name and where it answers clients. */
  tell(id: number, name: string, clientUrls: readonly string[]): void {
    this.change(id, (member) => ({ ...member, name, clientUrls }));
  }

  // --- whether enough members have started for a change of those that vote

  get isReadyToAddVoter(): boolean {
    const { voters } = this;
    const started = voters.filter(isStarted).length;
    // A cluster that was restored with one member may grow.
    if (started === 1 && voters.length === 1) return true;
    return started >= majorityOf(voters.length + 1);
  }

  isReadyToPromote(id: number): boolean {
    const others = this.voters.filter((member) => member.id !== id);
    return 1 + others.filter(isStarted).length >= majorityOf(others.length + 1);
  }

  isReadyToRemove(id: number): boolean {
    const others = this.voters.filter((member) => member.id !== id);
    return others.filter(isStarted).length >= majorityOf(others.length);
  }

  private objectionToNewcomer({ id, peerUrls, isLearner }: ClusterMember): EtcdErrorName | undefined {
    if (this.former.has(id)) return 'memberNotFound';
    if (this.present.has(id)) return 'memberExists';
    if (this.isAnyUrlTaken(peerUrls, undefined)) return 'peerUrlExists';
    const learners = this.present.size - this.voters.length;
    return isLearner && learners >= limits.maxLearners ? 'tooManyLearners' : undefined;
  }

  private isAnyUrlTaken(urls: readonly string[], except: number | undefined): boolean {
    for (const { id, peerUrls } of this.present.values()) if (id !== except && peerUrls.some((url) => urls.includes(url))) return true;
    return false;
  }

  private change(id: number, to: (member: ClusterMember) => ClusterMember): void {
    const member = this.present.get(id);
    if (member) this.present.set(id, to(member));
  }
}

function isStarted({ name }: ClusterMember): boolean {
  return name !== '';
}

function byMemberId(a: ClusterMember, b: ClusterMember): number {
  if (a.memberId.length !== b.memberId.length) return a.memberId.length - b.memberId.length;
  return a.memberId < b.memberId ? -1 : 1;
}

function find(members: ReadonlyMap<number, ClusterMember>, memberId: string): ClusterMember | undefined {
  for (const member of members.values()) if (member.memberId === memberId) return member;
  return undefined;
}

/** 64 bits of a text, hexadecimal, always with sixteen digits. */
export function hash64(text: string): string {
  const high = (fnv1a(text) | 0x1000_0000) >>> 0;
  const low = fnv1a(`${high}${text}`);
  return high.toString(16) + low.toString(16).padStart(8, '0');
}
