// Upstream: pkg/controller/cronjob/cronjob_controllerv2.go
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerOf, cronJobKind, jobKind, objectKey } from '../../kinds/index.ts';
import type { CronJob, Job } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { changedSchedule, syncCronJob } from '../later.ts';

/** Makes a Job of each CronJob at its times. */
export const cronJobController = controllerFactory('cronjob-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'cronjob');
  const cronJobs = context.informers.of(cronJobKind);
  const jobs = context.informers.of(jobKind);
  jobs.store.addIndex('controller', (job) => [controllerOf(job)?.uid ?? '']);
  const add = ({ metadata }: CronJob): void => queue.add(objectKey(metadata));
  const addOwner = (job: Job): void => {
    const owner = controllerOf(job);
    const key = `${job.metadata.namespace}/${owner?.name ?? ''}`;
    if (owner?.kind === 'CronJob' && cronJobs.store.get(key)?.metadata.uid === owner.uid) queue.add(key);
  };
  cronJobs.onChange({
    added: add,
    updated(next, previous) {
      const { schedule, timeZone } = next.spec;
      const isSame = schedule === previous.spec.schedule && timeZone === previous.spec.timeZone;
      // A new schedule means nothing for what was due by the old one.
      const waitMs = isSame ? 0 : changedSchedule(context, next);
      if (waitMs !== undefined) queue.addAfter(objectKey(next.metadata), waitMs);
    },
    deleted: add,
  });
  jobs.onChange({
    added: addOwner,
    updated(next, previous) {
      if (controllerOf(previous)?.uid !== controllerOf(next)?.uid) addOwner(previous);
      addOwner(next);
    },
    deleted: addOwner,
  });
  return {
    name: 'cronjob-controller',
    workers: 5, // kube-controller-manager --concurrent-cron-job-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const cronJob = cronJobs.store.get(key);
      if (!cronJob) return {};
      return yield* syncCronJob(context, cronJob, jobs.store.byIndex('controller', cronJob.metadata.uid));
    },
  };
});
