import type { Chained } from '../base/index.ts';
import { ScheduledEvent } from '../kernel/index.ts';
import type { Packet } from './packet.ts';

/** Told what became of a message. Among the messages of one receiver, `segment` and `attempt` of the flight say which it was. */
export interface Receiver {
  arrived(flight: Flight): void;
  lost(flight: Flight): void;
}

/**
 * The way of a packet that is sent: the event of its arrival. Apart from the packet, because the trace keeps packets long
 * after, and must keep neither whole exchanges alive with them nor what only matters on the way.
 */
export class Flight extends ScheduledEvent implements Chained<Flight> {
  readonly packet: Packet;
  readonly receiver: Receiver;
  /** Its place among the messages of a flow. */
  readonly segment: number;
  /** How often it was sent before. */
  readonly attempt: number;
  before: Flight | undefined = undefined;
  after: Flight | undefined = undefined;
  isChained = false;

  constructor(packet: Packet, receiver: Receiver, segment = 0, attempt = 0) {
    super();
    this.packet = packet;
    this.receiver = receiver;
    this.segment = segment;
    this.attempt = attempt;
  }

  happen(): void {
    this.packet.path.from.host.network.arrive(this);
  }
}
