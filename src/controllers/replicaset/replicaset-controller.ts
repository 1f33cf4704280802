// Upstream: pkg/controller/replicaset
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerOf, isPodActive, objectKey, podKind, replicaSetKind, selectorMatches } from '../../kinds/index.ts';
import type { ObjectKey, Pod, ReplicaSet } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { claimDependents } from '../framework/owners.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { slowStart } from '../framework/slow-start.ts';
import { rankForDeletion } from './deletion-rank.ts';
import { nextAvailabilityMs, statusOf, statusEquals } from './status.ts';

/** Most Pods that one sync creates or deletes. */
const burstReplicas = 500; // pkg/controller/replicaset BurstReplicas

/** Keeps as many Pods as each ReplicaSet says. */
export const replicaSetController = controllerFactory('replicaset-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'replicaset');
  const replicaSets = context.informers.of(replicaSetKind);
  const pods = context.informers.of(podKind);
  const expectations = new Expectations(context.kernel);
  pods.store.addIndex('controller', (pod) => [controllerOf(pod)?.uid ?? `${pod.metadata.namespace}/`]);
  replicaSets.store.addIndex('namespace', (replicaSet) => [replicaSet.metadata.namespace]);

  const ownerKey = (pod: Pod): ObjectKey | undefined => {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return undefined;
    const key = `${pod.metadata.namespace}/${owner.name}`;
    return replicaSets.store.get(key)?.metadata.uid === owner.uid ? key : undefined;
  };
  const addMatching = (pod: Pod): void => {
    for (const replicaSet of replicaSets.store.byIndex('namespace', pod.metadata.namespace)) {
      if (selectorMatches(replicaSet.spec.selector, pod.metadata.labels)) queue.add(objectKey(replicaSet.metadata));
    }
  };

  replicaSets.onChange({
    added: (replicaSet) => queue.add(objectKey(replicaSet.metadata)),
    updated: (replicaSet) => queue.add(objectKey(replicaSet.metadata)),
    deleted(replicaSet) {
      expectations.forget(objectKey(replicaSet.metadata));
      queue.add(objectKey(replicaSet.metadata));
    },
  });
  pods.onChange({
    added(pod) {
      const key = ownerKey(pod);
      if (key === undefined) {
        if (!controllerOf(pod)) addMatching(pod);
        return;
      }
      expectations.creationObserved(key);
      queue.add(key);
    },
    updated(pod, previous) {
      const key = ownerKey(pod);
      const previousKey = ownerKey(previous);
      if (pod.metadata.deletionTimestamp !== undefined && key !== undefined) expectations.deletionObserved(key, pod.metadata.uid);
      if (previousKey !== undefined && previousKey !== key) queue.add(previousKey);
      if (key !== undefined) queue.add(key);
      else if (!controllerOf(pod)) addMatching(pod);
    },
    deleted(pod) {
      const key = ownerKey(pod);
      if (key === undefined) return;
      expectations.deletionObserved(key, pod.metadata.uid);
      queue.add(key);
    },
  });

  const sync = new ReplicaSetSync(context, expectations);
  return {
    name: 'replicaset-controller',
    workers: 5, // kube-controller-manager --concurrent-replicaset-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const replicaSet = replicaSets.store.get(key);
      if (!replicaSet) return {}; // deleted since it was queued: the garbage collector has its Pods
      const candidates = [
        ...pods.store.byIndex('controller', replicaSet.metadata.uid),
        ...pods.store.byIndex('controller', `${replicaSet.metadata.namespace}/`),
      ];
      return yield* sync.run(key, replicaSet, candidates);
    },
  };
});

/** One pass over one ReplicaSet. */
class ReplicaSetSync {
  private readonly context: ControllerContext;
  private readonly expectations: Expectations;

  constructor(context: ControllerContext, expectations: Expectations) {
    this.context = context;
    this.expectations = expectations;
  }

  *run(key: ObjectKey, replicaSet: ReplicaSet, candidates: readonly Pod[]): Process<Requeue> {
    const { client, kernel } = this.context;
    const mayAct = this.expectations.areMet(key);
    const pods = yield* claimDependents<Pod>({
      owner: replicaSet,
      selector: replicaSet.spec.selector,
      dependents: client.of(podKind),
      candidates,
      mayAdopt: isPodActive,
    });
    const active = pods.filter(isPodActive);
    let failure: unknown;
    if (mayAct && replicaSet.metadata.deletionTimestamp === undefined) failure = yield* this.manage(key, replicaSet, active);
    const status = statusOf(replicaSet, pods, failure, kernel.wallMs);
    if (!statusEquals(replicaSet.status, status)) yield* client.of(replicaSetKind).updateStatus({ ...replicaSet, status });
    if (failure !== undefined) throw failure;
    const afterMs = nextAvailabilityMs(replicaSet, active, kernel.wallMs);
    return afterMs === undefined ? {} : { afterMs };
  }

  /** Creates what is missing or deletes what is too much; gives the failure that stopped it. */
  private *manage(key: ObjectKey, replicaSet: ReplicaSet, active: readonly Pod[]): Process<unknown> {
    const missing = replicaSet.spec.replicas - active.length;
    if (missing > 0) return yield* this.create(key, replicaSet, Math.min(missing, burstReplicas));
    if (missing < 0) return yield* this.delete(key, replicaSet, rankForDeletion(active, this.context.kernel.wallMs).slice(0, Math.min(-missing, burstReplicas)));
    return undefined;
  }

  private *create(key: ObjectKey, replicaSet: ReplicaSet, count: number): Process<unknown> {
    const { kernel, client, recorder } = this.context;
    const { expectations } = this;
    const template = podFromTemplate(replicaSet.spec.template, replicaSet);
    const createOne = function* (): Process {
      try {
        const pod = yield* client.of(podKind).create(template);
        recorder.record(replicaSet, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
      } catch (error) {
        expectations.creationObserved(key);
        if (error instanceof ApiError) recorder.record(replicaSet, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
        throw error;
      }
    };
    expectations.expectCreations(key, count);
    const { succeeded, error } = yield* slowStart(kernel, count, createOne, isRefusal);
    if (error === undefined) return undefined;
    const attempted = attemptedBySlowStart(succeeded, count);
    for (let skipped = attempted; skipped < count; skipped++) expectations.creationObserved(key);
    return error;
  }

  private *delete(key: ObjectKey, replicaSet: ReplicaSet, pods: readonly Pod[]): Process<unknown> {
    const { client, recorder } = this.context;
    this.expectations.expectDeletions(key, pods.map((pod) => pod.metadata.uid));
    let failure: unknown;
    for (const pod of pods) {
      try {
        yield* client.of(podKind).delete(pod.metadata);
        recorder.record(replicaSet, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.expectations.deletionObserved(key, pod.metadata.uid);
        if (error instanceof ApiError && error.reason === 'NotFound') continue;
        failure ??= error;
      }
    }
    return failure;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError || error instanceof NetworkError;
}

/** How many attempts a slow start made when its last batch failed: whole batches up to and including that one. */
function attemptedBySlowStart(succeeded: number, count: number): number {
  let attempted = 0;
  for (let batch = 1; attempted <= succeeded && attempted < count; batch *= 2) attempted = Math.min(count, attempted + batch);
  return attempted;
}
