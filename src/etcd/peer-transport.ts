// Upstream: server/etcdserver/api/rafthttp
import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Exchange, MessageKind, Packet, Reply, Socket, Stack } from '../network/index.ts';
import { reportSnapshot } from '../raft/index.ts';
import type { Message, MsgSnap, RaftNode } from '../raft/index.ts';
import type { ClusterMember } from './cluster-members.ts';
import { peerAddress } from './cluster-url.ts';
import type { Address } from './cluster-url.ts';
import { limits } from './limits.ts';
import { PeerStreams } from './peer-streams.ts';
import type { StreamRefusal, StreamRequest } from './peer-streams.ts';

/** A member as the others reach it. */
export interface Peer extends Address {
  readonly name: string;
}

/** Whether that is a raft message: it travels as it is, and nothing else has a type of that form. */
export function isPeerMessage(payload: unknown): payload is Message {
  return typeof payload === 'object' && payload !== null && 'type' in payload && typeof payload.type === 'string' && payload.type.startsWith('Msg');
}

/** What the transport learns about what it was given. */
export interface TransportReports {
  unreachable(to: number): void;
  snapshotSent(tell: (node: RaftNode) => void): void;
}

const kinds: Partial<Record<Message['type'], MessageKind>> = {
  MsgVote: 'vote',
  MsgVoteResp: 'vote',
  MsgPreVote: 'vote',
  MsgPreVoteResp: 'vote',
  MsgApp: 'append',
  MsgAppResp: 'append',
  MsgHeartbeat: 'heartbeat',
  MsgHeartbeatResp: 'heartbeat',
  MsgSnap: 'snapshot',
};

/** Sends raft messages: datagrams, but for snapshots, whose arrival raft wants to know. */
export class PeerTransport {
  private readonly kernel: Kernel;
  private readonly group: ProcessGroup;
  private readonly stack: Stack;
  private readonly socket: Socket;
  private readonly id: number;
  private readonly clusterId: string;
  private readonly streams: PeerStreams;
  private peers: ReadonlyMap<number, Peer> = new Map();
  private readonly lastHeardMs = new Map<number, number>();
  /** Addresses of members that are not of this cluster: nothing is taken from there. */
  private readonly strangers = new Set<string>();

  constructor(options: {
    readonly kernel: Kernel;
    readonly group: ProcessGroup;
    readonly stack: Stack;
    readonly name: string;
    /** Where its datagrams leave. */
    readonly socket: Socket;
    readonly id: number;
    readonly clusterId: string;
    /** The others say that this member was removed. */
    readonly onRemoved: () => void;
  }) {
    const { kernel, group, stack, name, id, clusterId, onRemoved } = options;
    this.kernel = kernel;
    this.group = group;
    this.stack = stack;
    this.socket = options.socket;
    this.id = id;
    this.clusterId = clusterId;
    const onRefused = (peer: Peer, why: StreamRefusal): void => {
      if (why === 'removed') onRemoved();
      else this.strangers.add(peer.address);
    };
    const onConnected = ({ address }: Peer): void => void this.strangers.delete(address);
    this.streams = new PeerStreams({ kernel, group, stack, name, hello: { type: 'stream', from: id, clusterId }, onConnected, onRefused });
  }

  /** From here on these members are its peers, this one aside. */
  keepTo(members: Iterable<ClusterMember>): void {
    const peers = new Map<number, Peer>();
    for (const member of members) {
      const to = firstAddress(member.peerUrls);
      if (!to || member.id === this.id) continue;
      const known = this.peers.get(member.id);
      peers.set(member.id, known && known.address === to.address && known.port === to.port ? known : { ...to, name: member.name || member.memberId });
    }
    this.peers = peers;
    this.streams.keepTo(peers);
  }

  /** Answers a member that connects. @param isRemoved whether it was removed from the cluster */
  *serveStream(exchange: Exchange, { from, clusterId }: StreamRequest, isRemoved: boolean): Process<Reply | undefined> {
    const refused: StreamRefusal | undefined = clusterId !== this.clusterId ? 'cluster ID mismatch' : isRemoved ? 'removed' : undefined;
    // A greeting may come late, from a life that is over: who serves there now is known better by a connection that stands.
    if (refused === 'cluster ID mismatch' && !this.streams.isConnectedTo(exchange.clientAddress)) this.strangers.add(exchange.clientAddress);
    if (refused) return { kind: 'control', payload: { refused } };
    return yield* this.streams.serve(exchange, from);
  }

  /** Whether the datagram comes from a member of another cluster. */
  isFromStranger({ path }: Packet): boolean {
    return this.strangers.size > 0 && this.strangers.has(path.from.address);
  }

  /** Since when it has been connected to the member without a break; undefined while it is not. */
  activeSinceMs(id: number): number | undefined {
    return this.streams.activeSinceMs(id);
  }

  peer(id: number): Peer | undefined {
    return this.peers.get(id);
  }

  heardFrom(id: number): void {
    this.lastHeardMs.set(id, this.kernel.nowMs);
  }

  /** Whether nothing was heard of the member for so long, by default an election time-out. */
  isSilent(id: number, forMs: number = limits.heartbeatMs * limits.electionTicks): boolean {
    return this.kernel.nowMs - (this.lastHeardMs.get(id) ?? Number.NEGATIVE_INFINITY) > forMs;
  }

  /** Whether a majority, this member included, was heard of lately. */
  get isConnectedToQuorum(): boolean {
    const silent = [...this.peers.keys()].filter((id) => this.isSilent(id)).length;
    return silent * 2 < this.peers.size + 1;
  }

  send(message: Message, reports: TransportReports): void {
    const peer = this.peers.get(message.to);
    if (!peer) return;
    if (message.type === 'MsgSnap') {
      this.kernel.spawn(`snapshot to ${peer.name}`, this.sendSnapshot(peer, message, reports), this.group);
      return;
    }
    this.socket.send(peer.address, peer.port, kinds[message.type] ?? 'control', message);
    if (message.type === 'MsgApp' && this.isSilent(message.to)) reports.unreachable(message.to);
  }

  private *sendSnapshot(peer: Peer, message: MsgSnap, reports: TransportReports): Process {
    const outcome = yield* this.deliverSnapshot(peer, message);
    reports.snapshotSent((node) => reportSnapshot(node, message.to, outcome));
  }

  private *deliverSnapshot(peer: Peer, message: MsgSnap): Process<'finish' | 'failure'> {
    try {
      yield* this.stack.call({ address: peer.address, port: peer.port, kind: 'snapshot', payload: message, timeoutMs: limits.snapshotSendMs });
      return 'finish';
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return 'failure';
    }
  }
}

function firstAddress(urls: readonly string[]): Address | undefined {
  for (const url of urls) {
    const address = peerAddress(url);
    if (address) return address;
  }
  return undefined;
}
