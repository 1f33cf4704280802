// The ReplicaSets of a Deployment: which one has its template now, which are older.
// Upstream: k8s.io/kubectl pkg/util/deployment

import { compareText, deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerOf, labelSelectorText } from '../../kinds/index.ts';
import type { Deployment, ObjectList, PodTemplateSpec, ReplicaSet } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';

export const hashLabel = 'pod-template-hash';
export const revisionKey = 'deployment.kubernetes.io/revision';
export const changeCauseKey = 'kubernetes.io/change-cause';

/** The ReplicaSet with the Deployment's template, and the others. */
export interface OwnedReplicaSets {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** A template without the label that tells ReplicaSets apart. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The ReplicaSets that the Deployment controls, the oldest first. */
export function* replicaSetsOf(kubectl: Kubectl, deployment: Deployment): Process<OwnedReplicaSets> {
  const { metadata, spec } = deployment;
  const options = { labelSelector: labelSelectorText(spec.selector), limit: 500 };
  const mapping = { group: 'apps', version: 'v1', resource: 'replicasets' };
  const list = (yield* kubectl.api.ask('list', { mapping, namespace: metadata.namespace, options })) as ObjectList<ReplicaSet>;
  const owned = list.items
    .filter((set) => controllerOf(set)?.uid === metadata.uid)
    .toSorted((a, b) => compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compareText(a.metadata.name, b.metadata.name));
  const wanted = withoutHash(spec.template);
  const current = owned.find((set) => deepEqual(withoutHash(set.spec.template), wanted));
  return { current, old: owned.filter((set) => set !== current) };
}

/** The revision that a ReplicaSet was; 0 when it does not say. */
export const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[revisionKey] ?? 0);
