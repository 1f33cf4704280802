import { Chain } from '../base/index.ts';
import type { Packet } from './packet.ts';

/** The messages under way, in the order of sending. */
export class InFlight extends Chain<Packet> {
  /** The message of that id: one by one, for whoever points at one of them. */
  get(id: number): Packet | undefined {
    for (const packet of this.values()) if (packet.id === id) return packet;
    return undefined;
  }
}
