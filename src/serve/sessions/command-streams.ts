// Exec and attach over SPDY: a stream for each input and output, one for the Status at the end, one for the terminal's size.
// Upstream: k8s.io/kubelet pkg/cri/streaming/remotecommand/httpstream.go

import type { NetworkError } from '../../network/index.ts';
import { SpdyConnection } from '../spdy/spdy-connection.ts';
import type { SpdyStream } from '../spdy/spdy-connection.ts';
import type { InsideSession } from './inside-session.ts';
import type { Carrier } from './port-streams.ts';
import { InputFrames, endOf, frameOf, isWanted, passFrame } from './remote-command.ts';
import type { CommandOutput, CommandStatus } from './remote-command.ts';

type StreamType = 'error' | 'stdin' | 'stdout' | 'stderr' | 'resize';

/** Joins the streams of a connection with a session of the world. */
export class CommandStreams implements CommandOutput {
  readonly command = undefined;
  private readonly carrier: Carrier;
  private readonly session: InsideSession;
  private readonly connection: SpdyConnection;
  private readonly input = new InputFrames();
  private readonly streams = new Map<string, SpdyStream>();
  private readonly wanted: readonly StreamType[];
  private hasFinished = false;
  /** What the session said before all streams were there. */
  private early: (() => void)[] | undefined = [];

  /** @param path of the request, whose query says which streams the client opens */
  constructor(path: string, carrier: Carrier, session: InsideSession) {
    this.wanted = streamsOf(path);
    this.carrier = carrier;
    this.session = session;
    this.connection = new SpdyConnection({ send: (bytes) => carrier.send(bytes), onStream: (stream) => this.opened(stream), onFailure: () => carrier.close() });
  }

  take(bytes: Buffer): void {
    this.connection.take(bytes);
  }

  close(): void {
    this.connection.close();
    this.session.close();
  }

  received(payload: unknown): boolean {
    const frame = frameOf(payload);
    return frame ? passFrame(frame, this) : true;
  }

  ended(error?: NetworkError): void {
    this.finish(endOf(error));
  }

  write(stream: 'stdout' | 'stderr', bytes: Buffer): boolean {
    if (this.early) {
      this.early.push(() => this.streams.get(stream)?.send(bytes));
      return false;
    }
    this.streams.get(stream)?.send(bytes);
    return true;
  }

  finish(status: CommandStatus): void {
    if (this.hasFinished) return;
    this.hasFinished = true;
    if (this.early) this.early.push(() => this.sendStatus(status));
    else this.sendStatus(status);
  }

  private sendStatus(status: object): void {
    this.streams.get('error')?.send(Buffer.from(JSON.stringify(status)));
    for (const stream of this.streams.values()) stream.end();
    this.carrier.close();
  }

  private opened(stream: SpdyStream): void {
    const type = stream.headers.get('streamtype') ?? '';
    this.streams.set(type, stream);
    if (type === 'stdin') {
      stream.onData = (bytes) => this.session.send(this.input.stdin(bytes));
      stream.onEnd = () => {
        for (const frame of this.input.end()) this.session.send(frame);
      };
    } else if (type === 'resize') {
      stream.onData = (bytes) => {
        const frame = this.input.resize(bytes.toString());
        if (frame) this.session.send(frame);
      };
    }
    if (!this.early || this.wanted.some((each) => !this.streams.has(each))) return;
    const { early } = this;
    this.early = undefined;
    for (const say of early) say();
    this.session.goOn();
  }
}

/** The streams that a client opens for a request. */
function streamsOf(path: string): readonly StreamType[] {
  const query = new URL(path, 'http://server').searchParams;
  const isAsked = (name: string): boolean => isWanted(query, name);
  const isTerminal = isAsked('tty');
  return [
    'error',
    ...(['stdin', 'stdout'] as const).filter(isAsked),
    ...(!isTerminal && isAsked('stderr') ? ['stderr'] as const : []),
    ...(isTerminal ? ['resize'] as const : []),
  ];
}
