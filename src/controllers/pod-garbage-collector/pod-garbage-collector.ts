// Upstream: pkg/controller/podgc
import { formatTime } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { isPodTerminal, nodeKind, objectKey, podKind, setCondition } from '../../kinds/index.ts';
import type { Node, Pod, PodCondition } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** How long a node must have been gone before its Pods are taken for orphans. */
const quarantineMs = 40_000; // pkg/controller/podgc quarantineTime

/** Somebody says that a node is off and its Pods can do no harm. */
const outOfService = 'node.kubernetes.io/out-of-service';

/** Whether nobody on the node will ever end its Pods: it does not answer, and somebody says that it is out of service. */
function isLost({ spec, status }: Node): boolean {
  const isReady = status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
  return !isReady && (spec.taints?.some(({ key }) => key === outOfService) ?? false);
}

/** Removes Pods whose node is gone for good, and Pods that are being deleted and never had a node, or one that is out of service. */
export const podGarbageCollector = controllerFactory('pod-garbage-collector', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'pod garbage collector');
  const nodes = context.informers.of(nodeKind);
  const pods = context.informers.of(podKind);
  /** Since when a node that Pods name has not been there. */
  const missingSince = new Map<string, number>();
  pods.store.addIndex('node', (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []));
  const addIfSuspect = (pod: Pod): void => {
    const { nodeName } = pod.spec;
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    const node = nodeName ? nodes.store.get(nodeName) : undefined;
    if (node ? isGoing && isLost(node) : isGoing || nodeName) queue.add(objectKey(pod.metadata));
  };
  pods.onChange({ added: addIfSuspect, updated: addIfSuspect });
  nodes.onChange({
    added: ({ metadata }) => missingSince.delete(metadata.name),
    updated(node, previous) {
      if (isLost(node) && !isLost(previous)) pods.store.byIndex('node', node.metadata.name).forEach(addIfSuspect);
    },
    deleted({ metadata }) {
      for (const pod of pods.store.byIndex('node', metadata.name)) queue.add(objectKey(pod.metadata));
    },
  });
  return {
    name: 'pod-garbage-collector-controller',
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      if (!pod) return {};
      const { nodeName } = pod.spec;
      if (!nodeName) {
        if (pod.metadata.deletionTimestamp !== undefined) yield* remove(context, pod);
        return {};
      }
      const node = nodes.store.get(nodeName);
      if (node) {
        if (pod.metadata.deletionTimestamp === undefined || !isLost(node)) return {};
        yield* fail(context, pod, pod.status.conditions ?? []);
        yield* remove(context, pod);
        return {};
      }
      const sinceMs = missingSince.get(nodeName) ?? context.kernel.nowMs;
      missingSince.set(nodeName, sinceMs);
      const leftMs = sinceMs + quarantineMs - context.kernel.nowMs;
      if (leftMs > 0) return { afterMs: leftMs };
      yield* fail(context, pod, setCondition(pod.status.conditions, {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
        lastTransitionTime: formatTime(context.kernel.wallMs),
      }));
      yield* remove(context, pod);
      return {};
    },
  };
});

/** Nobody will ever report on the Pod again: it is marked as failed first. */
function* fail(context: ControllerContext, pod: Pod, conditions: readonly PodCondition[]): Process {
  if (isPodTerminal(pod)) return;
  yield* unlessGone(context.client.of(podKind).patchStatus(pod.metadata, { status: { phase: 'Failed', conditions } }));
}

function* remove(context: ControllerContext, pod: Pod): Process {
  yield* unlessGone(context.client.of(podKind).delete(pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } }));
}
