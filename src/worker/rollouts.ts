import type { DaemonSet, Deployment, KubeObject, StatefulSet } from '../kinds/index.ts';
import { isConditionTrue } from '../kinds/index.ts';

/** A workload that replaces its Pods when its template changes. */
export type Rolling = Deployment | StatefulSet | DaemonSet;

/** Whether an object is one whose rollout can be waited for. */
export function isRolling(object: KubeObject): object is Rolling {
  return isRollingKind(object.kind);
}

/** Whether objects of a kind can be. */
export function isRollingKind(kind: string | undefined): boolean {
  return kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet';
}

/** As `kubectl rollout status` sees it: every Pod is of the new version and available, and no old one is left. */
export function isRolledOut(workload: Rolling): boolean {
  if ((workload.status.observedGeneration ?? 0) < (workload.metadata.generation ?? 0)) return false;
  switch (workload.kind) {
    case 'Deployment': {
      const { spec, status } = workload;
      const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
      return updatedReplicas >= spec.replicas && replicas <= updatedReplicas && availableReplicas >= updatedReplicas && (spec.replicas === 0 || isConditionTrue(status.conditions, 'Available'));
    }
    case 'StatefulSet': {
      const { spec, status } = workload;
      const updated = spec.replicas - (spec.updateStrategy.rollingUpdate?.partition ?? 0);
      return (status.readyReplicas ?? 0) >= spec.replicas && (status.updatedReplicas ?? 0) >= updated;
    }
    case 'DaemonSet': {
      const { desiredNumberScheduled, updatedNumberScheduled = 0, numberAvailable = 0 } = workload.status;
      return updatedNumberScheduled >= desiredNumberScheduled && numberAvailable >= desiredNumberScheduled;
    }
  }
}
