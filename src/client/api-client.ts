import { NetworkError } from '../network/index.ts';
import type { CallOptions, Reply, ReplyStream, Stack } from '../network/index.ts';
import type { Process } from '../kernel/index.ts';
import type { AnyKind, ApiCall, ApiReply, ApiRequest, Credentials, Kind, KubeInput, KubeObject } from '../kinds/index.ts';
import { limits } from './limits.ts';
import { RateLimiter } from './rate-limiter.ts';
import { replyTo } from './reply.ts';
import { ResourceClient } from './resource-client.ts';

/** Who asks, from where, and which servers may be asked. */
export interface ClientConfig {
  readonly stack: Stack;
  /** API servers; the next one is tried when one refuses the connection. */
  readonly servers: readonly { readonly address: string; readonly port: number }[];
  /** Read anew for each request: a token may be another one by then. */
  readonly credentials: Credentials;
  readonly userAgent: string;
  /** Requests a second and at once; without it the client does not hold itself back. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  readonly requestTimeoutMs?: number;
}

/** A client of the API: sends typed requests over the network and throws what was refused. */
export class ApiClient {
  readonly config: ClientConfig;
  private readonly limiter: RateLimiter | undefined;
  private readonly resources = new Map<AnyKind, ResourceClient<KubeInput, KubeObject>>();
  private preferred = 0;

  constructor(config: ClientConfig) {
    this.config = config;
    if (config.rate) this.limiter = new RateLimiter(config.stack.host.network.kernel, config.rate);
  }

  /** The verbs for one kind. */
  of<Input extends KubeInput, Stored extends KubeObject>(kind: Kind<Input, Stored>): ResourceClient<Input, Stored> {
    const key = kind as unknown as AnyKind;
    let client = this.resources.get(key);
    if (!client) this.resources.set(key, (client = new ResourceClient<KubeInput, KubeObject>(this, key)));
    return client as unknown as ResourceClient<Input, Stored>;
  }

  /** Sends the request; throws ApiError when it is refused and NetworkError when nobody answers. */
  request(request: ApiRequest): Process<ApiReply> {
    return this.ask(request, replyTo);
  }

  /** Sends a request whose answer streams (watch, log, exec). */
  stream(request: ApiRequest): Process<{ readonly reply: ApiReply; readonly stream: ReplyStream }> {
    return this.ask(request, streamOf);
  }

  /** The request, and what `read` makes of what it is answered. Throws NetworkError when nobody answers, and what `read` throws. */
  ask<Result>(request: ApiRequest, read: (reply: Reply) => Result): Process<Result> {
    const { stack, servers } = this.config;
    const only = servers[0];
    return only && servers.length === 1 && !this.limiter ? stack.ask(this.callTo(only, request), read) : this.askInTurn(request, read);
  }

  /** When it may, and whoever takes it. */
  private *askInTurn<Result>(request: ApiRequest, read: (reply: Reply) => Result): Process<Result> {
    if (this.limiter) yield* this.limiter.take();
    const { servers, stack } = this.config;
    for (let attempt = 0; ; attempt++) {
      const server = servers[this.preferred % servers.length];
      if (!server) throw new NetworkError('EHOSTUNREACH', 'no API server is configured');
      try {
        return yield* stack.ask(this.callTo(server, request), read);
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        this.preferred++;
        if (error.code !== 'ECONNREFUSED' || attempt + 1 >= servers.length) throw error;
      }
    }
  }

  private callTo({ address, port }: ClientConfig['servers'][number], request: ApiRequest): CallOptions {
    const payload: ApiCall = { type: 'api.call', request };
    return { address, port, kind: 'request', payload, timeoutMs: this.config.requestTimeoutMs ?? limits.requestTimeoutMs };
  }
}

function streamOf(answer: Reply): { readonly reply: ApiReply; readonly stream: ReplyStream } {
  const { stream } = answer;
  const reply = replyTo(answer);
  if (!stream) throw new NetworkError('ECONNRESET', 'the answer was no stream');
  return { reply, stream };
}
