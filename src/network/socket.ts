import { Packet } from './packet.ts';
import type { MessageKind } from './packet.ts';
import type { Stack } from './stack.ts';

/** A UDP port whose owner is no process: a function takes each datagram as it arrives. */
export class Socket {
  private readonly stack: Stack;
  private readonly component: string | undefined;
  private readonly take: (packet: Packet) => void;
  private isOpen = true;

  constructor(stack: Stack, component: string | undefined, take: (packet: Packet) => void) {
    this.stack = stack;
    this.component = component;
    this.take = take;
  }

  /** Sends a datagram; whether it arrives nobody says. */
  send(address: string, port: number, kind: MessageKind, payload: unknown): void {
    if (!this.isOpen) return;
    const { network } = this.stack.host;
    const path = network.resolve(this.stack, address, port, 'UDP', this.component);
    if (path.verdict === 'to') network.transmit(new Packet(path, kind, payload, path.to), 0);
  }

  /** Takes what arrived. Called by the stack. */
  push(packet: Packet): void {
    this.take(packet);
  }

  close(): void {
    this.isOpen = false;
  }
}
