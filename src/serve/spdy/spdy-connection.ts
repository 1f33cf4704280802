// SPDY/3.1 as Kubernetes' clients speak it for port-forward, exec and attach: a server of streams that the client opens.
// Flow control is left to what lies below, as these clients leave it. (SPDY Protocol, Draft 3.1)

import { HeaderCodec } from './header-codec.ts';
import type { SpdyHeaders } from './header-codec.ts';

const types = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7 } as const;
const fin = 0x01;
const headSize = 8;
/** The longest piece of data in one frame: its length has 24 bits. */
const longestData = 0xff_ffff;

/** A stream that the client has opened. */
export interface SpdyStream {
  readonly headers: SpdyHeaders;
  /** Takes what the client sends. */
  onData: (bytes: Buffer) => void;
  /** Called when the client has no more to send. */
  onEnd: () => void;
  /** Called when the client wants nothing more of it. */
  onReset: () => void;
  send(bytes: Buffer): void;
  /** Nothing more comes from this side. */
  end(): void;
}

interface Frame {
  readonly isControl: boolean;
  /** The type of a control frame, the stream of data. */
  readonly id: number;
  readonly flags: number;
  readonly body: Buffer;
}

/** The server's end of a connection. */
export class SpdyConnection {
  private readonly codec = new HeaderCodec();
  private readonly streams = new Map<number, SpdyStream>();
  private readonly send: (bytes: Buffer) => void;
  private readonly onStream: (stream: SpdyStream) => void;
  private readonly onFailure: () => void;
  private rest: Buffer = Buffer.alloc(0);
  /** Frames are dealt with one after the other: headers take a moment to unpack. */
  private work: Promise<void> = Promise.resolve();

  /** @param ends `send` takes bytes for the wire, `onStream` each stream that is opened; `onFailure` is told that the client speaks no SPDY */
  constructor(ends: { readonly send: (bytes: Buffer) => void; readonly onStream: (stream: SpdyStream) => void; readonly onFailure: () => void }) {
    ({ send: this.send, onStream: this.onStream, onFailure: this.onFailure } = ends);
  }

  /** Takes bytes of the wire. */
  take(bytes: Buffer): void {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    for (let frame = this.nextFrame(); frame; frame = this.nextFrame()) {
      const next = frame;
      this.work = this.work.then(() => this.handle(next)).catch(() => this.onFailure());
    }
  }

  /** The connection is gone: so are its streams. */
  close(): void {
    for (const stream of this.streams.values()) stream.onReset();
    this.streams.clear();
    this.codec.close();
  }

  private nextFrame(): Frame | undefined {
    const { rest } = this;
    if (rest.length < headSize) return undefined;
    const first = rest.readUInt32BE(0);
    const length = rest.readUIntBE(5, 3);
    if (rest.length < headSize + length) return undefined;
    this.rest = rest.subarray(headSize + length);
    const isControl = first >= 0x8000_0000;
    return { isControl, id: isControl ? first & 0xffff : first, flags: rest[4] ?? 0, body: rest.subarray(headSize, headSize + length) };
  }

  private async handle({ isControl, id, flags, body }: Frame): Promise<void> {
    if (!isControl) return this.data(id, flags, body);
    switch (id) {
      case types.synStream: return this.open(body, flags);
      case types.reset: {
        const stream = body.readUInt32BE(0);
        this.streams.get(stream)?.onReset();
        this.streams.delete(stream);
        return;
      }
      case types.ping: return this.control(types.ping, 0, body);
    }
  }

  private data(id: number, flags: number, body: Buffer): void {
    const stream = this.streams.get(id);
    if (body.length > 0) stream?.onData(body);
    if (flags & fin) stream?.onEnd();
  }

  private async open(body: Buffer, flags: number): Promise<void> {
    const id = body.readUInt32BE(0) & 0x7fff_ffff;
    const headers = await this.codec.read(body.subarray(10));
    const stream: SpdyStream = {
      headers,
      onData: () => undefined,
      onEnd: () => undefined,
      onReset: () => undefined,
      send: (bytes) => {
        for (let at = 0; at < bytes.length; at += longestData) this.frame(id, 0, bytes.subarray(at, at + longestData));
      },
      end: () => {
        if (this.streams.delete(id)) this.frame(id, fin, Buffer.alloc(0));
      },
    };
    this.streams.set(id, stream);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(id);
    this.control(types.synReply, 0, Buffer.concat([head, await this.codec.write(new Map())]));
    this.onStream(stream);
    if (flags & fin) stream.onEnd();
  }

  private control(type: number, flags: number, body: Buffer): void {
    this.frame(0x8003_0000 + type, flags, body);
  }

  private frame(first: number, flags: number, body: Buffer): void {
    const head = Buffer.alloc(headSize);
    head.writeUInt32BE(first, 0);
    head.writeUInt8(flags, 4);
    head.writeUIntBE(body.length, 5, 3);
    this.send(Buffer.concat([head, body]));
  }
}
