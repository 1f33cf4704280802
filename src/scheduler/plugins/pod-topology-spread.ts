// Upstream: pkg/scheduler/framework/plugins/podtopologyspread
import { naturalLog } from '../../base/index.ts';
import { isEmptySelector, matchesRequiredNodeAffinity, selectorMatches } from '../../kinds/index.ts';
import type { LabelSelector, TopologySpreadConstraint } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import type { NodeInfo } from '../node-info.ts';
import { greatestScore } from '../plugin.ts';
import type { Normalizer, SchedulerPlugin } from '../plugin.ts';
import { withLabelKeys } from '../pod-info.ts';
import type { PodInfo } from '../pod-info.ts';
import type { PodCounter, Snapshot } from '../snapshot.ts';
import { fits, unresolvable, unschedulable } from '../verdict.ts';
import { hasUntoleratedTaint } from './taint-toleration.ts';

const hostname = 'kubernetes.io/hostname';
const mismatch = "node(s) didn't match pod topology spread constraints";

interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: LabelSelector | undefined;
  readonly counter: PodCounter;
  /** Whether the node takes part in the comparison. */
  includes(node: NodeInfo): boolean;
}

/** Pods that belong together are spread over hosts, zones or what else the constraints name. */
export const podTopologySpread: SchedulerPlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  filter: (pod, snapshot) => {
    const constraints = constraintsOf(pod, snapshot, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const checks = constraints.map((constraint) => ({ constraint, ...countDomains(constraint, constraints, snapshot) }));
    return (node) => {
      for (const { constraint, counts, least } of checks) {
        const domain = node.labels[constraint.topologyKey];
        if (domain === undefined) return unresolvable(`${mismatch} (missing required label)`);
        const own = selectorMatches(constraint.selector, pod.labels) ? 1 : 0;
        if ((counts.get(domain) ?? 0) + own - least > constraint.maxSkew) return unschedulable(mismatch);
      }
      return fits;
    };
  },
  scoring: (pod, snapshot, feasible) => {
    const isOwn = (pod.pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
    const constraints = isOwn ? constraintsOf(pod, snapshot, 'ScheduleAnyway') : defaultConstraints(pod, snapshot);
    if (constraints.length === 0) return undefined;
    const ignored = new Set(isOwn ? feasible.filter((node) => !hasAllKeys(node, constraints)) : []);
    const spreads = constraints.map((constraint) => spreadOf(constraint, { constraints, snapshot, feasible, ignored, isOwn }));
    return {
      score: (node) => {
        if (ignored.has(node)) return 0;
        let score = 0;
        for (const spread of spreads) score += spread(node);
        return Math.round(score);
      },
      normalize: normalizeBut(ignored),
    };
  },
  mayHelp: (event, pod) => {
    if (event.type === 'pod-placed') return isCounted(event.pod, pod) || isCounted(event.previous, pod);
    if (event.type === 'pod-gone') return isCounted(event.pod, pod);
    return event.type === 'node-removed' || changedNode(event, 'labels', 'taints', 'unschedulable') !== undefined;
  },
};

/** Whether the other Pod counts in a constraint that keeps this one waiting. */
function isCounted(other: PodInfo | undefined, { pod, namespace, labels }: PodInfo): boolean {
  if (!other || other.namespace !== namespace) return false;
  return (pod.spec.topologySpreadConstraints ?? []).some(
    ({ whenUnsatisfiable, labelSelector, matchLabelKeys }) =>
      whenUnsatisfiable === 'DoNotSchedule' && selectorMatches(withLabelKeys(labelSelector, labels, matchLabelKeys), other.labels),
  );
}

function constraintsOf(pod: PodInfo, snapshot: Snapshot, which: TopologySpreadConstraint['whenUnsatisfiable']): readonly Constraint[] {
  const own = pod.pod.spec.topologySpreadConstraints;
  if (!own) return [];
  return own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === which).map((constraint) => prepare(constraint, pod, snapshot));
}

/** The scheduler's own wish for Pods without any: those of one Service or controller apart, by host and by zone. */
function defaultConstraints(pod: PodInfo, snapshot: Snapshot): readonly Constraint[] {
  const selector = snapshot.siblingSelector(pod.pod);
  if (!selector || isEmptySelector(selector)) return [];
  return [
    prepare({ whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector, topologyKey: hostname, maxSkew: 3 }, pod, snapshot),
    prepare({ whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector, topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 }, pod, snapshot),
  ];
}

