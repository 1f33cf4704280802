// Label keys in affinity and spreading stand for the Pod's own values: they are written into the selectors when it is created.
// Upstream: pkg/registry/core/pod/strategy.go applyMatchLabelKeysAndMismatchLabelKeys

import type { Affinity, LabelSelector, LabelSelectorRequirement, Pod, PodAffinity, PodAffinityTerm } from '../../generated/types.ts';
import type { Labels } from '../../label-selector.ts';
import { complete, completeList } from '../../reuse.ts';

interface Keys {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

function requirements(keys: readonly string[] | undefined, operator: 'In' | 'NotIn', labels: Labels): readonly LabelSelectorRequirement[] {
  return (keys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}

/** The selector with the Pod's values of the keys; without a selector nothing is selected, whatever the keys. */
function withValues({ labelSelector, matchLabelKeys, mismatchLabelKeys }: Keys, labels: Labels): LabelSelector | undefined {
  if (!labelSelector) return undefined;
  const added = [...requirements(matchLabelKeys, 'In', labels), ...requirements(mismatchLabelKeys, 'NotIn', labels)];
  if (added.length === 0) return labelSelector;
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] };
}

function applied<Holder extends PodAffinity>(affinity: Holder | undefined, labels: Labels): Holder | undefined {
  if (!affinity) return undefined;
  const inTerm = (term: PodAffinityTerm): PodAffinityTerm => complete(term, { labelSelector: withValues(term, labels) });
  const { requiredDuringSchedulingIgnoredDuringExecution: needed, preferredDuringSchedulingIgnoredDuringExecution: preferred } = affinity;
  const both = complete(affinity, {
    requiredDuringSchedulingIgnoredDuringExecution: needed && completeList(needed, inTerm),
    preferredDuringSchedulingIgnoredDuringExecution: preferred
      && completeList(preferred, (weighted) => complete(weighted, { podAffinityTerm: inTerm(weighted.podAffinityTerm ?? { topologyKey: '' }) })),
  });
  return { ...affinity, ...both };
}

function appliedAffinity(affinity: Affinity | undefined, labels: Labels): Affinity | undefined {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  if (!affinity || (!podAffinity && !podAntiAffinity)) return affinity;
  return complete(affinity, { podAffinity: applied(podAffinity, labels), podAntiAffinity: applied(podAntiAffinity, labels) });
}

/** The Pod with the values of its label keys written into its selectors. */
export function applyLabelKeys(pod: Pod): Pod {
  const { affinity, topologySpreadConstraints } = pod.spec;
  const { labels } = pod.metadata;
  if (!labels || (!affinity && !topologySpreadConstraints)) return pod;
  const spec = complete(pod.spec, {
    affinity: appliedAffinity(affinity, labels),
    topologySpreadConstraints: topologySpreadConstraints
      && completeList(topologySpreadConstraints, (constraint) => complete(constraint, { labelSelector: withValues(constraint, labels) })),
  });
  return complete(pod, { spec });
}
