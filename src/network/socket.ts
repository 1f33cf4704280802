import type { MessageKind, Packet } from './packet.ts';
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
    if (this.isOpen) this.stack.send(address, port, kind, payload, this.component);
  }

  /** Takes what arrived. Called by the stack. */
  push(packet: Packet): void {
    this.take(packet);
  }

  close(): void {
    this.isOpen = false;
  }
}
