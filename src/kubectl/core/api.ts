// Requests to the API server, as kubectl sends them.

import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection, ReplyStream, Stack } from '../../network/index.ts';
import { ApiError, genericFailure } from '../../kinds/index.ts';
import type { ApiCall, Credentials, Impersonation, ApiReply, ApiRequest, PatchType, PathRequest, RequestOptions, ResourceRequest, Status, Verb } from '../../kinds/index.ts';
import { CommandError, RequestError } from './errors.ts';
import { resourceText } from './discovery.ts';
import type { Mapping } from './discovery.ts';
import { methodOf, wireOf } from './request-log.ts';
import type { RequestLog } from './request-log.ts';

const userAgent = 'kubectl/v1.36.3 (linux/amd64) kubernetes/0f29094';

/** Where an API server is. */
export interface Server {
  /** As the kubeconfig has it: `https://10.0.0.10:6443`. */
  readonly url: string;
  readonly address: string | undefined;
  readonly port: number;
}

/** What is shown with every request. */
export interface Asker {
  readonly credentials: Credentials;
  readonly impersonate?: Impersonation;
}

/** What a request is about. */
export interface Target {
  readonly mapping: Pick<Mapping, 'group' | 'resource' | 'version'>;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
  readonly body?: unknown;
  readonly patchType?: PatchType;
  readonly options?: RequestOptions;
  readonly as?: 'object' | 'table';
}

/** What goes along with a path. */
interface PathExtra {
  readonly body?: unknown;
  readonly patchType?: PatchType;
  readonly accept?: 'discovery';
}

/** An answer, with what follows it. */
interface Sent {
  readonly reply: ApiReply;
  readonly stream: ReplyStream | undefined;
}

/** A server's address from a kubeconfig's URL; `lookup` turns a name into an address. */
export function parseServer(url: string, lookup: (host: string) => string | undefined): Server {
  const match = /^(?:(https?):\/\/)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(url);
  const [, scheme = 'http', host = '', port] = match ?? [];
  return {
    url: url.includes('://') ? url.replace(/\/$/, '') : `http://${url}`,
    address: lookup(host),
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
  };
}

/** Sends requests to one server as one user. */
export class Api {
  readonly server: Server;
  /** Who asks, and for whom they want to be taken. */
  readonly asker: Asker;
  readonly #stack: Stack;
  readonly #timeoutMs: number;
  readonly #warn: (text: string) => Process;
  readonly #log: RequestLog;
  readonly #clock: () => number;

  constructor(options: { stack: Stack; server: Server; asker: Asker; timeoutMs: number; warn: (text: string) => Process; log: RequestLog; clock: () => number }) {
    this.#stack = options.stack;
    this.server = options.server;
    this.asker = options.asker;
    this.#timeoutMs = options.timeoutMs;
    this.#warn = options.warn;
    this.#log = options.log;
    this.#clock = options.clock;
  }

  /** How long a request may take; 0: as long as it takes. */
  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** Asks for a resource; the answer's body. Throws ApiError and RequestError. */
  *ask(verb: Verb, target: Target): Process<unknown> {
    const { reply } = yield* this.send(resourceRequest(verb, target, this.asker));
    return reply.body;
  }

  /** Asks for a stream: a watch, a log, an exec. */
  *stream(verb: Verb, target: Target): Process<{ readonly reply: ApiReply; readonly stream: ReplyStream }> {
    const { reply, stream } = yield* this.send(resourceRequest(verb, target, this.asker));
    if (!stream) throw this.#failed(new NetworkError('ECONNRESET', 'unexpected EOF'), requestUrl(this.server, target));
    return { reply, stream };
  }

  /** Opens a session with input, once the server has agreed: the first payload is the request, the first one back the reply. */
  *connect(target: Target): Process<Connection> {
    const { address, port } = this.server;
    const url = requestUrl(this.server, target);
    if (address === undefined) throw this.#failed(new NetworkError('EHOSTUNREACH', 'no such host'), url);
    const request = resourceRequest('create', target, this.asker);
    yield* this.#log.asked(request, url, `${address}:${port}`);
    const startedMs = this.#clock();
    try {
      const connection = yield* this.#stack.connect({ address, port });
      const call: ApiCall = { type: 'api.call', request };
      connection.send(call, 'request');
      return yield* this.#agreed(connection, request, url, startedMs);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw this.#failed(error, url);
    }
  }

