// Kinds whose use is answered with a warning.
// Upstream: k8s.io/apiserver pkg/endpoints/deprecation

import type { AnyKind } from '../../kinds/index.ts';

const texts: Readonly<Record<string, string>> = {
  'v1 ComponentStatus': 'v1 ComponentStatus is deprecated in v1.19+',
  'v1 Endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

const known = new WeakMap<AnyKind, readonly string[]>();

/** The warnings that any request for the kind gets. */
export function deprecations(kind: AnyKind): readonly string[] {
  let found = known.get(kind);
  if (!found) {
    const text = texts[`${kind.apiVersion} ${kind.kind}`];
    known.set(kind, (found = text === undefined ? [] : [text]));
  }
  return found;
}
