// Where groups that are served elsewhere come among the others.
// Upstream: k8s.io/kube-aggregator pkg/apis/apiregistration/v1/helper SortedByGroupAndVersion

import { apiVersionOf, compareVersions } from '../../kinds/index.ts';
import type { DiscoveredGroup } from '../../kinds/index.ts';
import type { AggregatedServices, AggregatedVersion } from '../aggregation/aggregated-services.ts';

/** What discovery goes by. */
export type Aggregated = Pick<AggregatedServices, 'priorities' | 'versions'>;

/** Of versions that definitions add. */
const ownVersionPriority = 100;

/** The groups with those that are served elsewhere, those of higher priority first. */
export function withAggregated(groups: readonly DiscoveredGroup[], { versions, priorities }: Aggregated): readonly DiscoveredGroup[] {
  const all = [...groups];
  const names = [...new Set(versions.map(({ group }) => group))];
  const priorityOf = (name: string): number => priorities.get(name) ?? 0;
  for (const name of names.sort((a, b) => priorityOf(b) - priorityOf(a) || (a < b ? -1 : 1))) {
    const known = all.findIndex((each) => each.name === name);
    const group = joined(name, known < 0 ? undefined : all[known], versions.filter((each) => each.group === name));
    if (known >= 0) all[known] = group;
    else {
      // The group of registrations itself has none above it.
      const at = all.findIndex((each, index) => index > 0 && priorityOf(each.name) < priorityOf(name));
      all.splice(at < 0 ? all.length : at, 0, group);
    }
  }
  return all;
}

function joined(name: string, known: DiscoveredGroup | undefined, versions: readonly AggregatedVersion[]): DiscoveredGroup {
  const elsewhere = new Set(versions.map(({ version }) => version));
  const own = (known?.versions ?? []).filter(({ version }) => !elsewhere.has(version)).map(({ version }) => ({ version, versionPriority: ownVersionPriority }));
  const sorted = [...own, ...versions].sort((a, b) => b.versionPriority - a.versionPriority || compareVersions(a.version, b.version));
  const listed = sorted.map(({ version }) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
  return { name, versions: listed, preferredVersion: listed[0] ?? { groupVersion: name, version: '' } };
}
