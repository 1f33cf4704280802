// What keeps so many Pods of one template: ReplicaSets, and in their older form ReplicationControllers.
// Upstream: pkg/controller/replicaset, pkg/controller/replication (an adapter of it)
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerOf, isPodActive, objectKey, podKind, selectorMatches } from '../../kinds/index.ts';
import type { Kind, KubeInput, LabelSelector, ObjectKey, Pod, ReplicaSetStatus } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, ControllerFactory, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { isSetback } from '../framework/setback.ts';
import { claimDependents } from '../framework/owners.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { slowStart } from '../framework/slow-start.ts';
import { rankForDeletion } from './deletion-rank.ts';
import { nextAvailabilityMs, statusOf, statusEquals } from './status.ts';
import type { Replicated } from './status.ts';

/** Most Pods that one sync creates or deletes. */
const burstReplicas = 500; // pkg/controller/replicaset BurstReplicas

/** One of the kinds that say how many Pods there are to be. */
export interface ReplicaKind<Owner extends Replicated> {
  /** Under which name its controller works and tells of events. */
  readonly component: string;
  readonly kind: Kind<KubeInput, Owner>;
  readonly selectorOf: (owner: Owner) => LabelSelector;
  /** The object with a status that says this. */
  readonly withStatus: (owner: Owner, status: ReplicaSetStatus) => Owner;
}

/** Keeps as many Pods as each object of the kind says. */
export const replicaController = <Owner extends Replicated>(replicated: ReplicaKind<Owner>): ControllerFactory => controllerFactory(replicated.component, (context): Controller => {
  const { component, kind, selectorOf } = replicated;
  const queue = new WorkQueue(context.kernel, kind.kind.toLowerCase());
  const owners = context.informers.of(kind);
  const pods = context.informers.of(podKind);
  const expectations = new Expectations(context.kernel);
  pods.store.addIndex('controller', (pod) => [controllerOf(pod)?.uid ?? `${pod.metadata.namespace}/`]);
  owners.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);

  const ownerKey = (pod: Pod): ObjectKey | undefined => {
    const owner = controllerOf(pod);
    if (owner?.kind !== kind.kind) return undefined;
    const key = `${pod.metadata.namespace}/${owner.name}`;
    return owners.store.get(key)?.metadata.uid === owner.uid ? key : undefined;
  };
  const addMatching = (pod: Pod): void => {
    for (const owner of owners.store.byIndex('namespace', pod.metadata.namespace)) {
      if (selectorMatches(selectorOf(owner), pod.metadata.labels)) queue.add(objectKey(owner.metadata));
    }
  };

  owners.onChange({
    added: ({ metadata }) => queue.add(objectKey(metadata)),
    updated: ({ metadata }) => queue.add(objectKey(metadata)),
    deleted({ metadata }) {
      expectations.forget(objectKey(metadata));
      queue.add(objectKey(metadata));
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

  const sync = new ReplicaSync(replicated, context, expectations);
  return {
    name: component,
    workers: 5, // kube-controller-manager --concurrent-replicaset-syncs, --concurrent-rc-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const owner = owners.store.get(key);
      if (!owner) return {}; // deleted since it was queued: the garbage collector has its Pods
      const candidates = [
        ...pods.store.byIndex('controller', owner.metadata.uid),
        ...pods.store.byIndex('controller', `${owner.metadata.namespace}/`),
      ];
      return yield* sync.run(key, owner, candidates);
    },
  };
});

/** One pass over one object. */
class ReplicaSync<Owner extends Replicated> {
  private readonly replicated: ReplicaKind<Owner>;
  private readonly context: ControllerContext;
  private readonly expectations: Expectations;

  constructor(replicated: ReplicaKind<Owner>, context: ControllerContext, expectations: Expectations) {
    this.replicated = replicated;
    this.context = context;
    this.expectations = expectations;
  }

  *run(key: ObjectKey, owner: Owner, candidates: readonly Pod[]): Process<Requeue> {
    const { client, kernel } = this.context;
    const { kind, selectorOf, withStatus } = this.replicated;
    const mayAct = this.expectations.areMet(key);
    const pods = yield* claimDependents<Pod>({
      owner,
      selector: selectorOf(owner),
      dependents: client.of(podKind),
      candidates,
      mayAdopt: isPodActive,
    });
    const active = pods.filter(isPodActive);
    let failure: unknown;
    if (mayAct && owner.metadata.deletionTimestamp === undefined) failure = yield* this.manage(key, owner, active);
    const told = withStatus(owner, statusOf(owner, pods, failure, kernel.wallMs));
    if (!statusEquals(owner.status, told.status)) yield* client.of(kind).updateStatus(told);
    if (failure !== undefined) throw failure;
    const afterMs = nextAvailabilityMs(owner, active, kernel.wallMs);
    return afterMs === undefined ? {} : { afterMs };
  }

  /** Creates what is missing or deletes what is too much; gives the failure that stopped it. */
  private *manage(key: ObjectKey, owner: Owner, active: readonly Pod[]): Process<unknown> {
    const missing = owner.spec.replicas - active.length;
    if (missing > 0) return yield* this.create(key, owner, Math.min(missing, burstReplicas));
    if (missing < 0) return yield* this.delete(key, owner, rankForDeletion(active, this.context.kernel.wallMs).slice(0, Math.min(-missing, burstReplicas)));
    return undefined;
  }

  private *create(key: ObjectKey, owner: Owner, count: number): Process<unknown> {
    const { kernel, client, recorder } = this.context;
    const { expectations } = this;
    const template = podFromTemplate(owner.spec.template, owner);
    const createOne = function* (): Process {
      try {
        const pod = yield* client.of(podKind).create(template);
        recorder.record(owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
      } catch (error) {
        expectations.creationObserved(key);
        if (error instanceof ApiError) recorder.record(owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
        throw error;
      }
    };
    expectations.expectCreations(key, count);
    const { succeeded, error } = yield* slowStart(kernel, count, createOne, isSetback);
    if (error === undefined) return undefined;
    const attempted = attemptedBySlowStart(succeeded, count);
    for (let skipped = attempted; skipped < count; skipped++) expectations.creationObserved(key);
    return error;
  }

  private *delete(key: ObjectKey, owner: Owner, pods: readonly Pod[]): Process<unknown> {
    const { client, recorder } = this.context;
    this.expectations.expectDeletions(key, pods.map((pod) => pod.metadata.uid));
    let failure: unknown;
    for (const pod of pods) {
      try {
        yield* client.of(podKind).delete(pod.metadata);
        recorder.record(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
      } catch (error) {
        if (!isSetback(error)) throw error;
        this.expectations.deletionObserved(key, pod.metadata.uid);
        if (error instanceof ApiError && error.reason === 'NotFound') continue;
        failure ??= error;
      }
    }
    return failure;
  }
}

/** How many attempts a slow start made when its last batch failed: whole batches up to and including that one. */
function attemptedBySlowStart(succeeded: number, count: number): number {
  let attempted = 0;
  for (let batch = 1; attempted <= succeeded && attempted < count; batch *= 2) attempted = Math.min(count, attempted + batch);
  return attempted;
}