  *#agreed(connection: Connection, request: ResourceRequest, url: string, startedMs: number): Process<Connection> {
    let isAgreed = false;
    try {
      const head = (yield* connection.receive()) as ApiReply | undefined;
      yield* this.#log.answered(request, url, head, this.#clock() - startedMs);
      if (!head) throw new CommandError('unable to upgrade connection: unexpected EOF');
      if (head.code >= 400) throw new ApiError(head.body as Status);
      isAgreed = true;
      return connection;
    } finally {
      if (!isAgreed) connection.close();
    }
  }

  /** Asks for a path that is no resource: discovery, versions. */
  *path(verb: PathRequest['verb'], path: string, extra: PathExtra = {}): Process<unknown> {
    const { reply } = yield* this.openPath(verb, path, extra);
    return reply.body;
  }

  /** Asks for a path that may be answered by a stream: `--raw`. */
  *openPath(verb: PathRequest['verb'], path: string, extra: PathExtra = {}): Process<Sent> {
    return yield* this.send({ type: 'path', verb, path, ...extra, ...this.asker, userAgent });
  }

  /** Sends a patch as text, for the server to read. */
  *patchText(target: Target & { readonly patchType: PatchType }, text: string): Process<unknown> {
    const path = requestUrl(this.server, target).slice(this.server.url.length);
    const below = target.subresource === undefined || target.subresource === '' ? '' : `/${target.subresource}`;
    const { reply } = yield* this.openPath('patch', `${path}${below}`, { body: text, patchType: target.patchType });
    return reply.body;
  }

  *send(request: ApiRequest): Process<Sent> {
    const { address, port, url } = this.server;
    const at = request.type === 'path' ? `${url}${request.path}` : requestUrl(this.server, { mapping: request, namespace: request.namespace, name: request.name });
    if (address === undefined) {
      const host = /\/\/([^:/]+)/.exec(url)?.[1] ?? '';
      throw this.#failed(new NetworkError('EHOSTUNREACH', `dial tcp: lookup ${host}: no such host`), at);
    }
    const payload: ApiCall = { type: 'api.call', request };
    yield* this.#log.asked(request, at, `${address}:${port}`);
    const startedMs = this.#clock();
    const timeout = this.#timeoutMs > 0 ? { timeoutMs: this.#timeoutMs } : {};
    try {
      const answer = yield* this.#stack.call({ address, port, kind: 'request', payload, ...timeout });
      const reply = answer.payload as ApiReply;
      yield* this.#log.answered(request, at, reply, this.#clock() - startedMs);
      for (const warning of reply.warnings) yield* this.#warn(warning);
      if (reply.code >= 400) throw new ApiError(failureOf(reply, request));
      return { reply, stream: answer.stream };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      yield* this.#log.answered(request, at, undefined, this.#clock() - startedMs);
      const { method, url: whole } = wireOf(request, at);
      throw this.#failed(error, whole, method);
    }
  }

  #failed(error: NetworkError, url: string, method?: string): RequestError {
    const at = `${this.server.address ?? ''}:${this.server.port}`;
    return new RequestError(url, new NetworkError(error.code, error.code === 'ECONNREFUSED' ? `dial tcp ${at}: connect: connection refused` : error.message), method);
  }
}

/** The Status of a failure; of a resource that nobody serves there is only a page, which says nothing of it. */
function failureOf({ code, body }: ApiReply, request: ApiRequest): Status {
  const status = typeof body === 'string' ? genericFailure(code, body.trim()) : (body as Status);
  const isPage = typeof body === 'string' || (code === 404 && status.details?.kind === undefined && status.message === genericFailure(404).message);
  // That a resource has no such part, the server says in a Status.
  if (!isPage || request.type !== 'resource' || request.subresource !== undefined || request.version === '') return status;
  const asked = [methodOf(request.verb).toLowerCase(), resourceText(request), ...(request.name === undefined ? [] : [request.name])].join(' ');
  return { ...status, message: `${status.message ?? ''} (${asked})` };
}

function requestUrl(server: Server, target: Target): string {
  const { mapping, namespace, name } = target;
  const group = mapping.group === '' ? `/api/${mapping.version}` : `/apis/${mapping.group}/${mapping.version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${server.url}${group}${scope}/${mapping.resource}${name === undefined ? '' : `/${name}`}`;
}

function resourceRequest(verb: Verb, target: Target, asker: Asker): ResourceRequest {
  if (target.name === '') throw new CommandError('resource name may not be empty');
  const { mapping, namespace, name, subresource, body, patchType, options = {}, as = 'object' } = target;
  const { group, version, resource } = mapping;
  return {
    type: 'resource', verb, group, version, resource, options, as, ...asker, userAgent,
    ...(namespace === undefined || namespace === '' ? undefined : { namespace }),
    ...(name === undefined ? undefined : { name }),
    ...(subresource === undefined || subresource === '' ? undefined : { subresource }),
    ...(body === undefined ? undefined : { body }),
    ...(patchType === undefined ? undefined : { patchType }),
  };
}
