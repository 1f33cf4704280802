// The endpoints of the kubernetes Service: where API servers are.
// Upstream: pkg/controlplane/reconcilers (there, each server keeps a lease; here, servers that are gone are taken out by none)

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { AnyKind, KubeInput, KubeObject } from '../../kinds/index.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../verbs/create.ts';
import { readStored } from '../verbs/get.ts';
import { replaceObject } from '../verbs/update.ts';
import { callFor } from './own-call.ts';

const name = 'kubernetes';
const namespace = 'default';

/** Adds this server to the Endpoints and the EndpointSlice of the kubernetes Service. */
export function* reconcileOwnEndpoints(server: ServerContext): Process {
  const endpoints = server.kinds.byKind('v1', 'Endpoints');
  const slices = server.kinds.byKind('discovery.k8s.io/v1', 'EndpointSlice');
  if (endpoints) yield* ensureListed(server, endpoints, endpointsWith);
  if (slices) yield* ensureListed(server, slices, sliceWith);
}

type Make = (server: ServerContext, addresses: readonly string[]) => KubeInput;

function* ensureListed(server: ServerContext, kind: AnyKind, make: Make): Process {
  const own = server.advertise.address;
  const call = callFor(server, kind, namespace, name);
  const present = yield* readStored(call, name);
  if (!present) {
    yield* createObject(call, make(server, [own]));
    return;
  }
  yield* replaceObject({ ...call, request: { ...call.request, verb: 'patch' } }, (current) => {
    const addresses = addressesIn(current);
    return addresses.includes(own) ? current : { ...make(server, [...addresses, own].sort()), metadata: current.metadata };
  });
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
