// Upstream: pkg/controller/deployment/rolling.go
import type { Process } from '../../kernel/index.ts';
import type { Deployment, ReplicaSet } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { byCreation, allOf, replicasOfNew, scaleReplicaSet } from './replica-sets.ts';
import type { ReplicaSets } from './replica-sets.ts';
import { limitsOf } from './rolling-limits.ts';

/** One step up: the newest ReplicaSet gets as many Pods as surge allows. True when it changed. */
export function* scaleUpNewest(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): Process<boolean> {
  const { newest } = sets;
  if (!newest || newest.spec.replicas === deployment.spec.replicas) return false;
  const { replicas } = newest.spec;
  const target = replicas > deployment.spec.replicas ? deployment.spec.replicas : replicasOfNew(deployment, sets, replicas);
  return (yield* scaleReplicaSet(context, deployment, newest, target)) !== newest;
}

/** One step down: old Pods go as far as enough stay available; those that are not available first. True when any changed. */
export function* scaleDownOld(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): Process<boolean> {
  const old = sets.old.filter(({ spec }) => spec.replicas > 0).sort(byCreation);
  if (old.length === 0) return false;
  const minimum = deployment.spec.replicas - limitsOf(deployment).maxUnavailable;
  const total = allOf(sets).reduce((sum, { spec }) => sum + spec.replicas, 0);
  const newUnavailable = (sets.newest?.spec.replicas ?? 0) - (sets.newest?.status.availableReplicas ?? 0);
  const allowed = total - minimum - newUnavailable;
  if (allowed <= 0) return false;
  const cleaned = yield* takeUnavailable(context, deployment, old, allowed);
  // A ReplicaSet that has just been made smaller still counts the Pods that go.
  const available = allOf(sets).reduce((sum, { spec, status }) => sum + Math.min(spec.replicas, status.availableReplicas ?? 0), 0);
  const taken = yield* takeAvailable(context, deployment, cleaned.old, available - minimum);
  return cleaned.count + taken > 0;
}

function* takeUnavailable(context: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[], allowed: number) {
  const left: ReplicaSet[] = [];
  let count = 0;
  for (const replicaSet of old) {
    const unavailable = replicaSet.spec.replicas - (replicaSet.status.availableReplicas ?? 0);
    const take = Math.max(0, Math.min(allowed - count, unavailable));
    count += take;
    left.push(take === 0 ? replicaSet : yield* scaleReplicaSet(context, deployment, replicaSet, replicaSet.spec.replicas - take));
  }
  return { old: left, count };
}

function* takeAvailable(context: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[], allowed: number): Process<number> {
  let count = 0;
  for (const replicaSet of old) {
    const take = Math.min(replicaSet.spec.replicas, allowed - count);
    if (take <= 0) continue;
    yield* scaleReplicaSet(context, deployment, replicaSet, replicaSet.spec.replicas - take);
    count += take;
  }
  return count;
}
