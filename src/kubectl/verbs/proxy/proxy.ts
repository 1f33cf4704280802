// kubectl proxy: the API server behind a port of this machine.
// Upstream: k8s.io/kubectl pkg/cmd/proxy

import { Signal } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { Exchange, Reply } from '../../../network/index.ts';
import type { Impersonation } from '../../../kinds/index.ts';
import { isHttpRequest } from '../../../machine/index.ts';
import type { HttpRequest } from '../../../machine/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError } from '../../core/errors.ts';
import { bool, duration, int, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { fileResponse, notServed, plainRefusal } from './answers.ts';
import { ExpressionError, requestFilter } from './request-filter.ts';

export const proxy: Command = {
  name: 'proxy', short: 'Run a proxy to the Kubernetes API server', usage: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: [
    text('accept-hosts', 'Regular expression for hosts that the proxy should accept.', { value: String.raw`^localhost$,^127\.0\.0\.1$,^\[::1\]$` }),
    text('accept-paths', 'Regular expression for paths that the proxy should accept.', { value: '^.*' }),
    text('address', 'The IP address on which to serve on.', { value: '127.0.0.1' }),
    text('api-prefix', 'Prefix to serve the proxied API under.', { value: '/' }),
    bool('append-server-path', 'If true, enables automatic path appending of the kube context server path to each request.'),
    bool('disable-filter', 'If true, disable request filtering in the proxy. This is dangerous, and can leave you vulnerable to XSRF attacks, when used with an accessible port.'),
    duration('keepalive', 'keepalive specifies the keep-alive period for an active network connection. Set to 0 to disable keepalive.'),
    int('port', 'The port on which to run the proxy. Set to 0 to pick a random port.', { short: 'p', value: '8001' }),
    text('reject-methods', "Regular expression for HTTP methods that the proxy should reject (example --reject-methods='POST,PUT,PATCH').", { value: '^$' }),
    text('reject-paths', 'Regular expression for paths that the proxy should reject. Paths specified here will be rejected even accepted by --accept-paths.', { value: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach' }),
    text('unix-socket', 'Unix socket on which to run the proxy.', { short: 'u' }),
    text('www', 'Also serve static files from the given directory under the specified prefix.', { short: 'w' }),
    text('www-prefix', 'Prefix to serve static files under, if static file directory is specified.', { short: 'P', value: '/static/' }),
  ],
  *run(kubectl) {
    const { flags } = kubectl;
    const port = flags.int('port');
    if (flags.changed('unix-socket') && flags.changed('port')) throw new CommandError('cannot set --unix-socket and --port at the same time');
    if (port < 0 || port > 65_535) throw new CommandError(`listen tcp: address ${port}: invalid port`);
    const { kernel, stack, group } = kubectl.context.sandbox;
    const own = (kernel.currentProcess?.group ?? group).subgroup('proxy');
    const answer = yield* answererOrEnd(kubectl);
    if (flags.bool('disable-filter')) yield* kubectl.log('W', 'proxy.go:177', 'Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious');
    try {
      stack.serve({ port, name: 'kubectl proxy', group: own, handler: (exchange) => answer(exchange) });
      yield* kubectl.out(`Starting to serve on ${flags.text('address').replace(/^0\.0\.0\.0$/, '[::]')}:${port}\n`);
      yield* new Signal('a request').next();
    } finally {
      own.dispose();
    }
  },
};

function* answererOrEnd(kubectl: Kubectl): Process<ReturnType<typeof answerer>> {
  try {
    return answerer(kubectl);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    yield* kubectl.log('F', 'proxy_server.go:83', `Error compiling re: ${error.message}`);
    throw new ExitError(255);
  }
}

/** What becomes of a request: it is passed on, answered by a file, or refused. */
function answerer(kubectl: Kubectl): (exchange: Exchange) => Process<Reply | undefined> {
  const { flags } = kubectl;
  const api = withSlash(flags.text('api-prefix'));
  const isAccepted = requestFilter(flags);
  const files = flags.text('www') === '' ? undefined : { folder: kubectl.path(flags.text('www')), prefix: withSlash(flags.text('www-prefix')) };
  return function* answer(exchange) {
    const { request } = exchange;
    if (!isHttpRequest(request)) return undefined;
    if (files && request.path.startsWith(files.prefix)) return { kind: 'traffic', payload: fileResponse(kubectl.files, files.folder, request.path.slice(files.prefix.length)) };
    if (!request.path.startsWith(api)) return { kind: 'traffic', payload: notServed };
    if (!isAccepted(request)) return { kind: 'traffic', payload: plainRefusal(403, 'Forbidden') };
    return yield* pass(kubectl, exchange, { ...request, path: `/${request.path.slice(api.length)}` });
  };
}

const withSlash = (prefix: string): string => (prefix.endsWith('/') ? prefix : `${prefix}/`);

function impersonationHeaders({ user, groups, uid, extra }: Impersonation): Readonly<Record<string, string>> {
  return {
    'impersonate-user': user,
    ...(groups.length > 0 ? { 'impersonate-group': groups.join(', ') } : {}),
    ...(uid === '' ? {} : { 'impersonate-uid': uid }),
    ...Object.fromEntries(Object.entries(extra).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values.join(', ')])),
  };
}

/** Passes a request on as this person's, and its answer back. */
function* pass(kubectl: Kubectl, exchange: Exchange, request: HttpRequest): Process<Reply | undefined> {
  const { address, port } = kubectl.api.server;
  if (address === undefined) return undefined;
  const { asker: { credentials: { certificate, token }, impersonate } } = kubectl.api;
  const headers = { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(impersonate ? impersonationHeaders(impersonate) : {}) };
  const payload: HttpRequest = { ...request, isSecure: true, headers, ...(certificate === undefined ? {} : { certificate }) };
  try {
    const reply = yield* kubectl.context.sandbox.stack.call({ address, port, kind: 'request', payload });
    if (!reply.stream) return reply;
    exchange.reply({ kind: reply.kind, payload: reply.payload, isStream: true });
    for (let part = yield* reply.stream.next(); part !== undefined; part = yield* reply.stream.next()) exchange.push('traffic', part);
    exchange.finish();
    return undefined;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    exchange.abortByServer();
    return undefined;
  }
}
