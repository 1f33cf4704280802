// Upstream: pkg/controller/statefulset
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerOf, controllerRevisionKind, objectKey, persistentVolumeClaimKind, podIsReady, podKind, selectorMatches, statefulSetKind } from '../../kinds/index.ts';
import type { Pod, StatefulSet } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { StatefulSetSync } from './statefulset-sync.ts';

/** Keeps the numbered Pods of each StatefulSet, in their order. */
export const statefulSetController = controllerFactory('statefulset-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'statefulset');
  const sets = context.informers.of(statefulSetKind);
  const pods = context.informers.of(podKind);
  const revisions = context.informers.of(controllerRevisionKind);
  context.informers.of(persistentVolumeClaimKind);
  pods.store.addIndex('controller', (pod) => [controllerOf(pod)?.uid ?? `${pod.metadata.namespace}/`]);
  revisions.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  sets.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);

  const ownerOf = (pod: Pod): StatefulSet | undefined => {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'StatefulSet') return undefined;
    const found = sets.store.get(`${pod.metadata.namespace}/${owner.name}`);
    return found?.metadata.uid === owner.uid ? found : undefined;
  };
  const addOwners = (pod: Pod): void => {
    const owner = ownerOf(pod);
    if (owner) queue.add(objectKey(owner.metadata));
    if (controllerOf(pod)) return;
    for (const { spec, metadata } of sets.store.byIndex('namespace', pod.metadata.namespace)) {
      if (selectorMatches(spec.selector, pod.metadata.labels)) queue.add(objectKey(metadata));
    }
  };

  const addSet = ({ metadata }: StatefulSet): void => queue.add(objectKey(metadata));
  sets.onChange({ added: addSet, updated: addSet, deleted: addSet });
  pods.onChange({
    added: addOwners,
    updated(pod, previous) {
      const owner = ownerOf(pod);
      const before = ownerOf(previous);
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
      const { namespace, uid } = set.metadata;
      const candidates = [...pods.store.byIndex('controller', uid), ...pods.store.byIndex('controller', `${namespace}/`)];
      return yield* new StatefulSetSync(context, set).run(candidates, revisions.store.byIndex('namespace', namespace));
    },
  };
});
