import type { CronJob, DaemonSet, HorizontalPodAutoscaler, Job, PodDisruptionBudget, ReplicaSet, ReplicationController, StatefulSet } from '../../kinds/index.ts';
import { findCondition, isConditionTrue } from '../../kinds/index.ts';
import type { Phrase } from '../../protocol/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { WhyContext } from './why-context.ts';

/** Pods for each node that it is meant for. */
export function daemonSetSentence({ status }: DaemonSet): readonly Phrase[] {
  const { numberReady: ready, desiredNumberScheduled: desired } = status;
  if (desired === 0) return [{ say: 'daemonset.nowhere' }];
  return [{ say: ready >= desired ? 'daemonset.complete' : 'daemonset.waiting', with: { ready, desired } }];
}

/** Pods one after the other: which one the others wait for. */
export function statefulSetSentence({ frames }: WhyContext, { metadata, spec, status }: StatefulSet): readonly Phrase[] {
  const values = { ready: status.readyReplicas ?? 0, desired: spec.replicas };
  if (values.ready >= spec.replicas) return [{ say: 'workload.complete', with: values }];
  if (spec.podManagementPolicy === 'OrderedReady') {
    const first = spec.ordinals?.start ?? 0;
    for (let ordinal = first; ordinal < first + spec.replicas - 1; ordinal++) {
      const pod = `${metadata.name}-${ordinal}`;
      if (frames.objects.pods.get(objectId({ kind: 'Pod', namespace: metadata.namespace, name: pod }))?.phase !== 'ready') return [{ say: 'statefulset.ordered', with: { ...values, pod } }];
    }
  }
  return [{ say: 'workload.waiting', with: values }];
}

/** As many Pods as are wanted. */
export function replicaSentence({ spec, status }: ReplicaSet | ReplicationController): readonly Phrase[] {
  const values = { ready: status.readyReplicas ?? 0, desired: spec.replicas };
  const failure = findCondition(status.conditions, 'ReplicaFailure');
  if (failure?.status === 'True') return [{ say: 'workload.failing', with: { ...values, reason: failure.message ?? '' } }];
  return [{ say: values.ready >= spec.replicas ? 'workload.complete' : 'workload.waiting', with: values }];
}

/** Pods that are to end well. */
export function jobSentence({ spec, status }: Job): readonly Phrase[] {
  const values = { succeeded: status.succeeded ?? 0, completions: spec.completions ?? 1, active: status.active ?? 0, failed: status.failed ?? 0 };
  const failed = findCondition(status.conditions, 'Failed');
  if (failed?.status === 'True') return [{ say: 'job.failed', with: { reason: failed.message || failed.reason || '' } }];
  if (isConditionTrue(status.conditions, 'Complete')) return [{ say: 'job.complete', with: values }];
  if (spec.suspend) return [{ say: 'job.suspended' }];
  return [{ say: values.failed > 0 ? 'job.retrying' : 'job.running', with: values }];
}

/** Jobs at times. */
export function cronJobSentence({ spec, status }: CronJob): readonly Phrase[] {
  if (spec.suspend) return [{ say: 'cronjob.suspended' }];
  const { schedule } = spec;
  return [status.lastScheduleTime ? { say: 'cronjob.last', with: { schedule, last: status.lastScheduleTime, active: status.active?.length ?? 0 } } : { say: 'cronjob.never', with: { schedule } }];
}

/** Who scales what, and between which bounds. */
export function autoscalerSentence({ spec, status }: HorizontalPodAutoscaler): readonly Phrase[] {
  const target = `${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name}`;
  const hindered = (['AbleToScale', 'ScalingActive'] as const).map((type) => findCondition(status.conditions, type)).find((condition) => condition?.status === 'False');
  if (hindered) return [{ say: 'autoscaler.hindered', with: { target, reason: hindered.message || hindered.reason || '' } }];
  return [{ say: 'autoscaler.keeps', with: { target, current: status.currentReplicas ?? 0, desired: status.desiredReplicas, least: spec.minReplicas, most: spec.maxReplicas } }];
}

/** How many Pods may be evicted now. */
export function budgetSentence({ status }: PodDisruptionBudget): readonly Phrase[] {
  if (status.expectedPods === 0) return [{ say: 'budget.nothing' }];
  return [{ say: 'budget.allows', with: { allowed: status.disruptionsAllowed, healthy: status.currentHealthy, needed: status.desiredHealthy } }];
}
