// Upstream: pkg/controller/statefulset/stateful_set_control.go updateStatus, completeRollingUpdate
import type { ControllerRevision, Pod, StatefulSet, StatefulSetStatus } from '../../kinds/index.ts';
import { isReady, isServing, isTerminating, revisionOf } from './pod-identity.ts';

/** The revision that a set comes from, and the one that it goes to. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
}

/** What the status says of these Pods; once all are of the new revision, it is the present one. */
export function statusOf(set: StatefulSet, pods: readonly Pod[], { current, update }: Revisions, nowMs: number): StatefulSetStatus {
  const { spec: { replicas: wanted, minReadySeconds = 0, updateStrategy }, status, metadata } = set;
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isServing(pod, minReadySeconds, nowMs)).length;
  const staying = pods.filter((pod) => !isTerminating(pod));
  const of = (revision: ControllerRevision): number => staying.filter((pod) => revisionOf(pod) === revision.metadata.name).length;
  const updated = of(update);
  const isComplete = updateStrategy.type === 'RollingUpdate' && updated === wanted && ready === wanted && pods.length === wanted;
  const present = isComplete ? updated : of(current);
  const { conditions } = status;
  return {
    observedGeneration: metadata.generation ?? 1,
    replicas: pods.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(present > 0 ? { currentReplicas: present } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: status.collisionCount ?? 0,
    availableReplicas: available,
    ...(conditions === undefined ? {} : { conditions }),
  };
}
