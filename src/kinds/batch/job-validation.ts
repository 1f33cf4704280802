// What is refused in Jobs.
// Upstream: pkg/apis/batch/validation ValidateJob, ValidateJobSpecUpdate

import { deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkImmutable, checkLabelSelector, checkNoneNegative, checkSupported, printLabels, printSelector } from '../checks.ts';
import { internalPodSpec, internalTemplate } from '../core/pod/internal-pod-spec.ts';
import { checkPodTemplate } from '../core/pod/pod-spec-validation.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, printedJson, required, tooLong } from '../field-error.ts';
import type { Container, Job, JobSpec, PodSpec } from '../generated/types.ts';
import { selectorMatches } from '../label-selector.ts';
import { isDnsLabel, isDomainPrefixedPath } from '../names.ts';
import { unselected } from '../apps/workload-validation.ts';
import { generatedLabels } from './job-labels.ts';
import { checkPodFailurePolicy, checkSuccessPolicy, needsIndexes, printFailurePolicy, printSuccessPolicy } from './job-policies-validation.ts';

const at = path('spec');
const maxIndexedParallelism = 100_000; // maxParallelismForIndexedJob
const manyCompletions = 100_000; // completionsSoftLimit
const fewAtOnce = 10_000; // parallelismLimitForHighCompletions
const maxManagedBy = 63; // maxJobManagedByLength

