// What workloads with a selector and a template of Pods have in common when they are validated.
// Upstream: pkg/apis/apps/validation ValidatePodTemplateSpecForReplicaSet

import type { Errors } from '../checks.ts';
import { checkImmutable, checkRequiredSelector, printLabels, printSelector } from '../checks.ts';
import { checkRestartingTemplate } from '../core/pod/pod-spec-validation.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '../generated/types.ts';
import { isEmptySelector, selectorMatches } from '../label-selector.ts';
import { saidEmptyIn } from '../said-empty.ts';

interface WorkloadSpec {
  readonly selector: LabelSelector | undefined;
  readonly template: PodTemplateSpec;
}

/** The selector has to select the template's Pods, or the controller would make more for ever. */
export function checkSelectedTemplate(errors: Errors, at: FieldPath, { selector, template }: WorkloadSpec): void {
  if (!checkRequiredSelector(errors, at.child('selector'), selector, 'deployment')) return;
  checkSelected(errors, at.child('template'), selector, template);
  checkRestartingTemplate(errors, at.child('template'), template, 'ReplicaSet');
}

/** The labels of a template have to be selected by its workload's selector. */
export function checkSelected(errors: Errors, at: FieldPath, selector: LabelSelector | undefined, { metadata }: PodTemplateSpec): void {
  if (selector && isEmptySelector(selector)) return;
  if (!selectorMatches(selector, metadata.labels)) errors.push(unselected(at, metadata));
}

/** That a template's labels are not selected. */
export function unselected(at: FieldPath, metadata: PodTemplateSpec['metadata']): FieldError {
  return invalid(at.child('metadata', 'labels'), printLabels(metadata.labels ?? (saidEmptyIn(metadata, 'labels') && {})), notSelected);
}

/** What is said of labels that their workload's selector does not select. */
const notSelected = '`selector` does not match template `labels`';

/** Errors of the counts of replicas that several workloads' statuses have: counts that cannot be. */
export function checkReplicaCounts(errors: Errors, at: FieldPath, total: number, counts: Readonly<Record<string, number | undefined>>, ready = 'readyReplicas'): void {
  for (const name in counts) {
    const count = counts[name] ?? 0;
    if (count > total) errors.push(invalid(at.child(name), count, 'cannot be greater than status.replicas'));
  }
  const { availableReplicas = 0, readyReplicas = 0 } = counts;
  if (availableReplicas > readyReplicas) errors.push(invalid(at.child('availableReplicas'), availableReplicas, `cannot be greater than ${ready}`));
}

/** The selector never changes: it says which Pods are whose. */
export function selectorErrors(next: LabelSelector | undefined, previous: LabelSelector | undefined): readonly FieldError[] {
  const errors: Errors = [];
  checkImmutable(errors, path('spec', 'selector'), next, previous, printSelector(next));
  return errors;
}
