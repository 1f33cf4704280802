// The objects that a binding gives to its policy as parameters.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams

import { keyOf, selectorMatches } from '../../../kinds/index.ts';
import type { AnyKind, KubeObject, ParamKind, ParamRef } from '../../../kinds/index.ts';
import { everything } from '../../cache/selection.ts';
import type { Write } from '../plugin.ts';

/** The parameters for each of which a policy is asked once, null where it has none; or why they cannot be found. */
export type Params = { readonly objects: readonly (KubeObject | null)[] } | { readonly failure: string };

/** The kind of a policy's parameters; undefined where the cluster has no such kind. */
export function paramKindOf({ call }: Write, { apiVersion = '', kind = '' }: ParamKind): AnyKind | undefined {
  return call.server.kinds.byKind(apiVersion, kind);
}

/** The parameters of a binding for this write. */
export function paramsOf(write: Write, kind: AnyKind | undefined, ref: ParamRef | undefined): Params {
  if (!kind || !ref) return { objects: [null] };
  const place = namespaceOfParams(write, kind, ref);
  if ('failure' in place) return place;
  const objects = found(write, kind, ref, place.namespace);
  if (objects.length > 0) return { objects };
  return ref.parameterNotFoundAction === 'Allow' ? { objects: [] } : { failure: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
}

function namespaceOfParams({ call }: Write, kind: AnyKind, ref: ParamRef): { readonly namespace: string | undefined } | { readonly failure: string } {
  if (!kind.namespaced) return ref.namespace ? { failure: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' } : { namespace: undefined };
  const namespace = ref.namespace || (call.kind.namespaced ? call.request.namespace : undefined);
  if (namespace === undefined) return { failure: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' };
  return { namespace };
}

function found({ call }: Write, kind: AnyKind, { name, selector }: ParamRef, namespace: string | undefined): readonly KubeObject[] {
  const cache = call.server.cache.of(kind);
  if (name) {
    const object = cache.get(keyOf(namespace, name));
    return object ? [object] : [];
  }
  return cache.list(namespace === undefined ? everything : { ...everything, namespace }).filter((object) => selectorMatches(selector, object.metadata.labels));
}
