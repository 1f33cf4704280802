import type { AnyKind, ResourceRequest } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';

/** The server as a client of itself. */
const loopbackUser = 'system:apiserver';

/** A request that the server makes to itself. */
export function callFor(server: ServerContext, kind: AnyKind, namespace: string | undefined, name: string): Call {
  const { group, version, resource } = kind.gvr;
  const request: ResourceRequest = {
    type: 'resource', verb: 'create', group, version, resource, name, options: {}, as: 'object',
    ...(namespace === undefined ? {} : { namespace }),
    user: loopbackUser, userAgent: 'kube-apiserver',
  };
  return { server, request, kind, spoken: kind, cache: server.cache.of(kind), user: { name: loopbackUser, groups: ['system:masters'] }, warnings: [] };
}
