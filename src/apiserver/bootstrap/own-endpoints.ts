// The endpoints of the kubernetes Service: where API servers are. Each server says regularly that it lives; whoever has not
// said so for a while is taken out.
// Upstream: pkg/controlplane/reconcilers/lease.go

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { AnyKind, KubeInput, KubeObject } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../verbs/create.ts';
import { readStored } from '../verbs/get.ts';
import { replaceObject } from '../verbs/replace-object.ts';
import { callFor } from './own-call.ts';

const name = 'kubernetes';
const namespace = 'default';
const prefix = '/registry/masterleases/';

/** Says that this server lives, and brings the endpoints into line with all that do. */
export function* reconcileOwnEndpoints(server: ServerContext): Process {
  const addresses = yield* livingServers(server);
  const endpoints = server.kinds.byKind('v1', 'Endpoints');
  const slices = server.kinds.byKind('discovery.k8s.io/v1', 'EndpointSlice');
  if (endpoints) yield* ensureListed(server, endpoints, addresses, endpointsWith);
  if (slices) yield* ensureListed(server, slices, addresses, sliceWith);
}

/** Renews this server's sign of life and gives the addresses of those whose sign is fresh, sorted. */
function* livingServers({ storage, kernel, advertise }: ServerContext): Process<readonly string[]> {
  const { items } = yield* storage.range({ prefix });
  const own = items.find(({ key }) => key === prefix + advertise.address);
  yield* storage.put({ key: prefix + advertise.address, value: signOfLife(advertise.address, kernel.nowMs), expected: own?.revision ?? 0 });
  const living = new Set([advertise.address]);
  for (const { key, value, revision } of items) {
    if (key === own?.key) continue;
    if (renewedMs(value) + limits.serverLeaseMs > kernel.nowMs) living.add(key.slice(prefix.length));
    else yield* storage.delete({ key, expected: revision });
  }
  return [...living].sort();
}

function signOfLife(address: string, nowMs: number): KubeObject {
  return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: address, uid: '', resourceVersion: '', creationTimestamp: '' }, spec: { renewedMs: nowMs } };
}

function renewedMs({ spec }: KubeObject): number {
  const renewed = isObject(spec) ? spec['renewedMs'] : undefined;
  return typeof renewed === 'number' ? renewed : 0;
}

type Make = (server: ServerContext, addresses: readonly string[]) => KubeInput;

function* ensureListed(server: ServerContext, kind: AnyKind, addresses: readonly string[], make: Make): Process {
  const call = callFor(server, kind, namespace, name);
  const present = server.cache.of(kind).get(`${namespace}/${name}`) ?? (yield* readStored(call, name));
  if (!present) {
    yield* createObject(call, make(server, addresses));
    return;
  }
  if (isSame(addressesIn(present), addresses)) return;
  yield* replaceObject({ ...call, request: { ...call.request, verb: 'patch' } }, (current) => ({ input: { ...make(server, addresses), metadata: current.metadata } }));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((address, index) => address === b[index]);
}

function addressesIn(object: KubeObject): readonly string[] {
  const fields: Readonly<Record<string, unknown>> = { ...object };
  const groups = [...listAt(fields, 'subsets').flatMap((subset) => listAt(subset, 'addresses')), ...listAt(fields, 'endpoints')];
  return groups.flatMap((entry) => {
    const ip = isObject(entry) ? entry['ip'] : undefined;
    const list = isObject(entry) ? entry['addresses'] : undefined;
    const all: readonly unknown[] = Array.isArray(list) ? list : [ip];
    return all.filter((address) => typeof address === 'string');
  });
}

function listAt(value: unknown, field: string): readonly unknown[] {
  const list = isObject(value) ? value[field] : undefined;
  return Array.isArray(list) ? list : [];
}

function endpointsWith({ advertise }: ServerContext, addresses: readonly string[]): KubeInput {
  const subsets = [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ name: 'https', port: advertise.port, protocol: 'TCP' }] }];
  const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
  const object: KubeInput & { readonly subsets: unknown } = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, labels }, subsets };
  return object;
}

function sliceWith({ advertise }: ServerContext, addresses: readonly string[]): KubeInput {
  const object: KubeInput & Readonly<Record<'addressType' | 'endpoints' | 'ports', unknown>> = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: 'https', port: advertise.port, protocol: 'TCP' }],
  };
  return object;
}
