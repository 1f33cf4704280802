// Exec and attach over a WebSocket in channels.
// Upstream: k8s.io/apimachinery pkg/util/remotecommand constants.go, k8s.io/kubelet pkg/cri/streaming/remotecommand/websocket.go

import type { NetworkError } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { ChannelProtocol } from './channel-protocols.ts';
import type { ChannelSocket } from './channel-socket.ts';
import type { InsideSession } from './inside-session.ts';
import { InputFrames, endOf, frameOf, isWanted, passFrame } from './remote-command.ts';
import type { CommandOutput, CommandStatus } from './remote-command.ts';

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const nothing = Buffer.alloc(0);

/** Joins a WebSocket with a session of the world. */
export class CommandChannels implements CommandOutput {
  readonly command: readonly string[] | undefined;
  private readonly socket: ChannelSocket;
  private readonly session: InsideSession;
  private readonly tellsStatus: boolean;
  private readonly input = new InputFrames();
  private hasFinished = false;
  private isPaused = false;

  /** @param path of the request, whose query says what runs and which outputs are wanted */
  constructor(socket: ChannelSocket, session: InsideSession, { tellsStatus, isTranslated }: ChannelProtocol, path: string) {
    const query = new URL(path, 'http://server').searchParams;
    this.socket = socket;
    this.session = session;
    this.tellsStatus = tellsStatus;
    this.command = isTranslated ? undefined : query.getAll('command');
    socket.onMessage((channel, bytes) => this.take(channel, bytes));
    socket.onClose(() => session.close());
    // An empty message on the first channel that can be written tells that all is ready.
    socket.send(isWanted(query, 'stdout') ? channels.stdout : isWanted(query, 'stderr') ? channels.stderr : channels.error, nothing);
  }

  received(payload: unknown): boolean {
    const frame = frameOf(payload);
    return frame ? passFrame(frame, this) : true;
  }

  ended(error?: NetworkError): void {
    this.finish(endOf(error));
  }

  write(stream: 'stdout' | 'stderr', bytes: Buffer): boolean {
    this.socket.send(channels[stream], bytes, () => this.sent());
    this.isPaused = this.socket.waiting >= limits.socketBytes;
    return !this.isPaused;
  }

  private sent(): void {
    if (!this.isPaused || this.socket.waiting >= limits.socketBytes) return;
    this.isPaused = false;
    this.session.goOn();
  }

  finish(status: CommandStatus): void {
    if (this.hasFinished) return;
    this.hasFinished = true;
    const said = this.tellsStatus ? JSON.stringify(status) : status.message;
    if (said !== undefined) this.socket.send(channels.error, Buffer.from(said));
    this.socket.close();
  }

  private take(channel: number, bytes: Buffer): void {
    switch (channel) {
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
