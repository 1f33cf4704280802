// What discovery says of the resources that definitions add.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/customresource_discovery_controller.go

import { base64Encode, compareText, sha256, utf8Bytes } from '../../base/index.ts';
import { apiVersionOf, compareVersions } from '../../kinds/index.ts';
import type { AnyKind, DiscoveredGroup, DiscoveredResource } from '../../kinds/index.ts';

/** The entries of one kind: its resource and the subresources. */
export function customResources(kind: AnyKind): readonly DiscoveredResource[] {
  const { plural, singular, namespaced, verbs, shortNames, categories, subresources } = kind;
  const main = {
    name: plural, singularName: singular, namespaced, kind: kind.kind, verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    storageVersionHash: storageVersionHash(kind.view?.of ?? kind),
  };
  const changes = ['get', 'patch', 'update'];
  return [main, ...subresources.map((name) => (name === 'scale'
    ? { name: `${plural}/scale`, singularName: '', namespaced, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: changes }
    : { name: `${plural}/${name}`, singularName: '', namespaced, kind: kind.kind, verbs: changes }))];
}

/** By which clients notice that objects are stored in another version. Upstream: k8s.io/apiserver pkg/endpoints/discovery/storageversionhash.go */
function storageVersionHash({ group, version, kind }: AnyKind): string {
  return base64Encode(sha256(utf8Bytes(`${group}/${version}/${kind}`)).subarray(0, 8));
}

/** The groups that are not among the known ones, by name; their versions in the order of preference. */
export function customGroups(served: readonly { readonly group: string; readonly version: string }[], known: readonly DiscoveredGroup[]): readonly DiscoveredGroup[] {
  const versionsOf = new Map<string, string[]>();
  for (const { group, version } of served) {
    if (known.some(({ name }) => name === group)) continue;
    const versions = versionsOf.get(group);
    if (versions) versions.push(version);
    else versionsOf.set(group, [version]);
  }
  return [...versionsOf].sort(([a], [b]) => compareText(a, b)).map(([name, found]) => {
    const versions = found.sort(compareVersions).map((version) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
    return { name, versions, preferredVersion: versions[0] ?? { groupVersion: name, version: '' } };
  });
}
