import { deepEqual, isObject } from '../../../base/index.ts';
import type { AnyKind, KubeObject, Pod } from '../../../kinds/index.ts';
import { isPod } from '../service-account.ts';
import { containersOf } from './pod-rule.ts';
import type { PodShape } from './pod-rule.ts';

/** Where kinds that make Pods keep the template of them. */
const templates: Readonly<Record<string, readonly string[]>> = {
  'v1 PodTemplate': ['template'],
  'v1 ReplicationController': ['spec', 'template'],
  'apps/v1 DaemonSet': ['spec', 'template'],
  'apps/v1 Deployment': ['spec', 'template'],
  'apps/v1 ReplicaSet': ['spec', 'template'],
  'apps/v1 StatefulSet': ['spec', 'template'],
  'batch/v1 CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/v1 Job': ['spec', 'template'],
};

/** Whether objects of the kind make Pods. */
export function hasTemplate({ apiVersion, kind }: AnyKind): boolean {
  return templates[`${apiVersion} ${kind}`] !== undefined;
}

/** The Pod that an object is or will make. */
export function podShapeIn(object: KubeObject): PodShape | undefined {
  if (isPod(object)) return object;
  let found: unknown = object;
  for (const field of templates[`${object.apiVersion} ${object.kind}`] ?? []) found = isObject(found) ? found[field] : undefined;
  if (!isObject(found) || !isObject(found['spec'])) return undefined;
  // What stands in a stored template has the form of a Pod's metadata and spec.
  return found as unknown as PodShape;
}

/** Whether a change of a Pod can change what the rules say of it: its images, containers of a debugger, annotations of profiles. */
export function isSignificant(next: Pod, previous: Pod): boolean {
  const images = ({ spec }: Pod): readonly unknown[] => containersOf(spec).map(({ name, image }) => [name, image]);
  return !deepEqual(images(next), images(previous)) || !deepEqual(profiles(next), profiles(previous));
}

const profilePrefixes = ['container.apparmor.security.beta.kubernetes.io/', 'seccomp.security.alpha.kubernetes.io/', 'container.seccomp.security.alpha.kubernetes.io/'];

function profiles({ metadata: { annotations = {} } }: Pod): readonly unknown[] {
  return Object.entries(annotations).filter(([key]) => profilePrefixes.some((start) => key.startsWith(start)));
}
