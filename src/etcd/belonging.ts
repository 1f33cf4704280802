// Upstream: server/etcdserver/server.go (applyConfChange, stopWithDelay)
import type { Kernel, ProcessGroup } from '../kernel/index.ts';
import { applyConfChange } from '../raft/index.ts';
import type { ConfChange, ConfState, NodeId, RaftNode } from '../raft/index.ts';
import { ClusterMembers } from './cluster-members.ts';
import type { ClusterMember, MembersSnapshot } from './cluster-members.ts';
import { Reconfiguration } from './command.ts';
import type { MemberMetadata } from './data-directory.ts';
import type { EtcdErrorName } from './errors.ts';
import { limits } from './limits.ts';
import type { PeerTransport } from './peer-transport.ts';

/** What a change of raft's configuration has come to, for the one who asked for it. */
export interface Reconfigured {
  readonly confState: ConfState;
  /** Undefined for a change that nobody asked for: leaving a joint configuration. */
  readonly asked: Reconfiguration | undefined;
  /** Why nothing was changed, if nothing was. */
  readonly objection: EtcdErrorName | undefined;
}

/** One member's place in its cluster: who belongs to it, whom this member keeps connected to, and whether it still belongs. */
export class Belonging {
  members: ClusterMembers;
  private readonly kernel: Kernel;
  private readonly group: ProcessGroup;
  private readonly metadata: MemberMetadata;
  private readonly leave: () => void;
  private isLeaving = false;

  constructor(options: {
    readonly kernel: Kernel;
    readonly group: ProcessGroup;
    readonly metadata: MemberMetadata;
    /** What a snapshot says of the members; undefined when the log tells of all. */
    readonly members: MembersSnapshot | undefined;
    /** This member was removed: it is to end. */
    readonly leave: () => void;
  }) {
    this.kernel = options.kernel;
    this.group = options.group;
    this.metadata = options.metadata;
    this.leave = options.leave;
    this.members = new ClusterMembers(options.members ?? { clusterId: options.metadata.clusterId, members: [], removed: [] });
  }

  /** A name to call the member by. */
  nameOf(id: NodeId): string | undefined {
    return this.members.nameOf(id) ?? this.metadata.contacts.find((contact) => contact.id === id)?.name;
  }

  /** The members are those of a leader's snapshot. */
  restore(members: MembersSnapshot): void {
    this.members = new ClusterMembers(members);
  }

  /** Makes a committed change; one that the cluster objects to leaves raft's configuration as it is. */
  apply(node: RaftNode, change: ConfChange | undefined): Reconfigured {
    const context = change?.context;
    const asked = context instanceof Reconfiguration ? context : undefined;
    const objection = asked && this.objectionTo(asked);
    const confState = applyConfChange(node, objection === undefined ? change : noChange);
    if (asked && objection === undefined) for (const one of asked.changes) this.members.apply(one);
    return { confState, asked, objection };
  }

  /** Keeps connected to everyone that belongs to the cluster or still votes, and leaves when this member does neither. */
  meetPeers(transport: PeerTransport, { voters, votersOutgoing, learners }: ConfState): void {
    const { members, metadata: { id, contacts } } = this;
    const counting = new Set([...voters, ...votersOutgoing, ...learners]);
    const peers = new Map<NodeId, ClusterMember>();
    for (const contact of [...contacts, ...members.removed]) if (!members.isRemoved(contact.id) || counting.has(contact.id)) peers.set(contact.id, contact);
    for (const member of members.all) peers.set(member.id, member);
    transport.keepTo(peers.values());
    if (members.isRemoved(id) && !counting.has(id)) this.leaveSoon();
  }

  /** Not at once: the others are to hear of it first. */
  private leaveSoon(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    const timer = this.kernel.after(limits.leaveAfterRemovalMs, () => this.leave());
    this.group.onKill(() => timer.cancel());
  }

  private objectionTo({ changes }: Reconfiguration): EtcdErrorName | undefined {
    for (const change of changes) {
      const objection = this.members.objectionTo(change);
      if (objection !== undefined) return objection;
    }
    return undefined;
  }
}

/** What raft is told of a change that is not to be made. */
const noChange: ConfChange = { transition: 'ConfChangeTransitionAuto', steps: [{ type: 'ConfChangeAddNode', nodeId: 0 }] };
