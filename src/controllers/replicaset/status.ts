// Upstream: pkg/controller/replicaset, calculateStatus
import { formatTime, parseTime } from '../../base/index.ts';
import { isPodActive, isPodTerminal, matchLabels, podIsAvailable, podIsReady, podReadyCondition, setCondition } from '../../kinds/index.ts';
import type { NamespacedObject, Pod, PodTemplateSpec, ReplicaSetStatus } from '../../kinds/index.ts';

/** What says how many Pods of one template there are to be. */
export interface Replicated extends NamespacedObject {
  readonly spec: { readonly replicas: number; readonly minReadySeconds?: number; readonly template: PodTemplateSpec };
  readonly status: ReplicaSetStatus;
}

/** What the status says of these Pods; `failure` is why the last sync could not create or delete. */
export function statusOf(owner: Replicated, owned: readonly Pod[], failure: unknown, nowMs: number): ReplicaSetStatus {
  const minReadySeconds = owner.spec.minReadySeconds ?? 0;
  const templateLabels = owner.spec.template.metadata?.labels;
  let replicas = 0;
  let fullyLabeled = 0;
  let ready = 0;
  let available = 0;
  let terminating = 0;
  for (const pod of owned) {
    if (!isPodActive(pod)) {
      if (!isPodTerminal(pod)) terminating++;
      continue;
    }
    replicas++;
    if (matchLabels(templateLabels, pod.metadata.labels)) fullyLabeled++;
    if (podIsReady(pod)) ready++;
    if (podIsAvailable(pod, minReadySeconds, nowMs)) available++;
  }
  const conditions = failureConditions(owner, replicas, failure, nowMs);
  return {
    replicas,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    terminatingReplicas: terminating,
    observedGeneration: owner.metadata.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** The first failure is told until a sync succeeds: the next one, with the name of another Pod in it, says nothing new. */
function failureConditions({ spec, status }: Replicated, replicas: number, failure: unknown, nowMs: number): NonNullable<ReplicaSetStatus['conditions']> {
  const { conditions = [] } = status;
  if (!(failure instanceof Error)) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  if (conditions.some(({ type }) => type === 'ReplicaFailure')) return conditions;
  return setCondition(conditions, {
    type: 'ReplicaFailure',
    status: 'True',
    reason: replicas < spec.replicas ? 'FailedCreate' : 'FailedDelete',
    message: failure.message,
    lastTransitionTime: formatTime(nowMs),
  });
}

/** Whether two statuses say the same. */
export function statusEquals(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
  return (
    a.replicas === b.replicas &&
    a.fullyLabeledReplicas === b.fullyLabeledReplicas &&
    a.readyReplicas === b.readyReplicas &&
    a.availableReplicas === b.availableReplicas &&
    a.terminatingReplicas === b.terminatingReplicas &&
    a.observedGeneration === b.observedGeneration &&
    JSON.stringify(a.conditions ?? []) === JSON.stringify(b.conditions ?? [])
  );
}

/** In how long the next ready Pod will count as available; undefined when none is waiting for it. */
export function nextAvailabilityMs(owner: Replicated, active: readonly Pod[], nowMs: number): number | undefined {
  const minReadyMs = (owner.spec.minReadySeconds ?? 0) * 1000;
  if (minReadyMs === 0) return undefined;
  let next: number | undefined;
  for (const pod of active) {
    const ready = podReadyCondition(pod);
    if (ready?.status !== 'True') continue;
    const inMs = (parseTime(ready.lastTransitionTime ?? '') ?? nowMs) + minReadyMs - nowMs;
    if (inMs > 0 && (next === undefined || inMs < next)) next = inMs;
  }
  return next;
}
