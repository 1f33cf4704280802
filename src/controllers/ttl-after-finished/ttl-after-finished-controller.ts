// Upstream: pkg/controller/ttlafterfinished
import { parseTime } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { jobKind, objectKey } from '../../kinds/index.ts';
import type { Job } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** Deletes Jobs some time after they have ended, as they say. */
export const ttlAfterFinishedController = controllerFactory('ttl-after-finished-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'ttl_jobs_to_delete');
  const jobs = context.informers.of(jobKind);
  const add = (job: Job): void => {
    if (expiryMs(job) !== undefined) queue.add(objectKey(job.metadata));
  };
  jobs.onChange({ added: add, updated: add });
  return {
    name: 'ttl-after-finished-controller',
    workers: 5, // kube-controller-manager --concurrent-ttl-after-finished-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const job = jobs.store.get(key);
      const dueMs = job && expiryMs(job);
      if (!job || dueMs === undefined) return {};
      const client = context.client.of(jobKind);
      const leftMs = dueMs - context.kernel.wallMs;
      if (leftMs > 0) return { afterMs: leftMs };
      const fresh = yield* unlessGone(client.get(job.metadata));
      const freshMs = fresh && expiryMs(fresh);
      if (!fresh || freshMs === undefined) return {};
      if (freshMs > context.kernel.wallMs) return { afterMs: freshMs - context.kernel.wallMs };
      yield* unlessGone(client.delete(fresh.metadata, { propagationPolicy: 'Foreground', preconditions: { uid: fresh.metadata.uid } }));
      return {};
    },
  };
});

/** When the Job is to go; undefined while it has not ended, and for one that stays or goes already. */
function expiryMs({ metadata, spec: { ttlSecondsAfterFinished }, status: { conditions = [] } }: Job): number | undefined {
  if (ttlSecondsAfterFinished === undefined || metadata.deletionTimestamp !== undefined) return undefined;
  const end = conditions.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
  const endMs = parseTime(end?.lastTransitionTime ?? '');
  return endMs === undefined ? undefined : endMs + ttlSecondsAfterFinished * 1_000;
}
