import type { Attempt, NodeVerdict, QueuedPod } from '../../../protocol/index.ts';

/** How many nodes are left after each filter, and how many it removed. */
export interface RailStep { readonly plugin: string; readonly left: number; readonly fell: number }

/** The graduated rail: filters in their order, with what each left. */
export function rail(attempt: Attempt): readonly RailStep[] {
  let left = attempt.nodes.length;
  return attempt.filters.map((plugin) => {
    const fell = attempt.nodes.filter((node) => node.fell?.plugin === plugin).length;
    left -= fell;
    return { plugin, left, fell };
  });
}

/** Each score plugin has its place in the colours, so that it looks the same in every attempt. */
const places = ['NodeResourcesFit', 'NodeResourcesBalancedAllocation', 'ImageLocality', 'NodeAffinity', 'PodTopologySpread', 'InterPodAffinity', 'TaintToleration'];

/** A part of a node's bar. */
export interface Part { readonly plugin: string; readonly value: number; readonly same: boolean; readonly order: number }

/** Survivors' parts: what is equal for all comes first, short and grey; the rest in the scorers' order. Parts of nothing are left out. */
export function parts(attempt: Attempt, node: NodeVerdict): readonly Part[] {
  const survivors = attempt.nodes.filter((candidate) => candidate.fell === undefined && candidate.scores.length > 0);
  const all = attempt.scorers.map((scorer, i): Part => {
    const value = Math.round((node.scores[i]?.normalized ?? 0) * scorer.weight);
    const same = survivors.every((other) => (other.scores[i]?.normalized ?? 0) === (node.scores[i]?.normalized ?? 0));
    const place = places.indexOf(scorer.plugin);
    return { plugin: scorer.plugin, value, same, order: (place < 0 ? i : place) + 1 };
  }).filter((part) => part.value > 0);
  return [...all.filter((part) => part.same), ...all.filter((part) => !part.same).reverse()];
}

/** Survivors first, by their total; then those that fell, by how far they came. */
export function ranked(attempt: Attempt): readonly NodeVerdict[] {
  const far = (node: NodeVerdict): number => (node.fell ? attempt.filters.indexOf(node.fell.plugin) : Infinity);
  return [...attempt.nodes].sort((a, b) => far(b) - far(a) || (b.total ?? 0) - (a.total ?? 0) || a.node.localeCompare(b.node, 'en', { numeric: true }));
}

/** How far ahead of the next best the chosen node is; undefined when nothing was compared. */
export function lead(attempt: Attempt): number | undefined {
  const totals = attempt.nodes.filter((node) => node.total !== undefined && node.node !== attempt.node).map((node) => node.total ?? 0);
  const chosen = attempt.nodes.find((node) => node.node === attempt.node)?.total;
  return chosen === undefined || totals.length === 0 ? undefined : chosen - Math.max(...totals);
}

/** Pods that the scheduler still has: those to be decided, and those whose node is chosen while the binding is on its way. */
export function byDecision(active: readonly QueuedPod[], attempts: Iterable<Attempt>): readonly [readonly QueuedPod[], readonly { readonly item: QueuedPod; readonly node: string }[]] {
  const nodes = new Map([...attempts].flatMap(({ pod, number, node }) => (node === undefined ? [] : [[`${pod} ${number}`, node] as const])));
  const nodeOf = ({ pod, attempts: number }: QueuedPod): string | undefined => nodes.get(`${pod} ${number}`);
  return [active.filter((item) => nodeOf(item) === undefined), active.flatMap((item) => { const node = nodeOf(item); return node === undefined ? [] : [{ item, node }]; })];
}
