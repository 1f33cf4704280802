// Upstream: pkg/controller/deployment, calculateStatus and syncRolloutStatus
import type { Process } from '../../kernel/index.ts';
import { deepEqual } from '../../base/index.ts';
import { deploymentKind, findCondition } from '../../kinds/index.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../kinds/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import { deadlineMs, hasProgressDeadline, isComplete, isProgressing, isTimedOut, progressing, withCondition, withFreshCondition } from './conditions.ts';
import { allOf } from './replica-sets.ts';
import type { ReplicaSets } from './replica-sets.ts';
import { limitsOf } from './rolling-limits.ts';

/** The counts of the status, and whether enough Pods are available. */
export function statusOf(deployment: Deployment, sets: ReplicaSets, wallMs: number): DeploymentStatus {
  const all = allOf(sets);
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas'): number =>
    all.reduce((total, replicaSet) => total + (replicaSet.status[field] ?? 0), 0);
  const replicas = sum('replicas');
  const available = sum('availableReplicas');
  const wanted = all.reduce((total, replicaSet) => total + replicaSet.spec.replicas, 0);
  const minimum = deployment.spec.replicas - limitsOf(deployment).maxUnavailable;
  const conditions =
    available >= minimum
      ? withCondition(deployment, { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }, wallMs)
      : withCondition(deployment, { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' }, wallMs);
  const { collisionCount } = deployment.status;
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...positive('replicas', replicas),
    ...positive('updatedReplicas', sets.newest?.status.replicas ?? 0),
    ...positive('readyReplicas', sum('readyReplicas')),
    ...positive('availableReplicas', available),
    ...positive('unavailableReplicas', Math.max(0, wanted - available)),
    terminatingReplicas: sum('terminatingReplicas'),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions,
  };
}

function positive<Name extends string>(name: Name, value: number): Partial<Record<Name, number>> {
  return value > 0 ? ({ [name]: value } as Partial<Record<Name, number>>) : {};
}

/** Writes counts only: for a Deployment that is paused, being scaled or being deleted. */
export function syncStatus(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): Process<Requeue> {
  return write(context, deployment, statusOf(deployment, sets, context.kernel.wallMs));
}

/** Writes counts and how the rollout goes; comes back when its deadline is over. */
export function* syncRolloutStatus(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): Process<Requeue> {
  const { wallMs } = context.kernel;
  const counts = statusOf(deployment, sets, wallMs);
  const status = withFailure({ ...counts, conditions: progressOf(deployment, sets, counts, wallMs) }, allOf(sets), wallMs);
  return yield* write(context, deployment, status);
}

function progressOf(deployment: Deployment, sets: ReplicaSets, status: DeploymentStatus, wallMs: number): NonNullable<DeploymentStatus['conditions']> {
  const others = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return others.filter(({ type }) => type !== 'Progressing');
  const isSettled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && progressing(deployment)?.reason === 'NewReplicaSetAvailable';
  if (isSettled) return others;
  const subject = sets.newest ? `ReplicaSet "${sets.newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition({ status }, { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `${subject} has successfully progressed.` }, wallMs);
  }
  if (isProgressing(deployment.status, status)) {
    return withFreshCondition({ status }, { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` }, wallMs);
  }
  if (isTimedOut(deployment, status, wallMs)) {
    return withCondition({ status }, { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `${subject} has timed out progressing.` }, wallMs);
  }
  return others;
}

/** A ReplicaSet that cannot make its Pods is the Deployment's failure as well. */
function withFailure(status: DeploymentStatus, replicaSets: readonly ReplicaSet[], wallMs: number): DeploymentStatus {
  const failures = replicaSets.map((replicaSet) => findCondition(replicaSet.status.conditions, 'ReplicaFailure'));
  const failure = failures.find((condition) => condition !== undefined);
  if (!failure) return { ...status, conditions: (status.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure') };
  const { reason = '', message = '' } = failure;
  return { ...status, conditions: withCondition({ status }, { type: 'ReplicaFailure', status: 'True', reason, message }, wallMs) };
}

function* write(context: ControllerContext, deployment: Deployment, status: DeploymentStatus): Process<Requeue> {
  if (!deepEqual(deployment.status, status)) {
    yield* context.client.of(deploymentKind).updateStatus({ ...deployment, status });
  }
  return recheck(deployment, status, context.kernel.wallMs);
}

function recheck(deployment: Deployment, status: DeploymentStatus, wallMs: number): Requeue {
  if (!hasProgressDeadline(deployment) || isComplete(deployment, status) || deployment.spec.paused) return {};
  if (findCondition(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') return {};
  const deadline = deadlineMs(deployment, status);
  return deadline === undefined ? {} : { afterMs: Math.max(1000, deadline - wallMs + 1000) };
}
