// Upstream: pkg/controller/daemon
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerOf, controllerRevisionKind, daemonSetKind, nodeKind, objectKey, podIsReady, podKind, selectorMatches } from '../../kinds/index.ts';
import type { DaemonSet, Node, ObjectKey, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { nodeOf } from './daemon-pods.ts';
import { DaemonSetSync } from './daemonset-sync.ts';
import { FailedPods } from './failed-pods.ts';
import { fitOf } from './node-fit.ts';

/** Keeps one Pod of each DaemonSet on every node that it fits. */
export const daemonSetController = controllerFactory('daemonset-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'daemonset');
  const daemonSets = context.informers.of(daemonSetKind);
  const pods = context.informers.of(podKind);
  const nodes = context.informers.of(nodeKind);
  const revisions = context.informers.of(controllerRevisionKind);
  const expectations = new Expectations(context.kernel);
  pods.store.addIndex('controller', (pod) => [controllerOf(pod)?.uid ?? `${pod.metadata.namespace}/`]);
  revisions.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  daemonSets.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);

  const ownerOf = (pod: Pod): DaemonSet | undefined => {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'DaemonSet') return undefined;
    const found = daemonSets.store.get(`${pod.metadata.namespace}/${owner.name}`);
    return found?.metadata.uid === owner.uid ? found : undefined;
  };
  const addMatching = (pod: Pod): void => {
    for (const { spec, metadata } of daemonSets.store.byIndex('namespace', pod.metadata.namespace)) {
      if (selectorMatches(spec.selector, pod.metadata.labels)) queue.add(objectKey(metadata));
    }
  };
  const candidates = ({ metadata: { uid, namespace } }: DaemonSet): readonly Pod[] => [...pods.store.byIndex('controller', uid), ...pods.store.byIndex('controller', `${namespace}/`)];
  /** Only what changes whether a Pod is to be there counts: the status is not counted anew for a node's every change. */
  const lookAt = (node: Node): void => {
    for (const daemonSet of daemonSets.store.values()) {
      const { shouldRun, mayStay } = fitOf(daemonSet, node);
      const isThere = candidates(daemonSet).some((pod) => controllerOf(pod)?.uid === daemonSet.metadata.uid && nodeOf(pod) === node.metadata.name);
      if (isThere ? !mayStay : shouldRun) queue.add(objectKey(daemonSet.metadata));
    }
  };

  daemonSets.onChange({
    added: ({ metadata }) => queue.add(objectKey(metadata)),
    updated: ({ metadata }) => queue.add(objectKey(metadata)),
    deleted({ metadata }) {
      expectations.forget(objectKey(metadata));
      queue.add(objectKey(metadata));
    },
  });
  nodes.onChange({
    added: lookAt,
    updated(next, previous) {
      if (next.metadata.labels !== previous.metadata.labels || next.spec !== previous.spec) lookAt(next);
    },
  });
  pods.onChange({
    added(pod) {
      const owner = ownerOf(pod);
      if (!owner) {
        if (!controllerOf(pod)) addMatching(pod);
        return;
      }
      const key = objectKey(owner.metadata);
      if (pod.metadata.deletionTimestamp === undefined) expectations.creationObserved(key);
      queue.add(key);
    },
    updated(pod, previous) {
      const owner = ownerOf(pod);
      const before = ownerOf(previous);
      if (before && before !== owner) queue.add(objectKey(before.metadata));
      if (!owner) {
        if (!controllerOf(pod)) addMatching(pod);
        return;
      }
      const key = objectKey(owner.metadata);
      if (pod.metadata.deletionTimestamp !== undefined) expectations.deletionObserved(key, pod.metadata.uid);
      queue.add(key);
      const minReadyMs = (owner.spec.minReadySeconds ?? 0) * 1_000;
      if (minReadyMs > 0 && podIsReady(pod) && !podIsReady(previous)) queue.addAfter(key, minReadyMs + 1_000);
    },
    deleted(pod) {
      const owner = ownerOf(pod);
      if (!owner) return;
      const key = objectKey(owner.metadata);
      expectations.deletionObserved(key, pod.metadata.uid);
      queue.add(key);
    },
  });
  const sync = new DaemonSetSync(context, expectations, new FailedPods(context.kernel));
  const inNamespace = (key: ObjectKey): string => key.slice(0, key.indexOf('/'));
  return {
    name: 'daemonset-controller',
    workers: 2, // kube-controller-manager --concurrent-daemonset-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const daemonSet = daemonSets.store.get(key);
      if (!daemonSet) return {}; // deleted since it was queued: the garbage collector has its Pods
      const around = { nodes: [...nodes.store.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)), pods: candidates(daemonSet), revisions: revisions.store.byIndex('namespace', inNamespace(key)) };
      return yield* sync.run(key, daemonSet, around);
    },
  };
}, { account: 'daemon-set-controller' });
