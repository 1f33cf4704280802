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
import { CommandError } from '../../core/errors.ts';
import { int, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';

export const proxy: Command = {
  name: 'proxy', short: 'Run a proxy to the Kubernetes API server', usage: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: [text('address', 'The IP address on which to serve on.', { value: '127.0.0.1' }), int('port', 'The port on which to run the proxy. Set to 0 to pick a random port.', { short: 'p', value: '8001' })],
  *run(kubectl) {
    const port = kubectl.flags.int('port');
    if (port < 0 || port > 65_535) throw new CommandError(`listen tcp: address ${port}: invalid port`);
    const { kernel, stack, group } = kubectl.context.sandbox;
    const own = (kernel.currentProcess?.group ?? group).subgroup('proxy');
    try {
      stack.serve({ port, name: 'kubectl proxy', group: own, handler: (exchange) => pass(kubectl, exchange) });
      yield* kubectl.out(`Starting to serve on ${kubectl.flags.text('address')}:${port}\n`);
      yield* new Signal('a request').next();
    } finally {
      own.dispose();
    }
  },
};

function impersonationHeaders({ user, groups, uid, extra }: Impersonation): Readonly<Record<string, string>> {
  return {
    'impersonate-user': user,
    ...(groups.length > 0 ? { 'impersonate-group': groups.join(', ') } : {}),
    ...(uid === '' ? {} : { 'impersonate-uid': uid }),
    ...Object.fromEntries(Object.entries(extra).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values.join(', ')])),
  };
}

/** Passes a request on as this person's, and its answer back. */
function* pass(kubectl: Kubectl, exchange: Exchange): Process<Reply | undefined> {
  const { request } = exchange;
  const { address, port } = kubectl.api.server;
  if (!isHttpRequest(request) || address === undefined) return undefined;
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
