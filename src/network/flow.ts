import type { Timer } from '../kernel/index.ts';
import { limits } from './limits.ts';
import type { Path } from './path.ts';
import { Flight } from './flight.ts';
import type { Receiver } from './flight.ts';
import { Packet } from './packet.ts';
import type { MessageKind } from './packet.ts';

/**
 * One direction of a connection: what is sent arrives once and in order, or the flow ends. Lost segments are sent again;
 * what overtook them waits.
 */
export abstract class Flow implements Receiver {
  private readonly path: Path;
  private nextToSend = 0;
  private nextToDeliver = 0;
  private lastArrivesMs = 0;
  /** Payloads by segment. */
  private early: Map<number, unknown> | undefined = undefined;
  private retransmissions: Set<Timer> | undefined = undefined;
  private ended = false;

  constructor(path: Path) {
    this.path = path;
  }

  /** Takes what has arrived in order. */
  protected abstract deliver(payload: unknown): void;

  send(kind: MessageKind, payload: unknown): void {
    if (!this.ended) this.transmit(kind, payload, this.nextToSend++, 0);
  }

  /** Nothing more is sent again or delivered. */
  end(): void {
    this.ended = true;
    if (this.retransmissions) for (const timer of this.retransmissions) timer.cancel();
    this.retransmissions = undefined;
    this.early = undefined;
  }

  private transmit(kind: MessageKind, payload: unknown, segment: number, attempt: number): void {
    const { path } = this;
    const packet = new Packet(path, kind, payload);
    if (path.from.host.network.transmit(new Flight(packet, this, segment, attempt), this.lastArrivesMs)) this.lastArrivesMs = packet.arrivesMs;
  }

  /** A segment was lost. Called by the network. */
  lost({ packet: { kind, payload }, segment, attempt }: Flight): void {
    this.sendAgain(kind, payload, segment, attempt + 1);
  }

  private sendAgain(kind: MessageKind, payload: unknown, segment: number, attempt: number): void {
    if (this.ended || attempt > limits.retransmissions || !this.path.from.isReachable) return;
    const pauseMs = Math.min(limits.retransmitMs * 2 ** attempt, limits.retransmitGreatestMs);
    const timer = this.path.from.host.network.kernel.after(pauseMs, () => {
      this.retransmissions?.delete(timer);
      if (!this.ended) this.transmit(kind, payload, segment, attempt);
    });
    (this.retransmissions ??= new Set()).add(timer);
  }

  /** A segment is here. Called by the network. */
  arrived({ packet: { payload }, segment }: Flight): void {
    if (this.ended || segment < this.nextToDeliver) return;
    if (segment > this.nextToDeliver) {
      (this.early ??= new Map()).set(segment, payload);
      return;
    }
    this.nextToDeliver++;
    this.deliver(payload);
    while (!this.ended && this.early?.has(this.nextToDeliver)) {
      const segmentHere = this.nextToDeliver++;
      const next = this.early.get(segmentHere);
      this.early.delete(segmentHere);
      this.deliver(next);
    }
  }
}

/** A flow whose payloads a function takes. */
export class FlowTo extends Flow {
  private readonly take: (payload: unknown) => void;

  constructor(path: Path, take: (payload: unknown) => void) {
    super(path);
    this.take = take;
  }

  protected override deliver(payload: unknown): void {
    this.take(payload);
  }
}
