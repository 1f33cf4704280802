// Upstream: pkg/controller/tainteviction
import { formatTime } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { nodeKind, objectKey, podKind, setCondition } from '../../kinds/index.ts';
import type { Pod, Taint } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { patienceOf } from '../framework/patience.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** Deletes Pods from nodes whose NoExecute taints they do not tolerate, at once or when their patience ends. */
export const taintEvictionController = controllerFactory('taint-eviction-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'taint eviction');
  const nodes = context.informers.of(nodeKind);
  const pods = context.informers.of(podKind);
  /** Since when each Pod has been waiting for its eviction. */
  const waitingSince = new Map<string, number>();
  pods.store.addIndex('node', (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []));
  const evicting = (name: string): readonly Taint[] => (nodes.store.get(name)?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  nodes.onChange({
    updated(node, previous) {
      if (node.spec.taints === previous.spec.taints) return;
      for (const pod of pods.store.byIndex('node', node.metadata.name)) queue.add(objectKey(pod.metadata));
    },
  });
  const addIfTainted = (pod: Pod): void => {
    if (pod.spec.nodeName && evicting(pod.spec.nodeName).length > 0) queue.add(objectKey(pod.metadata));
  };
  pods.onChange({
    added: addIfTainted,
    updated(pod, previous) {
      if (pod.spec !== previous.spec) addIfTainted(pod);
    },
    deleted: (pod) => waitingSince.delete(pod.metadata.uid),
  });

  return {
    name: 'taint-eviction-controller',
    workers: 8, // pkg/controller/tainteviction UpdateWorkerSize
    queue,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      if (!pod || pod.metadata.deletionTimestamp !== undefined) return {};
      const { nowMs } = context.kernel;
      const patienceMs = patienceOf(pod.spec.tolerations, evicting(pod.spec.nodeName ?? ''));
      if (patienceMs === undefined) {
        if (waitingSince.delete(pod.metadata.uid)) {
          context.recorder.record(pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Cancelling deletion of Pod ${key}` });
        }
        return {};
      }
      const sinceMs = waitingSince.get(pod.metadata.uid) ?? nowMs;
      waitingSince.set(pod.metadata.uid, sinceMs);
      const leftMs = sinceMs + patienceMs - nowMs;
      if (leftMs > 0) return { afterMs: leftMs };
      waitingSince.delete(pod.metadata.uid);
      yield* evict(context, pod);
      return {};
    },
  };
}, { account: 'node-controller' });

function* evict(context: ControllerContext, pod: Pod): Process {
  const { client, recorder, kernel } = context;
  recorder.record(pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${objectKey(pod.metadata)}` });
  const conditions = setCondition(pod.status.conditions, {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: formatTime(kernel.wallMs),
  });
  yield* unlessGone(client.of(podKind).patchStatus(pod.metadata, { status: { conditions } }));
  yield* unlessGone(client.of(podKind).delete(pod.metadata));
}
