// Upstream: server/etcdserver/api/rafthttp (stream.go, peer_status.go)
import { Signal, race, timeout } from '../kernel/index.ts';
import type { Kernel, Process, ProcessGroup, RunningProcess } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Exchange, Reply, ReplyStream, Stack } from '../network/index.ts';
import { limits } from './limits.ts';
import type { Peer } from './peer-transport.ts';

/** What a member says when it connects to another. */
export interface StreamRequest {
  readonly type: 'stream';
  readonly from: number;
  readonly clusterId: string;
}

/** Why a member will not hear of another. */
export type StreamRefusal = 'removed' | 'cluster ID mismatch';

interface Refused {
  readonly refused: StreamRefusal;
}

/** A peer, and how long this member has been connected to it. */
interface Connected {
  readonly peer: Peer;
  /** Notified when the peer has called, or is no longer one. */
  readonly news: Signal;
  /** The peer's own connections to this member. */
  readonly incoming: Set<Exchange>;
  process: RunningProcess | undefined;
  stream: ReplyStream | undefined;
  sinceMs: number | undefined;
}

interface PeerStreamsOptions {
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  readonly stack: Stack;
  readonly name: string;
  readonly hello: StreamRequest;
  readonly onConnected: (peer: Peer) => void;
  /** A peer will not hear of this member. */
  readonly onRefused: (peer: Peer, why: StreamRefusal) => void;
}

/**
 * A standing connection to each peer. Nothing is sent over it but the greeting: it tells each end at once that the other has
 * gone or has come back, and that both belong to the same cluster.
 */
export class PeerStreams {
  private readonly options: PeerStreamsOptions;
  private readonly connected = new Map<number, Connected>();

  constructor(options: PeerStreamsOptions) {
    this.options = options;
  }

  /** Since when it is connected to the member; undefined while it is not. */
  activeSinceMs(id: number): number | undefined {
    return this.connected.get(id)?.sinceMs;
  }

  /** Whether it is connected to a member at the address. */
  isConnectedTo(address: string): boolean {
    for (const { peer, sinceMs } of this.connected.values()) if (peer.address === address && sinceMs !== undefined) return true;
    return false;
  }

  /** Connects to these peers, and to no others. */
  keepTo(peers: ReadonlyMap<number, Peer>): void {
    for (const [id, connected] of this.connected) if (peers.get(id) !== connected.peer) this.leave(id, connected);
    for (const [id, peer] of peers) if (!this.connected.has(id)) this.join(id, peer);
  }

  /** A peer has connected: it runs (again), which is worth a try at once. */
  *serve(exchange: Exchange, from: number): Process<Reply | undefined> {
    exchange.reply({ kind: 'control', isStream: true, payload: 'ok' });
    const connected = this.connected.get(from);
    connected?.incoming.add(exchange);
    connected?.news.notify();
    if (!exchange.isClosed) yield* exchange.closed.next();
    connected?.incoming.delete(exchange);
    return undefined;
  }

  private join(id: number, peer: Peer): void {
    const { kernel, group, name } = this.options;
    const connected: Connected = { peer, news: new Signal(`news of ${peer.name}`), incoming: new Set(), process: undefined, stream: undefined, sinceMs: undefined };
    this.connected.set(id, connected);
    connected.process = kernel.spawn(`${name}/stream to ${peer.name}`, this.keepConnected(connected), group);
  }

  private leave(id: number, connected: Connected): void {
    this.connected.delete(id);
    connected.process?.kill();
    connected.stream?.cancel();
    for (const exchange of connected.incoming) exchange.finish();
  }

  private *keepConnected(connected: Connected): Process {
    let retryMs: number = limits.streamRetryMs;
    for (;;) {
      const wasConnected = yield* this.connectOnce(connected);
      retryMs = wasConnected ? limits.streamRetryMs : Math.min(2 * retryMs, limits.streamRetryGreatestMs);
      yield* race([connected.news, timeout(retryMs)]);
    }
  }

  /** Connects, and stays so as long as it goes; gives whether it came about. */
  private *connectOnce(connected: Connected): Process<boolean> {
    const { stack, kernel, hello, onConnected, onRefused } = this.options;
    const { peer } = connected;
    try {
      const { payload, stream } = yield* stack.call({ address: peer.address, port: peer.port, kind: 'control', payload: hello, timeoutMs: limits.askMembersMs });
      if (isRefused(payload)) onRefused(peer, payload.refused);
      if (!stream) return false;
      connected.stream = stream;
      connected.sinceMs = kernel.nowMs;
      onConnected(peer);
      yield* stream.next();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
    const wasConnected = connected.sinceMs !== undefined;
    connected.stream = undefined;
    connected.sinceMs = undefined;
    return wasConnected;
  }
}

function isRefused(payload: unknown): payload is Refused {
  return typeof payload === 'object' && payload !== null && 'refused' in payload;
}

/** Whether that is a member's greeting. */
export function isStreamRequest(payload: unknown): payload is StreamRequest {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'stream';
}