/** What the modes of completion allow. */
function checkIndexed(errors: Errors, where: FieldPath, spec: JobSpec): void {
  const { completionMode, completions, parallelism = 0, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (completionMode !== undefined) checkSupported(errors, where.child('completionMode'), completionMode, ['NonIndexed', 'Indexed']);
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(required(where.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'));
  }
  if (completionMode === 'Indexed') {
    if (completions === undefined) errors.push(required(where.child('completions'), 'when completion mode is Indexed'));
    if (parallelism > maxIndexedParallelism) errors.push(invalid(where.child('parallelism'), parallelism, 'must be less than or equal to 100000 when completion mode is Indexed'));
    if (completions !== undefined && completions > manyCompletions && backoffLimitPerIndex !== undefined) {
      if (maxFailedIndexes === undefined) errors.push(required(where.child('maxFailedIndexes'), 'must be specified when completions is above 100000'));
      else if (maxFailedIndexes > fewAtOnce) errors.push(invalid(where.child('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index'));
      if (parallelism > fewAtOnce) errors.push(invalid(where.child('parallelism'), parallelism, 'must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index'));
    }
    if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
      errors.push(invalid(where.child('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions'));
    }
  } else {
    const isKnown = completionMode === undefined || completionMode === 'NonIndexed';
    for (const [name, value] of [['backoffLimitPerIndex', backoffLimitPerIndex], ['maxFailedIndexes', maxFailedIndexes]] as const) {
      if (isKnown && value !== undefined) errors.push(invalid(where.child(name), value, needsIndexes));
    }
  }
}

/** The spec of a Job, in a Job as in the template of one. */
export function checkJobSpec(errors: Errors, where: FieldPath, spec: JobSpec): void {
  const { parallelism, completions, activeDeadlineSeconds, backoffLimit, ttlSecondsAfterFinished, backoffLimitPerIndex, maxFailedIndexes } = spec;
  checkNoneNegative(errors, where, {
    parallelism, completions, activeDeadlineSeconds, backoffLimit, ttlSecondsAfterFinished, backoffLimitPerIndex, maxFailedIndexes,
  });
  if (spec.managedBy !== undefined) {
    addInvalid(errors, where.child('managedBy'), spec.managedBy, isDomainPrefixedPath(spec.managedBy));
    if (spec.managedBy.length > maxManagedBy) errors.push(tooLong(where.child('managedBy'), maxManagedBy));
  }
  checkIndexed(errors, where, spec);
  checkPodFailurePolicy(errors, where, spec);
  checkSuccessPolicy(errors, where, spec);
  checkReplacement(errors, where, spec);
  checkPodTemplate(errors, where.child('template'), spec.template);
  checkEnding(errors, where.child('template', 'spec', 'restartPolicy'), spec);
}

function checkReplacement(errors: Errors, where: FieldPath, { podReplacementPolicy, podFailurePolicy }: JobSpec): void {
  if (podReplacementPolicy === undefined) return;
  checkSupported(errors, where.child('podReplacementPolicy'), podReplacementPolicy, podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']);
}

/** Pods of Jobs end: they are not restarted for ever. */
function checkEnding(errors: Errors, where: FieldPath, { template, podFailurePolicy }: JobSpec): void {
  const { restartPolicy } = template.spec;
  if (restartPolicy === 'Always') errors.push(required(where, 'valid values: "OnFailure", "Never"'));
  else if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') errors.push(notSupported(where, restartPolicy, ['OnFailure', 'Never']));
  else if (podFailurePolicy && restartPolicy !== 'Never') errors.push(invalid(where, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified'));
}

/** A selector that was made by the server is the one that it makes. */
function generatedErrors({ metadata, spec }: Job): Errors {
  const errors: Errors = [];
  if (spec.manualSelector === true || spec.selector === undefined) return errors; // a selector that is missing is told elsewhere
  const labels = spec.template.metadata.labels ?? {};
  const expected = generatedLabels(metadata.name, metadata.uid);
  const where = at.child('template', 'metadata', 'labels');
  for (const [name, value] of Object.entries(expected)) {
    if (labels[name] === undefined) errors.push(required(where.key(name), `must be '${value}'`));
    else if (labels[name] !== value) errors.push(invalid(where.key(name), printLabels(labels), `must be '${value}'`));
  }
  if (isUsable(spec.selector) && !selectorMatches(spec.selector, expected)) errors.push(invalid(at.child('selector'), printSelector(spec.selector), '`selector` not auto-generated'));
  return errors;
}

/** Whether a selector can be used to select. */
function isUsable(selector: JobSpec['selector']): boolean {
  const errors: Errors = [];
  checkLabelSelector(errors, at.child('selector'), selector);
  return errors.length === 0;
}

function checkSelector(errors: Errors, { selector, template }: JobSpec): void {
  if (selector) checkLabelSelector(errors, at.child('selector'), selector);
  else errors.push(required(at.child('selector')));
  if (isUsable(selector) && !selectorMatches(selector, template.metadata.labels)) {
    errors.push(unselected(at.child('template'), template.metadata));
  }
}

/** An indexed Job's Pods are called after it and their index, and a name of a host has 63 characters. */
function checkNameLength(errors: Errors, { metadata: { name }, spec }: Job): void {
  if (spec.completionMode !== 'Indexed' || !spec.completions || spec.completions <= 0) return;
  const last = `${name}-${spec.completions - 1}`;
  if (isDnsLabel(last).length > 0) errors.push(invalid(path('metadata', 'name'), name, `will not able to create pod with invalid DNS label: ${last}`));
}

function check(job: Job): Errors {
  const errors: Errors = [];
  checkJobSpec(errors, at, job.spec);
  checkSelector(errors, job.spec);
  return errors;
}

/** Errors of a new Job. */
export function validateJob(job: Job): readonly FieldError[] {
  const errors = [...generatedErrors(job), ...check(job)];
  checkNameLength(errors, job);
  return errors;
}

/** The number of completions of an indexed Job changes together with its parallelism. */
function checkCompletions(errors: Errors, next: JobSpec, previous: JobSpec): void {
  if (next.completions === previous.completions) return;
  const where = at.child('completions');
  if (next.completionMode !== 'Indexed') checkImmutable(errors, where, next.completions, previous.completions);
  else if (next.completions !== undefined && next.completions !== next.parallelism) errors.push(invalid(where, next.completions, 'can only be modified in tandem with spec.parallelism'));
}

/** While a Job has not begun, what its Pods ask for and where they may go can be changed. */
function isTemplateOpen({ spec, status }: Job): boolean {
  return spec.suspend && status.startTime === undefined;
}

/** A Pod's spec but for what may change of it. */
function fixedSpec({ containers, initContainers, affinity, nodeSelector: _n, tolerations: _t, schedulingGates: _g, ...spec }: PodSpec): object {
  const { nodeAffinity: _a, ...others } = affinity ?? {};
  const fixed = ({ resources: _, ...container }: Container): object => container;
  return { ...spec, affinity: others, containers: containers.map(fixed), initContainers: initContainers?.map(fixed) };
}

function checkTemplateUpdate(errors: Errors, next: Job, previous: Job): void {
  const [template, before] = [next.spec.template, previous.spec.template];
  if (deepEqual(template, before)) return;
  const where = at.child('template');
  if (!isTemplateOpen(previous)) errors.push(invalid(where, printedJson(internalTemplate(template)), 'field is immutable'));
  else if (!deepEqual(fixedSpec(template.spec), fixedSpec(before.spec))) errors.push(invalid(where.child('spec'), printedJson(internalPodSpec(template.spec)), 'field is immutable'));
}

/** Errors of a changed Job. */
export function validateJobUpdate(next: Job, previous: Job): readonly FieldError[] {
  if (next.spec === previous.spec) return [];
  const errors = generatedErrors(next);
  const own = check(next);
  errors.push(...own, ...own); // asked twice
  checkCompletions(errors, next.spec, previous.spec);
  checkImmutable(errors, at.child('selector'), next.spec.selector, previous.spec.selector, printSelector(next.spec.selector));
  checkTemplateUpdate(errors, next, previous);
  checkImmutable(errors, at.child('completionMode'), next.spec.completionMode, previous.spec.completionMode);
  checkImmutable(errors, at.child('podFailurePolicy'), next.spec.podFailurePolicy, previous.spec.podFailurePolicy, printFailurePolicy(next.spec.podFailurePolicy));
  checkImmutable(errors, at.child('backoffLimitPerIndex'), next.spec.backoffLimitPerIndex, previous.spec.backoffLimitPerIndex);
  checkImmutable(errors, at.child('managedBy'), next.spec.managedBy, previous.spec.managedBy);
  checkImmutable(errors, at.child('successPolicy'), next.spec.successPolicy, previous.spec.successPolicy, next.spec.successPolicy && printSuccessPolicy(next.spec.successPolicy));
  return errors;
}
