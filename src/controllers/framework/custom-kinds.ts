// The kinds that CustomResourceDefinitions add, for controllers that look after objects of every kind.
// Upstream: k8s.io/client-go discovery ServerPreferredResources

import type { Informer } from '../../client/index.ts';
import { compareVersions, customKinds } from '../../kinds/index.ts';
import type { AnyKind, CustomResourceDefinition } from '../../kinds/index.ts';

/** One kind for each definition whose objects are served: the version that is preferred, by the names of the definitions. */
export function preferredCustomKinds(definitions: Informer<CustomResourceDefinition>): readonly AnyKind[] {
  return servedKinds(definitions).flatMap((served) => served.toSorted((a, b) => compareVersions(a.version, b.version))[0] ?? []);
}

/** The kind of that apiVersion and name, if a definition serves it. */
export function customKindOf(definitions: Informer<CustomResourceDefinition>, apiVersion: string, kind: string): AnyKind | undefined {
  return servedKinds(definitions).flat().find((each) => each.apiVersion === apiVersion && each.kind === kind);
}

const made = new WeakMap<CustomResourceDefinition, readonly AnyKind[]>();

function servedKinds(definitions: Informer<CustomResourceDefinition>): readonly (readonly AnyKind[])[] {
  return [...definitions.store.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).map((definition) => {
    let kinds = made.get(definition);
    if (!kinds) made.set(definition, (kinds = customKinds(definition)?.served ?? []));
    return kinds;
  });
}
