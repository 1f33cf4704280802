// Port-forward over SPDY: each connection is two streams of one request id, failures first, then data.
// Upstream: k8s.io/kubelet pkg/cri/streaming/portforward/httpstream.go

import { SpdyConnection } from '../spdy/spdy-connection.ts';
import type { SpdyStream } from '../spdy/spdy-connection.ts';
import { ForwardedPort } from './forwarded-port.ts';
import type { PortRequest } from './forwarded-port.ts';

/** What carries the bytes of SPDY. */
export interface Carrier {
  send(bytes: Buffer): void;
  close(): void;
}

/** Forwards ports for a client that opens streams for them. */
export class PortStreams {
  private readonly target: Omit<PortRequest, 'port'>;
  private readonly connection: SpdyConnection;
  /** The streams of failures whose data streams have not come yet. */
  private readonly failures = new Map<string, SpdyStream>();

  constructor(target: Omit<PortRequest, 'port'>, carrier: Carrier) {
    this.target = target;
    this.connection = new SpdyConnection({ send: (bytes) => carrier.send(bytes), onStream: (stream) => this.opened(stream), onFailure: () => carrier.close() });
  }

  take(bytes: Buffer): void {
    this.connection.take(bytes);
  }

  close(): void {
    this.connection.close();
  }

  private opened(stream: SpdyStream): void {
    const { headers } = stream;
    const request = headers.get('requestid') ?? headers.get('port') ?? '';
    if (headers.get('streamtype') === 'error') {
      this.failures.set(request, stream);
      return;
    }
    const failures = this.failures.get(request);
    this.failures.delete(request);
    const port = new ForwardedPort({ ...this.target, port: Number(headers.get('port')) }, {
      write: (bytes) => stream.send(bytes),
      fail: (message) => {
        failures?.send(Buffer.from(message));
        failures?.end();
        stream.end();
      },
      end: () => {
        failures?.end();
        stream.end();
      },
    });
    stream.onData = (bytes) => port.take(bytes);
    stream.onEnd = () => port.end();
    stream.onReset = () => port.close();
  }
}
