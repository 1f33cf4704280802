import type { Process } from '../../kernel/index.ts';
import { isHttpRequest, notTls } from '../../machine/index.ts';
import type { HttpRequest, HttpResponse, ProgramContext } from '../../machine/index.ts';
import type { Exchange } from '../../network/index.ts';

/** What a web server answers to one request. */
export type Answer = (request: HttpRequest, exchange: Exchange) => Process<HttpResponse>;

/** A web server of a program: it listens until `close`. */
export interface WebServer {
  close(): void;
}

/** Listens for HTTP requests, by TLS or without, at a port of the program's namespace; undefined when the port is taken. */
export function listenHttp(context: ProgramContext, port: number, answer: Answer, { isSecure = false } = {}): WebServer | undefined {
  const { sandbox } = context;
  if (sandbox.stack.listenerAt(port)) return undefined;
  return sandbox.stack.serve({
    port, name: `${sandbox.name}:${port}`, group: sandbox.group,
    *handler(exchange) {
      const request = isHttpRequest(exchange.request) ? exchange.request : undefined;
      if (request?.isSecure && !isSecure) return { kind: 'traffic', payload: notTls };
      const payload = request && request.isSecure === isSecure ? yield* answer(request, exchange) : badRequest;
      return { kind: 'traffic', payload };
    },
  });
}

const badRequest: HttpResponse = {
  type: 'http.response', status: 400, headers: { 'content-type': 'text/html', connection: 'close' },
  body: '<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n</body>\r\n</html>\r\n',
};

/** A plain answer. */
export function textResponse(body: string, options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {}): HttpResponse {
  return { type: 'http.response', status: options.status ?? 200, headers: { 'content-type': 'text/plain', 'content-length': String(body.length), ...options.headers }, body };
}

/** Waits until one of the signals comes that end a server; gives it. */
export function* waitForEnd(context: ProgramContext, signals: readonly ('SIGTERM' | 'SIGINT' | 'SIGQUIT')[] = ['SIGTERM', 'SIGINT', 'SIGQUIT']): Process<string> {
  let came: string | undefined;
  for (const signal of signals) context.traps.set(signal, () => (came ??= signal));
  while (came === undefined) yield* context.signalled.next();
  return came;
}
