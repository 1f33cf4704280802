import type { World } from '../../cluster/index.ts';
import { splitKey } from '../../kinds/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { EntityId, QueuedPod, SchedulerQueue } from '../../protocol/index.ts';

/** Pods of each part of the queue that a frame names. */
const shown = 200;

/** The queue of the scheduler that leads. */
export function schedulerQueue(world: World, messageOf: (pod: EntityId) => string | undefined): SchedulerQueue {
  const active: QueuedPod[] = [];
  const backoff: QueuedPod[] = [];
  const unschedulable: QueuedPod[] = [];
  for (const scheduler of world.schedulers.values()) {
    for (const { info, attempts, sinceMs, backoffUntilMs, place } of scheduler.waiting) {
      const part = place === 'backoff' ? backoff : place === 'unschedulable' || place === 'gated' ? unschedulable : active;
      if (part.length >= shown) continue;
      const pod = objectId({ kind: 'Pod', ...splitKey(info.key) });
      const message = messageOf(pod);
      part.push({ pod, attempts, sinceMs, ...(place === 'backoff' ? { dueMs: backoffUntilMs } : {}), ...(message === undefined ? {} : { message }) });
    }
  }
  return { active, backoff, unschedulable };
}
