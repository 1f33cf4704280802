// Upstream: pkg/controller/deployment/progress.go
import { formatTime, parseTime } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../kinds/index.ts';

type Conditions = NonNullable<DeploymentStatus['conditions']>;

interface Claim {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** Without a deadline (the greatest number) progress is not judged. */
export function hasProgressDeadline(deployment: Deployment): boolean {
  return deployment.spec.progressDeadlineSeconds !== 2_147_483_647;
}

export function progressing(object: { readonly status: DeploymentStatus }): DeploymentCondition | undefined {
  return findCondition(object.status.conditions, 'Progressing');
}

/** The conditions with this one; it moves to the end unless status and reason are as before. */
export function withCondition(object: { readonly status: DeploymentStatus }, claim: Claim, wallMs: number): Conditions {
  const conditions = object.status.conditions ?? [];
  const old = findCondition(conditions, claim.type);
  if (old && old.status === claim.status && old.reason === claim.reason) return conditions;
  return withFreshCondition(object, claim, wallMs);
}

/** The same, but the time of the update is always now: progress was made. */
export function withFreshCondition(object: { readonly status: DeploymentStatus }, claim: Claim, wallMs: number): Conditions {
  const conditions = object.status.conditions ?? [];
  const old = findCondition(conditions, claim.type);
  const now = formatTime(wallMs);
  const lastTransitionTime = old?.status === claim.status && old.lastTransitionTime ? old.lastTransitionTime : now;
  return [
    ...conditions.filter(({ type }) => type !== claim.type),
    { type: claim.type, status: claim.status, lastUpdateTime: now, lastTransitionTime, reason: claim.reason, message: claim.message },
  ];
}

/** Every wanted Pod is of the newest template and available, and no other is left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas } = deployment.spec;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** More Pods are new, ready or available than before, or fewer are old. */
export function isProgressing(before: DeploymentStatus, now: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** When the deadline of the present step is over; undefined when none runs. */
export function deadlineMs(deployment: Deployment, status: DeploymentStatus): number | undefined {
  const condition = findCondition(status.conditions, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return undefined;
  const since = parseTime(condition.lastUpdateTime ?? '');
  return since === undefined ? undefined : since + deployment.spec.progressDeadlineSeconds * 1000;
}

/** No progress for longer than the deadline allows. */
export function isTimedOut(deployment: Deployment, status: DeploymentStatus, wallMs: number): boolean {
  if (findCondition(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') return true;
  const deadline = deadlineMs(deployment, status);
  return deadline !== undefined && deadline < wallMs;
}
