// Exec and attach over a WebSocket: each message begins with the number of its channel.
// Upstream: k8s.io/apimachinery pkg/util/remotecommand constants.go

import type { RawData, WebSocket } from 'ws';
import type { NetworkError } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { InsideSession } from './inside-session.ts';
import { InputFrames, endOf, frameOf, passFrame } from './remote-command.ts';
import type { CommandOutput } from './remote-command.ts';

/** The protocols that are spoken, the best first. v5 can say that an input has ended. */
export const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** Joins a WebSocket with a session of the world. */
export class CommandChannels implements CommandOutput {
  private readonly socket: WebSocket;
  private readonly session: InsideSession;
  private readonly input = new InputFrames();
  private hasFinished = false;
  private isPaused = false;

  constructor(socket: WebSocket, session: InsideSession) {
    this.socket = socket;
    this.session = session;
    socket.on('message', (data) => this.take(bytesOf(data)));
    socket.on('close', () => session.close());
    socket.on('error', () => socket.terminate());
  }

  received(payload: unknown): boolean {
    const frame = frameOf(payload);
    return frame ? passFrame(frame, this) : true;
  }

  ended(error?: NetworkError): void {
    this.finish(endOf(error));
  }

  write(stream: 'stdout' | 'stderr', bytes: Buffer): boolean {
    this.send(channels[stream], bytes, () => this.sent());
    this.isPaused = this.socket.bufferedAmount >= limits.socketBytes;
    return !this.isPaused;
  }

  private sent(): void {
    if (!this.isPaused || this.socket.bufferedAmount >= limits.socketBytes) return;
    this.isPaused = false;
    this.session.goOn();
  }

  finish(status: object): void {
    if (this.hasFinished) return;
    this.hasFinished = true;
    this.send(channels.error, Buffer.from(JSON.stringify(status)));
    this.socket.close(1000);
  }

  private send(channel: number, bytes: Buffer, sent?: () => void): void {
    this.socket.send(Buffer.concat([Buffer.of(channel), bytes]), { binary: true }, sent);
  }

  private take(message: Buffer): void {
    const bytes = message.subarray(1);
    switch (message[0]) {
      case channels.stdin: return this.session.send(this.input.stdin(bytes));
      case channels.resize: {
        const frame = this.input.resize(bytes.toString());
        if (frame) this.session.send(frame);
        return;
      }
      case channels.close:
        if (bytes[0] === channels.stdin) for (const frame of this.input.end()) this.session.send(frame);
    }
  }
}

/** The bytes of a WebSocket's message. */
export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
