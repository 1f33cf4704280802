// What a new cluster holds before anybody wrote anything, made by the first API server that finds it missing.
// Upstream: pkg/controlplane/instance.go (post-start hooks), pkg/controlplane/controller/systemnamespaces

import { formatCidr } from '../../base/index.ts';
import { ended, race, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, bootstrapObjects, keyOf } from '../../kinds/index.ts';
import type { ClusterRole, KubeInput, PolicyRule } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import { createObject } from '../verbs/create.ts';
import { readStored } from '../verbs/get.ts';
import { callFor } from './own-call.ts';
import { reconcileOwnEndpoints } from './own-endpoints.ts';

/**
 * Makes what is missing. Namespaces, the server's own Service and endpoints are kept there for ever; roles, priorities and
 * the rest are made once, several at a time, and whoever deletes them has deleted them.
 */
export function* bootstrap(server: ServerContext, onDone: () => void): Process<never> {
  const objects = bootstrapObjects();
  const kept = objects.filter(isKept);
  for (const input of kept) yield* persistently(() => ensure(server, input));
  yield* makeOnce(server, objects.filter((input) => madeOnce.has(input.kind) && isServed(server, input)));
  yield* persistently(() => reconcileOwnEndpoints(server));
  onDone();
  for (;;) {
    yield* sleep(limits.reconcileMs);
    for (const input of kept) yield* persistently(() => ensure(server, input));
    yield* persistently(() => reconcileOwnEndpoints(server));
  }
}

/** Accounts, certificates and leases are made by controllers and kubelets, not by the server. */
function isKept({ kind, metadata }: KubeInput): boolean {
  if (kind === 'Namespace' || kind === 'PriorityClass') return true;
  return kind === 'Service' && metadata?.name === 'kubernetes';
}

const madeOnce: ReadonlySet<string> = new Set([
  'APIService', 'ClusterRole', 'ClusterRoleBinding', 'FlowSchema', 'PriorityLevelConfiguration', 'Role', 'RoleBinding', 'ServiceCIDR',
]);

/** An APIService stands for a group and version that there is something of. */
function isServed({ kinds }: ServerContext, { kind, metadata }: KubeInput): boolean {
  return kind !== 'APIService' || kinds.all.some(({ group, version }) => metadata?.name === `${version}.${group}`);
}

function* makeOnce(server: ServerContext, objects: readonly KubeInput[]): Process {
  const { kernel, actor } = server;
  const group = kernel.currentProcess?.group;
  const makers = Array.from({ length: limits.bootstrapMakers }, (_, first) =>
    kernel.spawn(`${actor} bootstrap ${first + 1}`, makeEach(server, objects.filter((__, index) => index % limits.bootstrapMakers === first)), group));
  for (const maker of makers) yield* race([ended(maker)]);
}

function* makeEach(server: ServerContext, objects: readonly KubeInput[]): Process {
  for (const input of objects) yield* persistently(() => ensure(server, input));
}

function* ensure(server: ServerContext, recorded: KubeInput): Process {
  const kind = server.kinds.byKind(recorded.apiVersion, recorded.kind);
  if (!kind) return;
  const { namespace, name = '' } = recorded.metadata ?? {};
  const call = callFor(server, kind, namespace, name);
  if (server.cache.of(kind).get(keyOf(namespace, name)) ?? (yield* readStored(call, name))) return;
  const { status: _, ...input } = kind.kind === 'Namespace' ? { ...recorded, spec: {} } : recorded; // its finalizer comes with every namespace
  yield* createObject(call, kind.kind === 'Service' ? withOwnPort(server, input) : kind.kind === 'ServiceCIDR' ? withOwnRange(server, input) : input);
}

/** The kubernetes Service leads to the port at which this server serves. */
function withOwnPort({ advertise, serviceAddresses }: ServerContext, input: KubeInput): KubeInput {
  const clusterIP = serviceAddresses.range.at(0);
  return {
    ...input,
    spec: {
      type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster', sessionAffinity: 'None',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: advertise.port }],
    },
  };
}

/** The first range is the one that this server was started with. Upstream: pkg/controlplane/controller/defaultservicecidr */
function withOwnRange({ serviceAddresses }: ServerContext, { metadata, ...input }: KubeInput): KubeInput {
  return { ...input, metadata: { name: metadata?.name ?? '' }, spec: { cidrs: [formatCidr(serviceAddresses.range.cidr)] } };
}

function* persistently(work: () => Process): Process {
  for (;;) {
    try {
      yield* work();
      return;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') return;
      if (!(error instanceof StorageError) && !(error instanceof ApiError)) throw error;
    }
    yield* sleep(limits.bootstrapRetryMs);
  }
}

/** What every node may do, as the role for it says. Upstream: plugin/pkg/auth/authorizer/rbac/bootstrappolicy NodeRules */
export function nodeRules(): readonly PolicyRule[] {
  const role = bootstrapObjects().find(({ kind, metadata }) => kind === 'ClusterRole' && metadata?.name === 'system:node');
  return (role as ClusterRole | undefined)?.rules ?? [];
}
