import { headerName } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { isHttpResponse, isNotTls, resolveName } from '../../../machine/index.ts';
import type { HttpRequest, HttpResponse, ProgramContext } from '../../../machine/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { NetworkErrorCode, ReplyStream } from '../../../network/index.ts';

/** A URL taken apart. */
export interface Target {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  readonly hasPort: boolean;
  readonly credentials: string | undefined;
}

/** Reads a URL, with or without its scheme; undefined when it is none. */
export function parseTarget(url: string): Target | undefined {
  const [, scheme = 'http', credentials, host, port, rest = ''] = /^(?:([a-zA-Z][\w+.-]*):\/\/)?(?:([^@/?#]*)@)?([^/:?#\s]+|\[[^\]]+\])(?::(\d+))?([/?][^#\s]*)?(?:#.*)?$/.exec(url) ?? [];
  const lower = scheme.toLowerCase();
  if (host === undefined || (lower !== 'http' && lower !== 'https')) return undefined;
  return {
    scheme: lower, host, port: port === undefined ? (lower === 'https' ? 443 : 80) : Number(port),
    path: rest.startsWith('/') ? rest : `/${rest}`, hasPort: port !== undefined, credentials,
  };
}

/** How a request ended. */
export type Fetched =
  | { readonly verdict: 'answer'; readonly response: HttpResponse; readonly stream: ReplyStream | undefined; readonly address: string }
  | { readonly verdict: 'unknown-host' }
  | { readonly verdict: 'no-server' }
  /** The server does not speak TLS. */
  | { readonly verdict: 'no-tls'; readonly address: string }
  | { readonly verdict: 'failed'; readonly code: NetworkErrorCode; readonly address: string; readonly tookMs: number };

/** Finds the host's address and makes one request. */
export function* fetchTarget(
  context: ProgramContext, target: Target, request: Omit<HttpRequest, 'type' | 'path' | 'isSecure'>, options: { readonly timeoutMs?: number; readonly address?: string } = {},
): Process<Fetched> {
  const { kernel, stack } = context.sandbox;
  const startedMs = kernel.nowMs;
  let { address } = options;
  if (address === undefined) {
    const resolution = yield* resolveName(context, target.host);
    if (resolution.verdict === 'unknown') return { verdict: 'unknown-host' };
    if (resolution.verdict === 'no-answer') return { verdict: 'no-server' };
    address = resolution.addresses[0] ?? '';
  }
  const payload: HttpRequest = { type: 'http.request', path: target.path, isSecure: target.scheme === 'https', ...request };
  try {
    const left = options.timeoutMs === undefined ? {} : { timeoutMs: Math.max(1, options.timeoutMs - (kernel.nowMs - startedMs)) };
    const reply = yield* stack.call({ address, port: target.port, kind: 'traffic', payload, ...left });
    if (isNotTls(reply.payload)) return { verdict: 'no-tls', address };
    if (!isHttpResponse(reply.payload)) return { verdict: 'failed', code: 'ECONNRESET', address, tookMs: kernel.nowMs - startedMs };
    return { verdict: 'answer', response: reply.payload, stream: reply.stream, address };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { verdict: 'failed', code: error.code, address, tookMs: kernel.nowMs - startedMs };
  }
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect', 308: 'Permanent Redirect',
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 410: 'Gone', 413: 'Request Entity Too Large', 415: 'Unsupported Media Type', 422: 'Unprocessable Entity', 429: 'Too Many Requests',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};

/** The words behind a status. */
export function reasonPhrase(status: number): string {
  return reasons[status] ?? '';
}

/** A header's name as the servers of the world write it. */
export function writtenName(name: string): string {
  return headerName(name).replace(/^Etag$/, 'ETag');
}
