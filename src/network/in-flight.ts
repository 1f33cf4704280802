import { Chain } from '../base/index.ts';
import type { Flight } from './flight.ts';
import type { Packet } from './packet.ts';

/** The messages under way, in the order of sending. */
export class InFlight extends Chain<Flight> {
  /** The way of the message of that id: one by one, for whoever points at one of them. */
  of(id: number): Flight | undefined {
    for (const flight of this.values()) if (flight.packet.id === id) return flight;
    return undefined;
  }

  get(id: number): Packet | undefined {
    return this.of(id)?.packet;
  }

  *packets(): Generator<Packet, void, undefined> {
    for (const { packet } of this.values()) yield packet;
  }
}
