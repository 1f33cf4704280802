import { matchesRequiredNodeAffinity, matchesTerm } from '../../kinds/index.ts';
import type { NodeSelectorTerm } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import { highestIsBest } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';

/** The labels that a Pod wants of its node: nodeSelector and node affinity, required and preferred. */
export const nodeAffinity: SchedulerPlugin = {
  name: 'NodeAffinity',
  wokenByTaints: true,
  weight: 2,
  candidates: ({ pod }) => namedNodes(pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms),
  filter: ({ pod }) => {
    const isAsked = pod.spec.nodeSelector !== undefined || pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (!isAsked) return undefined;
    return (node) =>
      matchesRequiredNodeAffinity(pod.spec, node) ? fits : unresolvable("node(s) didn't match Pod's node affinity/selector");
  },
  scoring: ({ pod }) => {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    return {
      score: (node) => preferred.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, node) ? weight : 0), 0),
      normalize: highestIsBest,
    };
  },
  mayHelp: (event, { pod }) => {
    const node = changedNode(event, 'labels');
    return node !== undefined && matchesRequiredNodeAffinity(pod.spec, node);
  },
};

/** The names of nodes, when every term asks for nodes by name. */
function namedNodes(terms: readonly NodeSelectorTerm[] | undefined): ReadonlySet<string> | undefined {
  if (!terms || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In').map(({ values = [] }) => values);
    const first = lists[0];
    if (!first) return undefined;
    for (const name of first) if (lists.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}
