// Job: Pods that are to end well, so many times.
// Upstream: pkg/registry/batch/job/strategy.go, pkg/printers/internalversion printJob

import { humanDuration, parseTime, withFields } from '../../base/index.ts';
import { ageColumn, containerColumns, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { isConditionTrue } from '../conditions.ts';
import { namesakeWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type { Job, JobInput } from '../generated/types.ts';
import { formatLabelSelector } from '../label-selector.ts';
import { validateJob, validateJobStatus, validateJobUpdate } from '../later.ts';
import { jobDefaults } from './job-defaults.ts';
import { withGeneratedSelector } from './job-labels.ts';

function prepareForCreate(job: Job): Job {
  const { metadata, spec } = job;
  if (spec.manualSelector === true) return job;
  const ready = { ...job, spec: withGeneratedSelector(spec, metadata.name, metadata.uid) };
  // Labels that a Job has from its template are all that the template has in the end.
  const isTemplates = metadata.labels !== undefined && metadata.labels === spec.template.metadata.labels;
  return isTemplates ? labelledAsTemplate(ready) : ready;
}

function labelledAsTemplate(job: Job): Job {
  const { labels } = job.spec.template.metadata;
  return labels ? { ...job, metadata: withFields(job.metadata, { labels }) } : job;
}

function statusCell({ metadata, status: { conditions } }: Job): string {
  if (isConditionTrue(conditions, 'Complete')) return 'Complete';
  if (isConditionTrue(conditions, 'Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (isConditionTrue(conditions, 'Suspended')) return 'Suspended';
  if (isConditionTrue(conditions, 'FailureTarget')) return 'FailureTarget';
  if (isConditionTrue(conditions, 'SuccessCriteriaMet')) return 'SuccessCriteriaMet';
  return 'Running';
}

function completionsCell({ spec: { completions, parallelism }, status: { succeeded = 0 } }: Job): string {
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationCell({ status: { startTime, completionTime } }: Job, nowMs: number): string {
  const start = startTime === undefined ? undefined : parseTime(startTime);
  if (start === undefined) return '';
  return humanDuration((completionTime === undefined ? nowMs : (parseTime(completionTime) ?? nowMs)) - start);
}

/** How Jobs are completed, checked, shown and selected. */
export const jobKind = defineKind<JobInput, Job>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  metadataLooks: { ofChange: ['new', 'change'] },
  defaults: jobDefaults,
  prepareForCreate,
  // One without labels has those that its template was given, but they are not checked with it.
  fromStorage: (job) => (job.metadata.labels ? job : labelledAsTemplate(job)),
  validateCreate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatus,
  warnings: namesakeWarnings,
  generation: 'spec',
  defaultPropagation: 'Orphan',
  defaultPropagationWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  columns: [
    nameColumn,
    textColumn('Status', statusCell),
    textColumn('Completions', completionsCell),
    textColumn('Duration', durationCell),
    ageColumn,
    ...containerColumns(({ spec }: Job) => spec.template.spec),
    wideColumn('Selector', ({ spec }) => formatLabelSelector(spec.selector)),
  ],
  unselectable: (field) => `field label "${field}" not supported for Job`,
  selectableFields: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
});
