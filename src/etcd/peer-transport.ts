// Upstream: server/etcdserver/api/rafthttp
import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { MessageKind, Socket, Stack } from '../network/index.ts';
import { reportSnapshot } from '../raft/index.ts';
import type { Message, MsgSnap, RaftNode } from '../raft/index.ts';
import { limits } from './limits.ts';

/** A member as the others know it. */
export interface Peer {
  /** Raft's number of the member. */
  readonly id: number;
  readonly name: string;
  readonly address: string;
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
  private readonly peers = new Map<number, Peer>();
  private readonly lastHeardMs = new Map<number, number>();

  constructor(options: {
    readonly kernel: Kernel;
    readonly group: ProcessGroup;
    readonly stack: Stack;
    /** Where its datagrams leave. */
    readonly socket: Socket;
    readonly id: number;
    readonly peers: readonly Peer[];
  }) {
    this.kernel = options.kernel;
    this.group = options.group;
    this.stack = options.stack;
    this.socket = options.socket;
    for (const peer of options.peers) if (peer.id !== options.id) this.peers.set(peer.id, peer);
  }

  peer(id: number): Peer | undefined {
    return this.peers.get(id);
  }

  heardFrom(id: number): void {
    this.lastHeardMs.set(id, this.kernel.nowMs);
  }

  /** Whether nothing was heard of the member for an election time-out. */
  isSilent(id: number): boolean {
    return this.kernel.nowMs - (this.lastHeardMs.get(id) ?? Number.NEGATIVE_INFINITY) > limits.heartbeatMs * limits.electionTicks;
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
    this.socket.send(peer.address, limits.peerPort, kinds[message.type] ?? 'control', message);
    if (message.type === 'MsgApp' && this.isSilent(message.to)) reports.unreachable(message.to);
  }

  private *sendSnapshot(peer: Peer, message: MsgSnap, reports: TransportReports): Process {
    const outcome = yield* this.deliverSnapshot(peer, message);
    reports.snapshotSent((node) => reportSnapshot(node, peer.id, outcome));
  }

  private *deliverSnapshot(peer: Peer, message: MsgSnap): Process<'finish' | 'failure'> {
    try {
      yield* this.stack.call({ address: peer.address, port: limits.peerPort, kind: 'snapshot', payload: message, timeoutMs: limits.snapshotSendMs });
      return 'finish';
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return 'failure';
    }
  }
}
