// Upstream: pkg/controller/daemon
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerOf, controllerRevisionKind, daemonSetKind, nodeKind, objectKey, podIsReady, podKind } from '../../kinds/index.ts';
import type { DaemonSet, Node } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { Ownership } from '../framework/ownership.ts';
import { syncDaemonSet } from '../later.ts';
import { nodeOf } from './daemon-pods.ts';
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
  revisions.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  const ownership = new Ownership(daemonSets, pods, ({ spec }) => spec.selector);
  const add = ({ metadata }: DaemonSet): void => queue.add(objectKey(metadata));

  /** Only what changes whether a Pod is to be there counts: the status is not counted anew for a node's every change. */
  const lookAt = (node: Node): void => {
    for (const daemonSet of daemonSets.store.values()) {
      const { shouldRun, mayStay } = fitOf(daemonSet, node);
      const isThere = ownership.candidatesOf(daemonSet).some((pod) => controllerOf(pod)?.uid === daemonSet.metadata.uid && nodeOf(pod) === node.metadata.name);
      if (isThere ? !mayStay : shouldRun) add(daemonSet);
    }
  };

  daemonSets.onChange({
    added: add,
    updated: add,
    deleted(daemonSet) {
      expectations.forget(objectKey(daemonSet.metadata));
      add(daemonSet);
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
      const owner = ownership.ownerOf(pod);
      if (owner && pod.metadata.deletionTimestamp === undefined) expectations.creationObserved(objectKey(owner.metadata));
      for (const one of owner ? [owner] : ownership.adoptersOf(pod)) add(one);
    },
    updated(pod, previous) {
      const owner = ownership.ownerOf(pod);
      const before = ownership.ownerOf(previous);
      if (before && before !== owner) add(before);
      for (const one of owner ? [owner] : ownership.adoptersOf(pod)) add(one);
      if (!owner) return;
      const key = objectKey(owner.metadata);
      if (pod.metadata.deletionTimestamp !== undefined) expectations.deletionObserved(key, pod.metadata.uid);
      const minReadyMs = (owner.spec.minReadySeconds ?? 0) * 1_000;
      if (minReadyMs > 0 && podIsReady(pod) && !podIsReady(previous)) queue.addAfter(key, minReadyMs + 1_000);
    },
    deleted(pod) {
      const owner = ownership.ownerOf(pod);
      if (!owner) return;
      expectations.deletionObserved(objectKey(owner.metadata), pod.metadata.uid);
      add(owner);
    },
  });
  const tools = { context, expectations, failedPods: new FailedPods(context.kernel) };
  return {
    name: 'daemonset-controller',
    workers: 2, // kube-controller-manager --concurrent-daemonset-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const daemonSet = daemonSets.store.get(key);
      if (!daemonSet) return {}; // deleted since it was queued: the garbage collector has its Pods
      return yield* syncDaemonSet(tools, key, daemonSet, {
        nodes: [...nodes.store.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)),
        pods: ownership.candidatesOf(daemonSet),
        revisions: revisions.store.byIndex('namespace', daemonSet.metadata.namespace),
      });
    },
  };
}, { account: 'daemon-set-controller' });
