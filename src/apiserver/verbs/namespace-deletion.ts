// Namespaces hold themselves by spec.finalizers until everything in them is gone.
// Upstream: pkg/registry/core/namespace/storage

import { isObject } from '../../base/index.ts';
import type { AnyKind, KubeObject } from '../../kinds/index.ts';

/** Whether the kind is the Namespace. */
export function isNamespace(kind: AnyKind): boolean {
  return kind.kind === 'Namespace' && kind.group === '';
}

/** Whether the object's own spec keeps it from being removed. */
export function holdsItself(kind: AnyKind, object: KubeObject): boolean {
  return isNamespace(kind) && specFinalizers(object).length > 0;
}

/** A namespace that is being deleted says so in its phase, and has no grace. */
export function markTerminating(kind: AnyKind, object: KubeObject): KubeObject {
  if (!isNamespace(kind)) return object;
  const { deletionGracePeriodSeconds: _, ...metadata } = object.metadata;
  return { ...object, metadata, status: { ...(isObject(object.status) ? object.status : {}), phase: 'Terminating' } };
}

function specFinalizers({ spec }: KubeObject): readonly unknown[] {
  const finalizers = isObject(spec) ? spec['finalizers'] : undefined;
  return Array.isArray(finalizers) ? finalizers : [];
}
