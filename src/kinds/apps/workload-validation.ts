// What workloads with a selector and a template of Pods have in common when they are validated.
// Upstream: pkg/apis/apps/validation ValidatePodTemplateSpecForReplicaSet

import type { Errors } from '../checks.ts';
import { checkImmutable, checkRequiredSelector, printLabels, printSelector } from '../checks.ts';
import { checkRestartingTemplate } from '../core/pod/pod-spec-validation.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '../generated/types.ts';
import { isEmptySelector, selectorMatches } from '../label-selector.ts';

interface WorkloadSpec {
  readonly selector: LabelSelector | undefined;
  readonly template: PodTemplateSpec;
}

/** The selector has to select the template's Pods, or the controller would make more for ever. */
export function checkSelectedTemplate(errors: Errors, at: FieldPath, { selector, template }: WorkloadSpec): void {
  if (!checkRequiredSelector(errors, at.child('selector'), selector)) return;
  const where = at.child('template');
  const { labels } = template.metadata;
  if (!(selector && isEmptySelector(selector)) && !selectorMatches(selector, labels)) {
    errors.push(invalid(where.child('metadata', 'labels'), printLabels(labels), '`selector` does not match template `labels`'));
  }
  checkRestartingTemplate(errors, where, template, 'ReplicaSet');
}

/** The selector never changes: it says which Pods are whose. */
export function selectorErrors(next: LabelSelector | undefined, previous: LabelSelector | undefined): readonly FieldError[] {
  const errors: Errors = [];
  checkImmutable(errors, path('spec', 'selector'), next, previous, printSelector(next));
  return errors;
}
