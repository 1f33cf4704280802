import type {
  CronJob, DaemonSet, Deployment, HorizontalPodAutoscaler, Ingress, Job, KubeObject, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodDisruptionBudget,
  ReplicaSet, ReplicationController, Service, StatefulSet,
} from '../../kinds/index.ts';
import { isConditionTrue, podIsReady, summarizePod } from '../../kinds/index.ts';
import type { ObjectRow } from '../../protocol/index.ts';

/** The telling column of kubectl's table, and whether it is good news. */
export type Standing = Pick<ObjectRow, 'status' | 'health'>;

/** How an object stands, in a word or a fraction. */
export function standingOf(object: KubeObject): Standing {
  switch (object.kind) {
    case 'Pod': return podStanding(object as Pod);
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet': {
      const { spec, status } = object as Deployment | ReplicaSet | ReplicationController | StatefulSet;
      return share(status.readyReplicas ?? 0, spec.replicas);
    }
    case 'DaemonSet': {
      const { numberReady, desiredNumberScheduled } = (object as DaemonSet).status;
      return share(numberReady, desiredNumberScheduled);
    }
    case 'Job': {
      const { spec: { completions = 1 }, status: { succeeded = 0, conditions } } = object as Job;
      const health = isConditionTrue(conditions, 'Complete') ? 'good' : isConditionTrue(conditions, 'Failed') ? 'bad' : 'waiting';
      return { status: `${succeeded}/${completions}`, health };
    }
    case 'CronJob': return { status: (object as CronJob).spec.schedule, health: 'none' };
    case 'Service': return { status: (object as Service).spec.type, health: 'none' };
    case 'Ingress': return { status: ((object as Ingress).spec.rules ?? []).map(({ host }) => host || '*').join(','), health: 'none' };
    case 'PersistentVolume':
    case 'PersistentVolumeClaim': {
      const { phase = 'Pending' } = (object as PersistentVolume | PersistentVolumeClaim).status;
      return { status: phase, health: phase === 'Bound' ? 'good' : phase === 'Lost' || phase === 'Failed' ? 'bad' : phase === 'Pending' ? 'waiting' : 'none' };
    }
    case 'HorizontalPodAutoscaler': {
      const { currentReplicas = 0, conditions } = (object as HorizontalPodAutoscaler).status;
      return { status: `${currentReplicas} of ${(object as HorizontalPodAutoscaler).spec.maxReplicas}`, health: isConditionTrue(conditions, 'ScalingActive') ? 'good' : 'waiting' };
    }
    case 'PodDisruptionBudget': {
      const { currentHealthy, desiredHealthy } = (object as PodDisruptionBudget).status;
      return { status: `${currentHealthy}/${desiredHealthy}`, health: currentHealthy >= desiredHealthy ? 'good' : 'waiting' };
    }
    case 'Namespace': return { status: (object as Namespace).status.phase ?? 'Active', health: 'none' };
    case 'Node': {
      const isReady = isConditionTrue((object as Node).status.conditions, 'Ready');
      return { status: isReady ? 'Ready' : 'NotReady', health: isReady ? 'good' : 'bad' };
    }
    default: return { status: '', health: 'none' };
  }
}

function share(ready: number, wanted: number): Standing {
  return { status: `${ready}/${wanted}`, health: ready >= wanted ? 'good' : 'waiting' };
}

function podStanding(pod: Pod): Standing {
  const { status } = summarizePod(pod);
  const health = podIsReady(pod) || pod.status.phase === 'Succeeded' ? 'good' : pod.status.phase === 'Failed' || /BackOff|Err/.test(status) ? 'bad' : 'waiting';
  return { status, health };
}
