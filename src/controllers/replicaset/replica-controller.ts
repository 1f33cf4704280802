// What keeps so many Pods of one template: ReplicaSets, and in their older form ReplicationControllers.
// Upstream: pkg/controller/replicaset, pkg/controller/replication (an adapter of it)
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { isPodActive, objectKey, podKind } from '../../kinds/index.ts';
import type { Kind, KubeInput, LabelSelector, ObjectKey, Pod, ReplicaSetStatus } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, ControllerFactory, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { claimDependents } from '../framework/owners.ts';
import { Ownership } from '../framework/ownership.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { createPods, deletePods } from '../framework/pod-work.ts';
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
  const ownership = new Ownership(owners, pods, selectorOf);
  const add = ({ metadata }: Owner): void => queue.add(objectKey(metadata));

  owners.onChange({
    added: add,
    updated: add,
    deleted(owner) {
      expectations.forget(objectKey(owner.metadata));
      add(owner);
    },
  });
  pods.onChange({
    added(pod) {
      const owner = ownership.ownerOf(pod);
      if (owner) expectations.creationObserved(objectKey(owner.metadata));
      for (const one of owner ? [owner] : ownership.adoptersOf(pod)) add(one);
    },
    updated(pod, previous) {
      const owner = ownership.ownerOf(pod);
      const before = ownership.ownerOf(previous);
      if (pod.metadata.deletionTimestamp !== undefined && owner) expectations.deletionObserved(objectKey(owner.metadata), pod.metadata.uid);
      if (before && before !== owner) add(before);
      for (const one of owner ? [owner] : ownership.adoptersOf(pod)) add(one);
    },
    deleted(pod) {
      const owner = ownership.ownerOf(pod);
      if (!owner) return;
      expectations.deletionObserved(objectKey(owner.metadata), pod.metadata.uid);
      add(owner);
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
      return yield* sync.run(key, owner, ownership.candidatesOf(owner));
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
    const { context, expectations } = this;
    const template = podFromTemplate(owner.spec.template, owner);
    expectations.expectCreations(key, count);
    const { failure } = yield* createPods({ context, expectations, key, owner }, Array.from({ length: count }, () => template), (pod) => pod);
    return failure;
  }

  private *delete(key: ObjectKey, owner: Owner, pods: readonly Pod[]): Process<unknown> {
    const { context, expectations } = this;
    expectations.expectDeletions(key, pods.map((pod) => pod.metadata.uid));
    const { failure } = yield* deletePods(context, owner, pods, { notDeleted: ({ metadata }) => expectations.deletionObserved(key, metadata.uid) });
    return failure;
  }
}
