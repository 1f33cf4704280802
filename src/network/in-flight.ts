import type { Packet } from './packet.ts';

/** The messages under way, in the order of sending: a chain through the messages themselves, since each stands in it once. */
export class InFlight {
  private first: Packet | undefined = undefined;
  private last: Packet | undefined = undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(packet: Packet): void {
    packet.before = this.last;
    if (this.last) this.last.after = packet;
    else this.first = packet;
    this.last = packet;
    this.count++;
  }

  /** Takes out a message that is under way. */
  remove(packet: Packet): void {
    const { before, after } = packet;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
    packet.before = undefined;
    packet.after = undefined;
    this.count--;
  }

  /** The message of that id: one by one, for whoever points at one of them. */
  get(id: number): Packet | undefined {
    let packet = this.first;
    while (packet && packet.id !== id) packet = packet.after;
    return packet;
  }

  /** The messages; one may be taken out while they are walked through. */
  *values(): Generator<Packet, void, undefined> {
    for (let packet = this.first; packet; ) {
      const next: Packet | undefined = packet.after;
      yield packet;
      packet = next;
    }
  }
}
