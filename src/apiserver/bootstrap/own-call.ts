import { noCredentials } from '../../kinds/index.ts';
import type { AnyKind, ResourceRequest } from '../../kinds/index.ts';
import { loopback } from '../authentication/identity.ts';
import type { Call } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';

/** A request that the server makes to itself. */
export function callFor(server: ServerContext, kind: AnyKind, namespace: string | undefined, name: string): Call {
  const { group, version, resource } = kind.gvr;
  const request: ResourceRequest = {
    type: 'resource', verb: 'create', group, version, resource, name, options: {}, as: 'object',
    ...(namespace === undefined ? {} : { namespace }),
    credentials: noCredentials, userAgent: 'kube-apiserver',
  };
  return { server, request, kind, spoken: kind, cache: server.cache.of(kind), user: loopback.user, record: undefined, warnings: [] };
}
