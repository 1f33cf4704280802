// Where a kind keeps its Pod template.
// Upstream: k8s.io/kubectl pkg/polymorphichelpers/updatepodspec.go

import { isObject } from '../../base/index.ts';
import { at } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** The path to the Pod spec of an object; undefined for kinds without Pods. */
export function podSpecPath(kind: string): readonly string[] | undefined {
  switch (kind) {
    case 'Pod': return ['spec'];
    case 'CronJob': return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet': return ['spec', 'template', 'spec'];
    default: return undefined;
  }
}

/** The object with its containers (and init containers) changed. */
export function mapContainers(object: AnyObject, path: readonly string[], change: (container: AnyObject) => AnyObject): AnyObject {
  const [first, ...rest] = path;
  if (first !== undefined) {
    const inner = object[first];
    return { ...object, [first]: mapContainers(isObject(inner) ? inner : {}, rest, change) };
  }
  const next: Record<string, unknown> = { ...object };
  for (const field of ['containers', 'initContainers']) {
    const list = at(object, field);
    if (Array.isArray(list)) next[field] = (list as readonly AnyObject[]).map(change);
  }
  return next;
}
