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

/** A message as it was sent, and what became of it: what the trace keeps. `payload` is shared, frozen data. */
export class Packet {
  /** Given by the network when it is sent. */
  id = 0;
  readonly path: Path;
  readonly kind: MessageKind;
  readonly payload: unknown;
  sentMs = 0;
  /** When it arrives, or would have. */
  arrivesMs = 0;
  /** The record of its sending. */
  sent: TraceId = 0;
  state: PacketState = 'flying';
  lostBecause: string | undefined = undefined;

  constructor(path: Path, kind: MessageKind, payload: unknown) {
    this.path = path;
    this.kind = kind;
    this.payload = payload;
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
}
