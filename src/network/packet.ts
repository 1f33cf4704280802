import type { Chained } from '../base/index.ts';
import { ScheduledEvent } from '../kernel/index.ts';
import type { TraceId } from '../kernel/index.ts';
import type { Link } from './link.ts';
import type { Path } from './path.ts';
import type { Stack } from './stack.ts';

/** What a message is, for whoever draws or filters it. */
export type MessageKind =
  | 'request'
  | 'response'
  | 'watch'
  | 'vote'
  | 'append'
  | 'heartbeat'
  | 'snapshot'
  | 'traffic'
  | 'dns'
  | 'control'; // connection set-up and end

export type PacketState = 'flying' | 'held' | 'delivered' | 'lost';

/** Told what became of a message. Among the messages of one receiver, `segment` and `attempt` of the packet say which it was. */
export interface Receiver {
  arrived(packet: Packet): void;
  lost(packet: Packet): void;
}

/** A message under way, and the event of its arrival. `payload` is shared, frozen data. */
export class Packet extends ScheduledEvent implements Chained<Packet> {
  /** Given by the network when it is sent. */
  id = 0;
  readonly path: Path;
  readonly kind: MessageKind;
  readonly payload: unknown;
  /** Its place among the messages of a flow. */
  readonly segment: number;
  /** How often it was sent before. */
  readonly attempt: number;
  sentMs = 0;
  state: PacketState = 'flying';
  lostBecause: string | undefined = undefined;
  before: Packet | undefined = undefined;
  after: Packet | undefined = undefined;
  isChained = false;
  /** Undefined once it has arrived or is lost: the trace keeps packets, and must not keep whole exchanges alive with them. */
  receiver: Receiver | undefined;

  constructor(path: Path, kind: MessageKind, payload: unknown, receiver: Receiver, segment = 0, attempt = 0) {
    super();
    this.path = path;
    this.kind = kind;
    this.payload = payload;
    this.segment = segment;
    this.attempt = attempt;
    this.receiver = receiver;
  }

  /** When it arrives, or would have. */
  get arrivesMs(): number {
    return this.atMs;
  }

  /** The record of its sending. */
  get sent(): TraceId {
    return this.cause;
  }

  get from(): Stack {
    return this.path.from;
  }

  get to(): Stack {
    return this.path.to;
  }

  get port(): number {
    return this.path.port;
  }

  /** The component that opened the exchange it belongs to, by its process group's name. */
  get client(): string | undefined {
    return this.path.client;
  }

  /** The links it crosses, in order; none on one machine. */
  get legs(): readonly Link[] {
    return this.path.legs;
  }

  happen(): void {
    this.path.from.host.network.arrive(this);
  }
}
