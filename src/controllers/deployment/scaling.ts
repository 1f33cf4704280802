// Upstream: pkg/controller/deployment/sync.go scale, util GetProportion
import type { Process } from '../../kernel/index.ts';
import type { Deployment, ReplicaSet } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { desiredReplicasOf, maxReplicasOf } from './annotations.ts';
import { allOf, byCreation, scaleReplicaSet } from './replica-sets.ts';
import type { ReplicaSets } from './replica-sets.ts';
import { limitsOf } from './rolling-limits.ts';

/** Whether the wanted size changed since the ReplicaSets were last told it. */
export function isScalingEvent(deployment: Deployment, sets: ReplicaSets): boolean {
  return allOf(sets).some((replicaSet) => {
    const desired = desiredReplicasOf(replicaSet);
    return replicaSet.spec.replicas > 0 && desired !== undefined && desired !== deployment.spec.replicas;
  });
}

/** Brings the ReplicaSets to the wanted size without rolling anything out. */
export function* scale(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): Process {
  const only = activeOrLatest(sets);
  if (only) {
    if (only.spec.replicas !== deployment.spec.replicas) yield* scaleReplicaSet(context, deployment, only, deployment.spec.replicas);
    return;
  }
  if (isSaturated(deployment, sets.newest)) {
    for (const old of sets.old) if (old.spec.replicas > 0) yield* scaleReplicaSet(context, deployment, old, 0);
    return;
  }
  if (deployment.spec.strategy.type !== 'RollingUpdate') return;
  for (const [replicaSet, replicas] of proportionalSizes(deployment, sets)) yield* scaleReplicaSet(context, deployment, replicaSet, replicas);
}

/** The one that has Pods, or the newest when none has; undefined when several have. */
function activeOrLatest(sets: ReplicaSets): ReplicaSet | undefined {
  const active = allOf(sets).filter(({ spec }) => spec.replicas > 0);
  if (active.length > 1) return undefined;
  return active[0] ?? sets.newest ?? sets.old.toSorted(byCreation).at(-1);
}

function isSaturated(deployment: Deployment, newest: ReplicaSet | undefined): boolean {
  if (!newest) return false;
  const { replicas } = deployment.spec;
  return newest.spec.replicas === replicas && desiredReplicasOf(newest) === replicas && (newest.status.availableReplicas ?? 0) === replicas;
}

/** In the middle of a rollout each ReplicaSet grows or shrinks in proportion; what rounding leaves goes to the largest. */
export function proportionalSizes(deployment: Deployment, sets: ReplicaSets): readonly (readonly [ReplicaSet, number])[] {
  const active = allOf(sets).filter(({ spec }) => spec.replicas > 0);
  const total = active.reduce((sum, { spec }) => sum + spec.replicas, 0);
  const allowed = deployment.spec.replicas > 0 ? deployment.spec.replicas + limitsOf(deployment).maxSurge : 0;
  const toAdd = allowed - total;
  const newerFirst = toAdd > 0 ? -1 : 1;
  const sorted = active.sort((a, b) => b.spec.replicas - a.spec.replicas || newerFirst * byCreation(a, b));
  let added = 0;
  const sizes = sorted.map((replicaSet) => {
    const part = toAdd === 0 ? 0 : proportion(deployment, replicaSet, toAdd, added);
    added += part;
    return [replicaSet, replicaSet.spec.replicas + part] as const;
  });
  return sizes.map(([replicaSet, size], index) => [replicaSet, index === 0 ? Math.max(0, size + toAdd - added) : size]);
}

function proportion(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  const left = toAdd - added;
  if (left === 0) return 0;
  const { replicas } = replicaSet.spec;
  if (deployment.spec.replicas === 0) return Math.max(-replicas, left);
  const before = maxReplicasOf(replicaSet) ?? deployment.status.replicas ?? 1;
  const after = deployment.spec.replicas + limitsOf(deployment).maxSurge;
  const part = Math.round((replicas * after) / before) - replicas;
  return toAdd > 0 ? Math.min(part, left) : Math.max(part, left);
}
