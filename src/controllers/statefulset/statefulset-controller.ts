// Upstream: pkg/controller/statefulset
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerRevisionKind, objectKey, persistentVolumeClaimKind, podIsReady, podKind, statefulSetKind } from '../../kinds/index.ts';
import type { Pod, StatefulSet } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { Ownership } from '../framework/ownership.ts';
import { syncStatefulSet } from '../later.ts';

/** Keeps the numbered Pods of each StatefulSet, in their order. */
export const statefulSetController = controllerFactory('statefulset-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'statefulset');
  const sets = context.informers.of(statefulSetKind);
  const pods = context.informers.of(podKind);
  const revisions = context.informers.of(controllerRevisionKind);
  context.informers.of(persistentVolumeClaimKind);
  revisions.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  const ownership = new Ownership(sets, pods, ({ spec }) => spec.selector);

  const addSet = ({ metadata }: StatefulSet): void => queue.add(objectKey(metadata));
  const addOwners = (pod: Pod): void => {
    const owner = ownership.ownerOf(pod);
    for (const one of owner ? [owner] : ownership.adoptersOf(pod)) addSet(one);
  };
  sets.onChange({ added: addSet, updated: addSet, deleted: addSet });
  pods.onChange({
    added: addOwners,
    updated(pod, previous) {
      const owner = ownership.ownerOf(pod);
      const before = ownership.ownerOf(previous);
      if (before && before !== owner) addSet(before);
      addOwners(pod);
      const minReadyMs = (owner?.spec.minReadySeconds ?? 0) * 1_000;
      if (owner && minReadyMs > 0 && podIsReady(pod) && !podIsReady(previous)) queue.addAfter(objectKey(owner.metadata), minReadyMs + 1_000);
    },
    deleted: addOwners,
  });
  return {
    name: 'statefulset-controller',
    workers: 5, // kube-controller-manager --concurrent-statefulset-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const set = sets.store.get(key);
      if (!set) return {}; // deleted since it was queued: the garbage collector has its Pods
      return yield* syncStatefulSet(context, set, ownership.candidatesOf(set), revisions.store.byIndex('namespace', set.metadata.namespace));
    },
  };
});
