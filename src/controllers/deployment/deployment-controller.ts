// Upstream: pkg/controller/deployment
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import {
  controllerOf, deploymentKind, isEmptySelector, isPodTerminal, objectKey, podKind, replicaSetKind,
} from '../../kinds/index.ts';
import type { Deployment, ObjectKey, Pod, ReplicaSet } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { Ownership } from '../framework/ownership.ts';
import { claimDependents } from '../framework/owners.ts';
import { cleanUpHistory } from './history.ts';
import { hasProgressDeadline, isComplete, progressing, withCondition } from './conditions.ts';
import { scaleReplicaSet, splitReplicaSets, syncRevision } from './replica-sets.ts';
import type { ReplicaSets } from './replica-sets.ts';
import { scaleDownOld, scaleUpNewest } from './rolling-update.ts';
import { isScalingEvent, scale } from './scaling.ts';
import { statusOf, syncRolloutStatus, syncStatus } from './status.ts';

/** Rolls out Deployments: makes a ReplicaSet per template and moves Pods from the old ones to the newest. */
export const deploymentController = controllerFactory('deployment-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'deployment');
  const deployments = context.informers.of(deploymentKind);
  const replicaSets = context.informers.of(replicaSetKind);
  const pods = context.informers.of(podKind);
  replicaSets.store.addIndex('namespace', (replicaSet) => [replicaSet.metadata.namespace]);
  pods.store.addIndex('controller', (pod) => [controllerOf(pod)?.uid ?? `${pod.metadata.namespace}/`]);
  const ownership = new Ownership(deployments, replicaSets, ({ spec }) => spec.selector);

  const add = (deployment: Deployment): void => queue.add(objectKey(deployment.metadata));
  const addOwner = (replicaSet: ReplicaSet): void => {
    const owner = ownership.ownerOf(replicaSet);
    for (const one of owner ? [owner] : ownership.adoptersOf(replicaSet)) add(one);
  };
  const podsOf = (sets: readonly ReplicaSet[]): readonly Pod[] => sets.flatMap((replicaSet) => pods.store.byIndex('controller', replicaSet.metadata.uid));

  deployments.onChange({ added: add, updated: add, deleted: add });
  replicaSets.onChange({
    added: addOwner,
    updated(next, previous) {
      if (controllerOf(previous)?.uid !== controllerOf(next)?.uid) addOwner(previous);
      addOwner(next);
    },
    deleted: addOwner,
  });
  pods.onChange({
    deleted(pod) {
      // A Recreate waits for the last old Pod.
      const replicaSet = replicaSets.store.get(`${pod.metadata.namespace}/${controllerOf(pod)?.name ?? ''}`);
      const deployment = replicaSet && ownership.ownerOf(replicaSet);
      if (deployment?.spec.strategy.type === 'Recreate') add(deployment);
    },
  });

  return {
    name: 'deployment-controller',
    workers: 5, // kube-controller-manager --concurrent-deployment-syncs
    queue,
    mostRetries: 15, // maxRetries
    *reconcile(key: ObjectKey): Process<Requeue> {
      const deployment = deployments.store.get(key);
      if (!deployment) return {};
      if (isEmptySelector(deployment.spec.selector)) {
        context.recorder.record(deployment, { type: 'Warning', reason: 'SelectingAll', message: 'This deployment is selecting all pods. A non-empty selector is required.' });
        return {};
      }
      const owned = yield* claimDependents<ReplicaSet>({
        owner: deployment,
        selector: deployment.spec.selector,
        dependents: context.client.of(replicaSetKind),
        candidates: replicaSets.store.byIndex('namespace', deployment.metadata.namespace),
      });
      const sync = new DeploymentSync(context, deployment, splitReplicaSets(deployment, owned), podsOf);
      return yield* sync.run();
    },
  };
});

/** One pass over one Deployment. */
class DeploymentSync {
  private readonly context: ControllerContext;
  private readonly podsOf: (sets: readonly ReplicaSet[]) => readonly Pod[];
  private deployment: Deployment;
  private sets: ReplicaSets;

  constructor(context: ControllerContext, deployment: Deployment, sets: ReplicaSets, podsOf: (sets: readonly ReplicaSet[]) => readonly Pod[]) {
    this.context = context;
    this.deployment = deployment;
    this.sets = sets;
    this.podsOf = podsOf;
  }

  *run(): Process<Requeue> {
    if (this.deployment.metadata.deletionTimestamp !== undefined) return yield* syncStatus(this.context, this.deployment, this.sets);
    yield* this.notePause();
    if (this.deployment.spec.paused || isScalingEvent(this.deployment, this.sets)) return yield* this.scaleOnly();
    return this.deployment.spec.strategy.type === 'Recreate' ? yield* this.recreate() : yield* this.roll();
  }

  private *scaleOnly(): Process<Requeue> {
    yield* this.syncRevision(false);
    yield* scale(this.context, this.deployment, this.sets);
    if (this.deployment.spec.paused) yield* cleanUpHistory(this.context, this.deployment, this.sets.old);
    return yield* syncStatus(this.context, this.deployment, this.sets);
  }

  private *roll(): Process<Requeue> {
    yield* this.syncRevision(true);
    const moved = (yield* scaleUpNewest(this.context, this.deployment, this.sets)) || (yield* scaleDownOld(this.context, this.deployment, this.sets));
    if (!moved) yield* this.cleanUpWhenComplete();
    return yield* syncRolloutStatus(this.context, this.deployment, this.sets);
  }

  private *recreate(): Process<Requeue> {
    yield* this.syncRevision(false);
    const active = this.sets.old.filter(({ spec }) => spec.replicas > 0);
    for (const old of active) yield* scaleReplicaSet(this.context, this.deployment, old, 0);
    const oldPodsRun = this.podsOf(this.sets.old).some((pod) => !isPodTerminal(pod));
    if (active.length > 0 || oldPodsRun) return yield* syncRolloutStatus(this.context, this.deployment, this.sets);
    yield* this.syncRevision(true);
    const { newest } = this.sets;
    if (newest) yield* scaleReplicaSet(this.context, this.deployment, newest, this.deployment.spec.replicas);
    yield* this.cleanUpWhenComplete();
    return yield* syncRolloutStatus(this.context, this.deployment, this.sets);
  }

  private *syncRevision(mayCreate: boolean): Process {
    const synced = yield* syncRevision(this.context, this.deployment, this.sets, mayCreate);
    this.deployment = synced.deployment;
    this.sets = synced.sets;
  }

  private *cleanUpWhenComplete(): Process {
    const status = statusOf(this.deployment, this.sets, this.context.kernel.wallMs);
    if (isComplete(this.deployment, status)) yield* cleanUpHistory(this.context, this.deployment, this.sets.old);
  }

  /** A pause is a condition of its own, so that the deadline does not run meanwhile. */
  private *notePause(): Process {
    const { deployment, context } = this;
    if (!hasProgressDeadline(deployment)) return;
    const reason = progressing(deployment)?.reason;
    if (reason === 'ProgressDeadlineExceeded') return;
    const wasPaused = reason === 'DeploymentPaused';
    if (Boolean(deployment.spec.paused) === wasPaused) return;
    const claim = deployment.spec.paused
      ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
      : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
    const conditions = withCondition(deployment, { type: 'Progressing', status: 'Unknown', ...claim }, context.kernel.wallMs);
    this.deployment = yield* context.client.of(deploymentKind).updateStatus({ ...deployment, status: { ...deployment.status, conditions } });
  }
}

