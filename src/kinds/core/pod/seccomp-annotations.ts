// Seccomp profiles as annotations named them before there was a field for it: nobody goes by them any more, and yet they are checked.
// Upstream: pkg/apis/core/validation ValidateSeccompPodAnnotations, ValidateSeccompProfile

import type { Errors } from '../../checks.ts';
import { forbidden, invalid } from '../../field-error.ts';
import type { FieldPath } from '../../field-error.ts';
import type { ObjectMeta, PodSpec, SeccompProfile } from '../../generated/types.ts';
import { checkDescendingPath } from '../path-validation.ts';

const ofPod = 'seccomp.security.alpha.kubernetes.io/pod';
const ofContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const localhost = 'localhost/';
const named: ReadonlySet<string> = new Set(['runtime/default', 'docker/default', 'unconfined']);

/** What is wrong with the profiles that annotations name. */
export function checkSeccompAnnotations(errors: Errors, at: FieldPath, annotations: ObjectMeta['annotations']): void {
  if (!annotations) return;
  if (annotations[ofPod] !== undefined) checkProfile(errors, at.child(ofPod), annotations[ofPod]);
  for (const key in annotations) if (key.startsWith(ofContainer)) checkProfile(errors, at.child(key), annotations[key] ?? '');
}

function checkProfile(errors: Errors, at: FieldPath, text: string): void {
  if (named.has(text)) return;
  if (text.startsWith(localhost)) checkDescendingPath(errors, at, text.slice(localhost.length));
  else errors.push(invalid(at, text, 'must be a valid seccomp profile'));
}

/** The profile that an annotation means. */
function profileOf(text: string): SeccompProfile {
  if (text.startsWith(localhost)) return { type: 'Localhost', localhostProfile: text.slice(localhost.length) };
  return { type: text === 'unconfined' ? 'Unconfined' : 'RuntimeDefault' };
}

/** What fields say may not contradict the annotations. */
export function checkSeccompMatch(errors: Errors, at: FieldPath, annotations: ObjectMeta['annotations'], spec: PodSpec): void {
  checkMatch(errors, at, annotations?.[ofPod], spec.securityContext);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, { name, securityContext }] of (spec[list] ?? []).entries()) checkMatch(errors, at.child(list).index(index), annotations?.[ofContainer + name], securityContext);
  }
}

function checkMatch(errors: Errors, at: FieldPath, text: string | undefined, context: { readonly seccompProfile?: SeccompProfile } | undefined): void {
  const field = context?.seccompProfile;
  if (text === undefined || !field) return;
  const { type, localhostProfile } = profileOf(text);
  const where = at.child('securityContext', 'seccompProfile');
  if (field.type !== type) errors.push(forbidden(where.child('type'), 'seccomp type in annotation and field must match'));
  else if (field.localhostProfile !== localhostProfile) errors.push(forbidden(where.child('localhostProfile'), 'seccomp profile in annotation and field must match'));
}

/** Warnings of annotations that nobody goes by; what has the field has no need of them. */
export function* seccompWarnings(annotations: ObjectMeta['annotations'], spec: PodSpec, at: FieldPath): Generator<string> {
  if (!annotations) return;
  const useless = (key: string): string => `${at.key(key).toString()}: non-functional in v1.27+; use the "seccompProfile" field instead`;
  if (annotations[ofPod] !== undefined && !spec.securityContext.seccompProfile) yield useless(ofPod);
  for (const { name, securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (annotations[ofContainer + name] !== undefined && !securityContext?.seccompProfile) yield useless(ofContainer + name);
  }
}
