// A WebSocket whose messages belong to channels.

import type { RawData, WebSocket } from 'ws';
import type { ChannelProtocol } from './channel-protocols.ts';

const digitZero = 0x30;

/** Writes and reads such messages as a protocol has them. */
export class ChannelSocket {
  private readonly socket: WebSocket;
  private readonly isText: boolean;

  constructor(socket: WebSocket, { isText }: ChannelProtocol) {
    this.socket = socket;
    this.isText = isText;
    socket.on('error', () => socket.terminate());
  }

  /** Bytes that wait to be sent. */
  get waiting(): number {
    return this.socket.bufferedAmount;
  }

  /** @param sent called when the message has left */
  send(channel: number, bytes: Uint8Array, sent?: () => void): void {
    if (this.isText) this.socket.send(`${channel}${Buffer.from(bytes).toString('base64')}`, sent);
    else this.socket.send(Buffer.concat([Buffer.of(channel), bytes]), { binary: true }, sent);
  }

  onMessage(take: (channel: number, bytes: Buffer) => void): void {
    this.socket.on('message', (data) => {
      const message = bytesOf(data);
      const [first = 0] = message;
      if (this.isText) take(first - digitZero, Buffer.from(message.toString('latin1', 1), 'base64'));
      else take(first, message.subarray(1));
    });
  }

  onClose(closed: () => void): void {
    this.socket.on('close', closed);
  }

  /** All was said. */
  close(): void {
    this.socket.close(1000);
  }
}

/** The bytes of a WebSocket's message. */
export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
