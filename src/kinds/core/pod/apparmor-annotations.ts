// AppArmor profiles as annotations named them before containers had a field for it.
// Upstream: pkg/registry/core/pod applyAppArmorVersionSkew, pkg/apis/core/validation ValidateAppArmorPodAnnotations

import { quote } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { forbidden, invalid } from '../../field-error.ts';
import type { FieldPath } from '../../field-error.ts';
import type { AppArmorProfile, Container, ObjectMeta, Pod, PodSpec } from '../../generated/types.ts';
import { checkSeccompAnnotations } from './seccomp-annotations.ts';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';
const localhost = 'localhost/';

type Annotations = ObjectMeta['annotations'];

function isNamed(annotations: Annotations): annotations is NonNullable<Annotations> {
  if (annotations) for (const key in annotations) if (key.startsWith(prefix)) return true;
  return false;
}

/** The profile that an annotation means; undefined for a text that names none. */
function profileOf(text: string | undefined): AppArmorProfile | undefined {
  if (text === 'runtime/default') return { type: 'RuntimeDefault' };
  if (text === 'unconfined') return { type: 'Unconfined' };
  return text?.startsWith(localhost) && text !== localhost ? { type: 'Localhost', localhostProfile: text.slice(localhost.length) } : undefined;
}

const isSame = (a: AppArmorProfile | undefined, b: AppArmorProfile | undefined): boolean => a?.type === b?.type && a?.localhostProfile === b?.localhostProfile;

/** A new Pod whose containers have the profiles that its annotations name, where they and the Pod do not say so themselves. */
export function withAnnotatedProfiles(pod: Pod): Pod {
  const { metadata: { annotations }, spec } = pod;
  if (!isNamed(annotations)) return pod;
  const completed = (container: Container): Container => {
    const profile = profileOf(annotations[prefix + container.name]);
    if (!profile || container.securityContext?.appArmorProfile || isSame(profile, spec.securityContext.appArmorProfile)) return container;
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile: profile } };
  };
  const { containers, initContainers } = spec;
  return { ...pod, spec: { ...spec, containers: containers.map(completed), ...(initContainers && { initContainers: initContainers.map(completed) }) } };
}

/** What is wrong with the profiles that annotations of a new Pod or a template name. */
export function checkAnnotatedProfiles(errors: Errors, at: FieldPath, annotations: Annotations, spec: PodSpec): void {
  checkSeccompAnnotations(errors, at, annotations);
  if (!isNamed(annotations)) return;
  const names = new Set([...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name));
  for (const [key, text] of Object.entries(annotations)) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    if (!names.has(name)) errors.push(invalid(at.key(key), name, 'container not found'));
    if (text !== '' && text !== localhost && !profileOf(text)) errors.push(invalid(at.key(key), text, `invalid AppArmor profile name: ${quote(text)}`));
  }
}

/** What containers say of themselves may not contradict the annotations. */
export function checkProfilesMatch(errors: Errors, at: FieldPath, annotations: Annotations, spec: PodSpec): void {
  if (!isNamed(annotations)) return;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, { name, securityContext }] of (spec[list] ?? []).entries()) {
      const [said, profile] = [securityContext?.appArmorProfile, profileOf(annotations[prefix + name])];
      if (!said || !profile || isSame(said, profile)) continue;
      const field = said.type === profile.type ? 'localhostProfile' : 'type';
      const why = `apparmor ${field === 'type' ? 'type' : 'profile'} in annotation and field must match`;
      errors.push(forbidden(at.child(list).index(index).child('securityContext', 'appArmorProfile', field), why));
    }
  }
}

/** Annotations that a field would say better. Those of a Pod have become fields already: what says the same comes from there. */
export function* annotatedProfileWarnings(annotations: Annotations, spec: PodSpec, at: FieldPath, isPod: boolean): Generator<string> {
  if (!isNamed(annotations)) return;
  for (const { name, securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
    const text = annotations[prefix + name];
    if (text === undefined) continue;
    const [profile, said] = [profileOf(text), securityContext?.appArmorProfile];
    if (said && !(isPod && isSame(said, profile))) continue;
    if (profile && isSame(profile, spec.securityContext.appArmorProfile)) continue;
    yield `${at.key(prefix + name).toString()}: deprecated since v1.30; use the "appArmorProfile" field instead`;
  }
}
