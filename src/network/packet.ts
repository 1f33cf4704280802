import type { TraceId } from '../kernel/index.ts';
import type { Link } from './link.ts';
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

/** A message under way. `payload` is shared, frozen data. */
export interface Packet {
  readonly id: number;
  readonly from: Stack;
  readonly to: Stack;
  readonly port: number;
  readonly kind: MessageKind;
  readonly payload: unknown;
  /** The component that opened the exchange it belongs to, by its process group's name. */
  readonly client: string | undefined;
  /** The links it crosses, in order; none on one machine. */
  readonly legs: readonly Link[];
  readonly sentMs: number;
  arrivesMs: number;
  /** The record of its sending. */
  sent: TraceId;
  state: PacketState;
  lostBecause: string | undefined;
}
