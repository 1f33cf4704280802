// CronJob: Jobs at set times.
// Upstream: pkg/registry/batch/cronjob/strategy.go, pkg/printers/internalversion printCronJob

import { deepEqual } from '../../base/index.ts';
import { age, ageColumn, containerColumns, countColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { podNameWarnings, templateWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type { Column } from '../define-kind.ts';
import { path } from '../field-error.ts';
import type { CronJob, CronJobInput, CronJobSpec, CronJobSpecInput, JobTemplateSpecInput } from '../generated/types.ts';
import { formatLabelSelector } from '../label-selector.ts';
import { validateCronJob, validateCronJobUpdate } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { jobTemplateSpecDefaults } from './job-defaults.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as CronJobSpecInput;
const noTemplate: JobTemplateSpecInput = {};

function specDefaults(input: CronJobSpecInput): CronJobSpec {
  const template = input.jobTemplate ?? noTemplate;
  return complete(input, {
    schedule: input.schedule ?? '',
    concurrencyPolicy: input.concurrencyPolicy || ('Allow' as const),
    suspend: input.suspend ?? false,
    successfulJobsHistoryLimit: input.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: input.failedJobsHistoryLimit ?? 1,
    jobTemplate: complete(template, { metadata: template.metadata ?? {}, spec: jobTemplateSpecDefaults(template.spec) }),
  });
}

function defaults(input: CronJobInput): Defaulted<CronJob> {
  return complete(input, { metadata: input.metadata ?? {}, spec: specDefaults(input.spec ?? noSpec), status: input.status ?? {} });
}

const templateAt = path('spec', 'jobTemplate', 'spec', 'template');

const columns: readonly Column<CronJob>[] = [
  nameColumn,
  textColumn('Schedule', ({ spec }) => spec.schedule),
  textColumn('Timezone', ({ spec }) => spec.timeZone ?? '<none>'),
  { name: 'Suspend', type: 'boolean', cell: ({ spec }) => (spec.suspend ? 'True' : 'False') },
  countColumn('Active', ({ status }) => status.active?.length ?? 0),
  textColumn('Last Schedule', ({ status }, nowMs) => (status.lastScheduleTime === undefined ? '<none>' : age(status.lastScheduleTime, nowMs))),
  ageColumn,
  ...containerColumns(({ spec }: CronJob) => spec.jobTemplate.spec.template.spec),
  wideColumn('Selector', ({ spec }) => formatLabelSelector(spec.jobTemplate.spec.selector)),
];

/** How CronJobs are completed, checked, shown and selected. */
export const cronJobKind = defineKind<CronJobInput, CronJob>({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  metadataLooks: { ofStatus: [] },
  defaults,
  validateCreate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  warnings: ({ metadata, spec }, previous) =>
    [...(previous ? [] : podNameWarnings(metadata.name)), ...(deepEqual(spec, previous?.spec) ? [] : templateWarnings(spec.jobTemplate, undefined, templateAt))],
  generation: 'spec',
  columns,
});