function prepare(constraint: TopologySpreadConstraint, pod: PodInfo, snapshot: Snapshot): Constraint {
  const { topologyKey, maxSkew, minDomains = 0, nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  const selector = withLabelKeys(constraint.labelSelector, pod.labels, constraint.matchLabelKeys);
  const asksForNodes = pod.pod.spec.nodeSelector !== undefined || pod.pod.spec.affinity?.nodeAffinity !== undefined;
  return {
    topologyKey,
    maxSkew,
    minDomains,
    selector,
    counter: snapshot.counter(pod.namespace, selector),
    includes: (node) =>
      (nodeAffinityPolicy === 'Ignore' || !asksForNodes || matchesRequiredNodeAffinity(pod.pod.spec, node)) &&
      (nodeTaintsPolicy === 'Ignore' || !hasUntoleratedTaint(pod, node)),
  };
}

function hasAllKeys(node: NodeInfo, constraints: readonly Constraint[]): boolean {
  return constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
}

/** How many Pods each domain has, and the fewest. */
function countDomains(
  constraint: Constraint,
  all: readonly Constraint[],
  snapshot: Snapshot,
): { readonly counts: ReadonlyMap<string, number>; readonly least: number } {
  const counts = new Map<string, number>();
  for (const node of snapshot.nodes) {
    if (!hasAllKeys(node, all) || !constraint.includes(node)) continue;
    const domain = node.labels[constraint.topologyKey] ?? '';
    counts.set(domain, (counts.get(domain) ?? 0) + constraint.counter.on(node));
  }
  // Too few domains count as if there were one more, which is empty; without any, nothing is out of balance.
  const least = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values());
  return { counts, least };
}

interface ScoringContext {
  readonly constraints: readonly Constraint[];
  readonly snapshot: Snapshot;
  readonly feasible: readonly NodeInfo[];
  readonly ignored: ReadonlySet<NodeInfo>;
  /** The Pod's own constraints want all their keys on a node; the default ones take what there is. */
  readonly isOwn: boolean;
}

/** What a node's domain costs under one constraint. */
function spreadOf(constraint: Constraint, context: ScoringContext): (node: NodeInfo) => number {
  const { topologyKey, counter, maxSkew } = constraint;
  const isHost = topologyKey === hostname;
  const counts = isHost ? new Map<string, number>() : countFeasibleDomains(constraint, context);
  const domains = isHost ? context.feasible.length - context.ignored.size : counts.size;
  // The more domains, the fewer Pods in each: without the weight small domains would always win.
  const weight = naturalLog(domains + 2);
  return (node) => {
    const domain = node.labels[topologyKey];
    if (domain === undefined) return 0;
    const count = isHost ? counter.on(node) : (counts.get(domain) ?? 0);
    return count * weight + (maxSkew - 1);
  };
}

function countFeasibleDomains(constraint: Constraint, context: ScoringContext): Map<string, number> {
  const { topologyKey, counter } = constraint;
  const counts = new Map<string, number>();
  for (const node of context.feasible) if (!context.ignored.has(node)) counts.set(node.labels[topologyKey] ?? '', 0);
  for (const node of context.snapshot.nodes) {
    if (context.isOwn && !hasAllKeys(node, context.constraints)) continue;
    const domain = node.labels[topologyKey] ?? '';
    const before = counts.get(domain);
    if (before !== undefined && constraint.includes(node)) counts.set(domain, before + counter.on(node));
  }
  return counts;
}

function normalizeBut(ignored: ReadonlySet<NodeInfo>): Normalizer {
  return (scores, nodes) => {
    const counted = scores.filter((_, at) => !isIgnored(nodes[at]));
    const least = Math.min(...counted);
    const most = Math.max(...counted);
    for (const [at, score] of scores.entries()) {
      if (isIgnored(nodes[at])) scores[at] = 0;
      else scores[at] = most === 0 ? greatestScore : Math.floor((greatestScore * (most + least - score)) / most);
    }
  };

  function isIgnored(node: NodeInfo | undefined): boolean {
    return node !== undefined && ignored.has(node);
  }
}
