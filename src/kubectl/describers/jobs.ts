// Jobs and CronJobs.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { formatDuration, humanDuration, parseTime } from '../../base/index.ts';
import { controllerOf, formatLabelSelector } from '../../kinds/index.ts';
import type { CronJob, Job } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { orNone, timeText } from './page.ts';
import { describeTemplate } from './template.ts';

export const describeJob: Describer = function* describeJob({ kubectl, page, withEvents }, object) {
  const job = object as unknown as Job;
  const { metadata, spec, status } = job;
  page.names(metadata);
  if (spec.selector) page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const controller = controllerOf(job);
  if (controller) page.field(0, 'Controlled By', `${controller.kind}/${controller.name}`);
  if (spec.parallelism !== undefined) page.field(0, 'Parallelism', spec.parallelism);
  page.field(0, 'Completions', spec.completions ?? '<unset>');
  if (spec.completionMode) page.field(0, 'Completion Mode', spec.completionMode);
  if (spec.suspend !== undefined) page.field(0, 'Suspend', spec.suspend);
  if (spec.backoffLimit !== undefined) page.field(0, 'Backoff Limit', spec.backoffLimit);
  if (spec.ttlSecondsAfterFinished !== undefined) page.field(0, 'TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
  if (status.startTime) page.field(0, 'Start Time', timeText(status.startTime));
  if (status.completionTime) page.field(0, 'Completed At', timeText(status.completionTime));
  if (status.startTime && status.completionTime) page.field(0, 'Duration', humanDuration((parseTime(status.completionTime) ?? 0) - (parseTime(status.startTime) ?? 0)));
  if (spec.activeDeadlineSeconds !== undefined) page.field(0, 'Active Deadline Seconds', formatDuration(spec.activeDeadlineSeconds * 1000));
  const ready = status.ready === undefined ? '' : ` (${status.ready} Ready)`;
  page.field(0, 'Pods Statuses', `${status.active ?? 0} Active${ready} / ${status.succeeded ?? 0} Succeeded / ${status.failed ?? 0} Failed`);
  if (spec.completionMode === 'Indexed') page.field(0, 'Completed Indexes', orNone(status.completedIndexes));
  describeTemplate(page, spec.template);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeCronJob: Describer = function* describeCronJob({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as CronJob;
  const job = spec.jobTemplate.spec;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Schedule', spec.schedule);
  page.field(0, 'Concurrency Policy', spec.concurrencyPolicy);
  page.field(0, 'Suspend', spec.suspend ? 'True' : 'False');
  page.field(0, 'Time Zone', spec.timeZone ?? '<unset>');
  page.field(0, 'Successful Job History Limit', spec.successfulJobsHistoryLimit ?? '<unset>');
  page.field(0, 'Failed Job History Limit', spec.failedJobsHistoryLimit ?? '<unset>');
  page.field(0, 'Starting Deadline Seconds', spec.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`);
  page.field(0, 'Selector', job?.selector ? formatLabelSelector(job.selector) : '<unset>');
  page.field(0, 'Parallelism', job?.parallelism ?? '<unset>');
  page.field(0, 'Completions', job?.completions ?? '<unset>');
  if (job?.activeDeadlineSeconds !== undefined) page.field(0, 'Active Deadline Seconds', `${job.activeDeadlineSeconds}s`);
  describeTemplate(page, job?.template);
  page.field(0, 'Last Schedule Time', status.lastScheduleTime ? timeText(status.lastScheduleTime) : '<unset>');
  page.field(0, 'Active Jobs', orNone((status.active ?? []).map(({ name }) => name ?? '').join(', ')));
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
