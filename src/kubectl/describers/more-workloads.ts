// StatefulSets, DaemonSets, Jobs, CronJobs, ReplicationControllers, budgets. Upstream: k8s.io/kubectl pkg/describe/describe.go

import { formatDuration, humanDuration, parseTime } from '../../base/index.ts';
import { controllerOf, formatLabelSelector, formatLabels, labelSelectorText } from '../../kinds/index.ts';
import type { CronJob, DaemonSet, Job, PodDisruptionBudget, ReplicationController, StatefulSet } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { orNone, timeText } from './page.ts';
import { describeTemplate } from './template.ts';
import { podsStatusText } from './workloads.ts';

export const describeStatefulSet: Describer = function* describeStatefulSet({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as StatefulSet;
  page.names(metadata);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Replicas', `${spec.replicas} desired | ${status.replicas} total`);
  page.field(0, 'Update Strategy', spec.updateStrategy.type);
  const partition = spec.updateStrategy.rollingUpdate?.partition;
  if (partition !== undefined) page.field(0, '  Partition', partition);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, spec.selector, metadata.uid));
  describeTemplate(page, spec.template);
  const claims = spec.volumeClaimTemplates ?? [];
  page.line(0, claims.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:');
  for (const claim of claims) {
    page.field(1, 'Name', claim.metadata?.name ?? '');
    page.field(1, 'StorageClass', claim.spec?.storageClassName ?? '');
    page.line(1, `Labels:\t${formatLabels(claim.metadata?.labels)}`);
    page.line(1, `Annotations:\t${formatLabels(claim.metadata?.annotations)}`);
    page.field(1, 'Capacity', claim.spec?.resources?.requests?.['storage'] ?? '<default>');
    page.field(1, 'Access Modes', `[${(claim.spec?.accessModes ?? []).join(' ')}]`);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeDaemonSet: Describer = function* describeDaemonSet({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as DaemonSet;
  page.names(metadata);
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.field(0, 'Node-Selector', formatLabels(spec.template.spec?.nodeSelector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`);
  page.line(0, `Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`);
  page.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
  page.line(0, `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
  page.line(0, `Number of Nodes Misscheduled: ${status.numberMisscheduled}`);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, spec.selector, metadata.uid));
  describeTemplate(page, spec.template);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeController: Describer = function* describeController({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as ReplicationController;
  page.names(metadata);
  page.field(0, 'Selector', formatLabels(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Replicas', `${status.replicas} current / ${spec.replicas} desired`);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, labelSelectorText({ matchLabels: spec.selector ?? {} }), metadata.uid));
  describeTemplate(page, spec.template);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

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

export const describeBudget: Describer = function* describeBudget({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as PodDisruptionBudget;
  page.names(metadata);
  if (spec.minAvailable !== undefined) page.field(0, 'Min available', spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) page.field(0, 'Max unavailable', spec.maxUnavailable);
  page.field(0, 'Selector', spec.selector ? formatLabelSelector(spec.selector) : '<unset>');
  page.line(0, 'Status:');
  page.field(2, 'Allowed disruptions', status.disruptionsAllowed);
  page.field(2, 'Current', status.currentHealthy);
  page.field(2, 'Desired', status.desiredHealthy);
  page.field(2, 'Total', status.expectedPods);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
