// The APIServices of groups and versions that definitions add.
// Upstream: pkg/controlplane/controller/crdregistration, k8s.io/kube-aggregator pkg/controllers/autoregister

import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, isEstablished } from '../../kinds/index.ts';
import type { CustomResourceDefinition, KubeInput } from '../../kinds/index.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { everything } from '../cache/selection.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../verbs/create.ts';
import { deleteObject } from '../verbs/delete.ts';

/** How often is looked whether the cache has heard of a new registration; another server may have deleted it again. */
const maxLooks = 20;
const automanaged = 'kube-aggregator.kubernetes.io/automanaged';

function registration(group: string, version: string): KubeInput {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [automanaged]: 'true' } },
    spec: { group, version, groupPriorityMinimum: 1_000, versionPriority: 100 },
  };
}

/** Makes the APIServices that are missing, and deletes those that nothing is behind any more. */
export function* reconcileRegistrations(server: ServerContext, definitions: readonly CustomResourceDefinition[]): Process {
  const kind = server.kinds.byKind('apiregistration.k8s.io/v1', 'APIService');
  if (!kind) return;
  const wanted = new Map<string, KubeInput>();
  for (const definition of definitions.filter(isEstablished)) {
    const { group, versions } = definition.spec;
    for (const { name, served } of versions) if (served) wanted.set(`${name}.${group}`, registration(group, name));
  }
  const cache = server.cache.of(kind);
  for (const [name, input] of wanted) {
    if (cache.get(name)) continue;
    yield* unless('AlreadyExists', createObject(callFor(server, kind, undefined, name), input));
    // What the cache has not heard of yet could not be found when its definition goes.
    for (let looks = 0; looks < maxLooks && !cache.get(name); looks++) yield* sleep(limits.registrationCheckMs);
  }
  for (const { metadata: { name, labels } } of cache.list(everything)) {
    if (labels?.[automanaged] === 'true' && !wanted.has(name)) yield* unless('NotFound', deleteObject(callFor(server, kind, undefined, name), name, {}));
  }
}

function* unless(reason: string, work: Process<unknown>): Process {
  try {
    yield* work;
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== reason) throw error;
  }
}
