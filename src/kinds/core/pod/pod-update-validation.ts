// What is refused in a changed Pod: nearly everything, since its containers already run.
// Upstream: pkg/apis/core/validation ValidatePodUpdate

import { deepEqual } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import type { FieldError, FieldPath } from '../../field-error.ts';
import { forbidden, invalid, path, required } from '../../field-error.ts';
import type { Container, Pod, PodSpec, Toleration } from '../../generated/types.ts';
import { goLines } from '../../go-struct.ts';
import { unifiedDiff } from '../../unified-diff.ts';
import { checkGateChange, checkNarrowing } from './gated-pod-validation.ts';
import { internalPodSpec } from './internal-pod-spec.ts';
import { checkPodSpec } from './pod-spec-validation.ts';
import { checkDeletionCost, checkMirrorKept, checkPodOnly } from './pod-validation.ts';

const at = path('spec');
const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** Images may change, the list may not. Tells whether it makes sense to look further. */
function checkImages(errors: Errors, where: FieldPath, next: readonly Container[] = [], previous: readonly Container[] = []): boolean {
  if (next.length !== previous.length) {
    errors.push(forbidden(where, 'pod updates may not add or remove containers'));
    return false;
  }
  for (const [index, { image }] of next.entries()) {
    if (image === '') errors.push(required(where.index(index).child('image')));
    else if (image.trim() !== image) errors.push(invalid(where.index(index).child('image'), image, 'must not have leading or trailing whitespace'));
  }
  return true;
}

/** The deadline may be set and brought forward. Tells whether it makes sense to look further. */
function checkDeadline(errors: Errors, next: number | undefined, previous: number | undefined): boolean {
  const where = at.child('activeDeadlineSeconds');
  if (next === undefined) {
    if (previous !== undefined) errors.push(invalid(where, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  if (next < 0 || next > 2_147_483_647) errors.push(invalid(where, next, 'must be between 0 and 2147483647, inclusive'));
  else if (previous !== undefined && previous < next) errors.push(invalid(where, next, 'must be less than or equal to previous value'));
  else return true;
  return false;
}

function isSameBut(a: Toleration, b: Toleration): boolean {
  return a.key === b.key && a.operator === b.operator && a.value === b.value && a.effect === b.effect;
}

function checkTolerations(errors: Errors, next: readonly Toleration[] = [], previous: readonly Toleration[] = []): void {
  if (next === previous || previous.every((old) => next.some((toleration) => isSameBut(toleration, old)))) return;
  errors.push(forbidden(at.child('tolerations'), 'existing toleration can not be modified except its tolerationSeconds'));
}

const withImagesOf = (containers: readonly Container[], previous: readonly Container[]): readonly Container[] =>
  containers.map((container, index) => ({ ...container, image: previous[index]?.image ?? container.image }));

/** A copy of a spec while it is being made. */
type Draft = { -readonly [Key in keyof PodSpec]: PodSpec[Key] };

/** Puts the old node affinity in the place of the new one; what concerns other Pods stays. */
function restoreNodeAffinity(copy: Draft, previous: PodSpec): void {
  const { nodeAffinity: _, ...others } = copy.affinity ?? {};
  const old = previous.affinity?.nodeAffinity;
  if (!old && Object.keys(others).length === 0 && !previous.affinity) delete copy.affinity;
  else copy.affinity = { ...others, ...(old && { nodeAffinity: old }) };
}

function assign<Name extends keyof PodSpec>(copy: Draft, previous: PodSpec, name: Name): void {
  if (previous[name] === undefined) delete copy[name];
  else copy[name] = previous[name];
}

/** The new spec with the old values of everything that may change. */
function munged(next: PodSpec, previous: PodSpec): PodSpec {
  const copy: Draft = { ...next, containers: withImagesOf(next.containers, previous.containers) };
  if (next.initContainers) copy.initContainers = withImagesOf(next.initContainers, previous.initContainers ?? []);
  assign(copy, previous, 'activeDeadlineSeconds');
  assign(copy, previous, 'tolerations');
  assign(copy, previous, 'schedulingGates');
  if (previous.terminationGracePeriodSeconds < 0 && next.terminationGracePeriodSeconds === 1) assign(copy, previous, 'terminationGracePeriodSeconds');
  // While gates hold the Pod back, where it may run may still be narrowed.
  if (previous.schedulingGates?.length) {
    assign(copy, previous, 'nodeSelector');
    restoreNodeAffinity(copy, previous);
  }
  return copy;
}

function checkUnchanged(errors: Errors, next: PodSpec, previous: PodSpec): void {
  const rest = munged(next, previous);
  if (deepEqual(rest, previous)) return;
  const difference = unifiedDiff(goLines(internalPodSpec(previous)), goLines(internalPodSpec(rest)));
  errors.push(forbidden(at, `pod updates may not change fields other than ${changeable}\n${difference}`));
}

/** Errors of a changed Pod. */
export function validatePodUpdate({ metadata, spec: next }: Pod, { metadata: before, spec: previous }: Pod): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (metadata.annotations !== before.annotations) {
    checkMirrorKept(errors, metadata, before);
    checkDeletionCost(errors, metadata);
  }
  if (next === previous || deepEqual(next, previous)) return errors;
  checkPodSpec(errors, at, next);
  checkPodOnly(errors, next);
  const isComparable = checkImages(errors, at.child('containers'), next.containers, previous.containers)
    && checkImages(errors, at.child('initContainers'), next.initContainers, previous.initContainers)
    && checkDeadline(errors, next.activeDeadlineSeconds, previous.activeDeadlineSeconds);
  if (!isComparable) return errors;
  checkTolerations(errors, next.tolerations, previous.tolerations);
  checkGateChange(errors, at, next, previous);
  if (previous.schedulingGates?.length) checkNarrowing(errors, at, next, previous);
  checkUnchanged(errors, next, previous);
  return errors;
}
