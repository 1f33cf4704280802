// Where the server itself finds what is behind a Service.
// Upstream: k8s.io/apiserver pkg/util/proxy, pkg/registry/core/service/storage ResourceLocation

import { endpointSliceKind } from '../../kinds/index.ts';
import type { Endpoint } from '../../kinds/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import type { ServerContext } from '../server-context.ts';

/** A place in the network. */
export interface Address {
  readonly address: string;
  readonly port: number;
}

/** The ready endpoints of a Service's port, those that `counts` says only. */
export function readyEndpoints(
  server: ServerContext,
  service: { readonly namespace: string; readonly name: string; readonly portName: string },
  counts: (endpoint: Endpoint) => boolean = () => true,
): readonly Address[] {
  const slices = cachedObjects(server, endpointSliceKind, service.namespace).filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service.name);
  return slices.flatMap(({ endpoints, ports }) => {
    const port = (ports ?? []).find(({ name = '' }) => name === service.portName)?.port;
    if (port === undefined) return [];
    const ready = (endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready !== false && counts(endpoint));
    return ready.flatMap(({ addresses }) => addresses.map((address): Address => ({ address, port })));
  });
}
