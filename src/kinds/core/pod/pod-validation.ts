// What is refused in a new Pod.
// Upstream: pkg/apis/core/validation ValidatePodCreate

import type { Errors } from '../../checks.ts';
import type { FieldError } from '../../field-error.ts';
import { forbidden, invalid, path } from '../../field-error.ts';
import type { ObjectMeta, Pod, PodSpec } from '../../generated/types.ts';
import { checkAnnotatedProfiles, checkProfilesMatch, checkSeccompMatch } from '../../later.ts';
import { checkPodSpec } from './pod-spec-validation.ts';
import { namesProfiles } from './profile-annotations.ts';

const at = path('spec');

/** What only Pods have to keep to; templates were never held to it. */
export function checkPodOnly(errors: Errors, { containers, initContainers = [], volumes = [], serviceAccountName }: PodSpec): void {
  for (const [list, all] of [['containers', containers], ['initContainers', initContainers]] as const) {
    for (const [index, { image }] of all.entries()) {
      if (image.trim() !== image) errors.push(invalid(at.child(list).index(index).child('image'), image, 'must not have leading or trailing whitespace'));
    }
  }
  if (serviceAccountName) return;
  for (const [index, { projected }] of volumes.entries()) {
    for (const [sourceIndex, source] of (projected?.sources ?? []).entries()) {
      if (!source.serviceAccountToken) continue;
      const where = at.child('volumes').index(index).child('projected', 'sources').index(sourceIndex);
      errors.push(forbidden(where.child('serviceAccountToken'), 'must not be specified when serviceAccountName is not set'));
    }
  }
}

/** Errors of a new Pod. */
export function validatePodCreate({ metadata, spec }: Pod): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkDeletionCost(errors, metadata);
  checkMirror(errors, metadata, spec);
  const isNaming = namesProfiles(metadata.annotations);
  if (isNaming) checkAnnotatedProfiles(errors, annotationsAt, metadata.annotations, spec);
  checkPodSpec(errors, at, spec, metadata.name);
  if (isNaming) {
    checkSeccompMatch(errors, at, metadata.annotations, spec);
    checkProfilesMatch(errors, at, metadata.annotations, spec);
  }
  checkPodOnly(errors, spec);
  if (spec.ephemeralContainers?.length) errors.push(forbidden(at.child('ephemeralContainers'), 'cannot be set on create'));
  if (spec.nodeName && spec.schedulingGates?.length) {
    errors.push(forbidden(at.child('nodeName'), 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

const annotationsAt = path('metadata', 'annotations');
/** Of a Pod that only shows what a machine runs by itself. */
const mirrorAnnotation = 'kubernetes.io/config.mirror';
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';

/** What mirrors runs on the machine that it names. */
export function checkMirror(errors: Errors, { annotations }: ObjectMeta, { nodeName }: PodSpec): void {
  const mirror = annotations?.[mirrorAnnotation];
  if (mirror !== undefined && !nodeName) errors.push(invalid(annotationsAt.key(mirrorAnnotation), mirror, 'must set spec.nodeName if mirror pod annotation is set'));
}

/** The cost by which a ReplicaSet chooses whom to delete is a whole number. */
export function checkDeletionCost(errors: Errors, { annotations }: ObjectMeta): void {
  const cost = annotations?.[deletionCost];
  if (cost === undefined) return;
  const isSound = /^-?(0|[1-9][0-9]*)$/.test(cost) && Math.abs(Number(cost) + 0.5) < 2 ** 31;
  if (!isSound) errors.push(invalid(annotationsAt.key(deletionCost), cost, 'must be a 32bit integer'));
}

/** A mirror stays the mirror that it is, and nothing else becomes one. */
export function checkMirrorKept(errors: Errors, { annotations: next }: ObjectMeta, { annotations: previous }: ObjectMeta): void {
  const [now, before] = [next?.[mirrorAnnotation], previous?.[mirrorAnnotation]];
  if (now === before) return;
  const what = before === undefined ? 'may not add mirror pod annotation' : 'may not remove or update mirror pod annotation';
  errors.push(forbidden(annotationsAt.key(mirrorAnnotation), what));
}
