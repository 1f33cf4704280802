// The port on which a component of the control plane tells how it is.
// Upstream: k8s.io/component-base/cli, k8s.io/apiserver/pkg/server/healthz

import type { Process, ProcessGroup } from '../kernel/index.ts';
import { isHttpRequest } from '../machine/index.ts';
import type { HttpResponse } from '../machine/index.ts';
import type { Exchange, Host, Reply } from '../network/index.ts';

const paths = new Set(['/healthz', '/livez', '/readyz']);

function answer(status: number, body: string): HttpResponse {
  return { type: 'http.response', status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function* respond({ request }: Exchange): Process<Reply> {
  const path = isHttpRequest(request) ? request.path.split('?', 1)[0] ?? '' : '';
  return { kind: 'response', payload: paths.has(path) ? answer(200, 'ok') : answer(404, '404 page not found\n') };
}

/** Opens the port as long as the group lives. */
export function serveHealth(host: Host, port: number, name: string, group: ProcessGroup): void {
  host.stack.serve({ port, name: `${host.name}/${name}`, group, handler: respond });
}
