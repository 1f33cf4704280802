// Upstream: pkg/scheduler/framework/plugins/interpodaffinity
import { selectorMatches } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import type { NodeInfo } from '../node-info.ts';
import { greatestScore } from '../plugin.ts';
import type { Normalizer, SchedulerPlugin } from '../plugin.ts';
import type { AffinityTerm, PodInfo } from '../pod-info.ts';
import type { Snapshot } from '../snapshot.ts';
import { fits, unresolvable, unschedulable } from '../verdict.ts';

const hardPodAffinityWeight = 1; // InterPodAffinityArgs.hardPodAffinityWeight

/** Numbers by topology key and value. */
class Domains {
  readonly byKey = new Map<string, Map<string, number>>();

  add(node: NodeInfo, topologyKey: string, amount: number): void {
    const value = node.labels[topologyKey];
    if (value === undefined) return;
    let values = this.byKey.get(topologyKey);
    if (!values) this.byKey.set(topologyKey, (values = new Map()));
    values.set(value, (values.get(value) ?? 0) + amount);
  }

  at(node: NodeInfo, topologyKey: string): number {
    const value = node.labels[topologyKey];
    return value === undefined ? 0 : (this.byKey.get(topologyKey)?.get(value) ?? 0);
  }

  get isEmpty(): boolean {
    return this.byKey.size === 0;
  }
}

/** Pods that want to be near others, or away from them: what this one says and what those say that run. */
export const interPodAffinity: SchedulerPlugin = {
  name: 'InterPodAffinity',
  wokenByTaints: true,
  weight: 2,
  filter: (pod, snapshot) => {
    const repelled = repelledDomains(pod, snapshot);
    if (repelled.isEmpty && pod.requiredAffinity.length + pod.requiredAntiAffinity.length === 0) return undefined;
    const attracted = attractedDomains(pod, snapshot);
    const avoided = avoidedDomains(pod, snapshot);
    return (node) => {
      if (!isNearWanted(pod, node, attracted, snapshot)) return unresolvable("node(s) didn't match pod affinity rules");
      if (pod.requiredAntiAffinity.some(({ topologyKey }) => avoided.at(node, topologyKey) > 0)) {
        return unschedulable("node(s) didn't match pod anti-affinity rules");
      }
      for (const topologyKey of repelled.byKey.keys()) {
        if (repelled.at(node, topologyKey) > 0) return unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");
      }
      return fits;
    };
  },
  scoring: (pod, snapshot) => {
    const wishes = wishedDomains(pod, snapshot);
    if (wishes.isEmpty) return undefined;
    const keys = [...wishes.byKey.keys()];
    return { score: (node) => keys.reduce((sum, key) => sum + wishes.at(node, key), 0), normalize: stretch };
  },
  mayHelp: (event, pod) => {
    switch (event.type) {
      case 'pod-placed': {
        const isNowNear = pod.requiredAffinity.length > 0 && pod.requiredAffinity.every((term) => concerns(term, event.pod, unlabelled));
        return isNowNear || (keepsAway(pod, event.previous) && !keepsAway(pod, event.pod));
      }
      case 'pod-gone':
        return keepsAway(pod, event.pod) || keepsAway(event.pod, pod);
      case 'node-added':
      case 'node-removed':
      case 'node-changed':
        return changedNode(event, 'labels') !== undefined;
      case 'storage-changed':
      case 'devices-changed':
        return false;
    }
  },
};

/** When something happens, namespaces are not looked up: a term that only their labels satisfy wakes nobody. */
const unlabelled: Pick<Snapshot, 'namespaceLabels'> = { namespaceLabels: () => ({}) };

/** Whether a Pod does not want the other near, wherever that is. */
function keepsAway(pod: PodInfo, other: PodInfo | undefined): boolean {
  return other !== undefined && pod.requiredAntiAffinity.some((term) => concerns(term, other, unlabelled));
}

/** Whether the term is about that Pod. */
function concerns(term: AffinityTerm, other: PodInfo, snapshot: Pick<Snapshot, 'namespaceLabels'>): boolean {
  const isInNamespace =
    term.namespaces.has(other.namespace) ||
    (term.namespaceSelector !== undefined && selectorMatches(term.namespaceSelector, snapshot.namespaceLabels(other.namespace)));
  return isInNamespace && selectorMatches(term.selector, other.labels);
}

/** Where Pods run that do not want this one near. */
function repelledDomains(pod: PodInfo, snapshot: Snapshot): Domains {
  const domains = new Domains();
  for (const node of snapshot.nodes) {
    for (const other of node.podsWithAntiAffinity) {
      for (const term of other.requiredAntiAffinity) if (concerns(term, pod, snapshot)) domains.add(node, term.topologyKey, 1);
    }
  }
  return domains;
}

/** Where Pods run that match all that this one wants to be near to. */
function attractedDomains(pod: PodInfo, snapshot: Snapshot): Domains {
  const domains = new Domains();
  const terms = pod.requiredAffinity;
  if (terms.length === 0) return domains;
  for (const node of snapshot.nodes) {
    for (const other of node.pods.values()) {
      if (terms.every((term) => concerns(term, other, snapshot))) for (const { topologyKey } of terms) domains.add(node, topologyKey, 1);
    }
  }
  return domains;
}

/** Where Pods run that this one does not want near. */
function avoidedDomains(pod: PodInfo, snapshot: Snapshot): Domains {
  const domains = new Domains();
  if (pod.requiredAntiAffinity.length === 0) return domains;
  for (const node of snapshot.nodes) {
    for (const other of node.pods.values()) {
      for (const term of pod.requiredAntiAffinity) if (concerns(term, other, snapshot)) domains.add(node, term.topologyKey, 1);
    }
  }
  return domains;
}

function isNearWanted(pod: PodInfo, node: NodeInfo, attracted: Domains, snapshot: Snapshot): boolean {
  const terms = pod.requiredAffinity;
  if (terms.some(({ topologyKey }) => node.labels[topologyKey] === undefined)) return false;
  if (terms.every(({ topologyKey }) => attracted.at(node, topologyKey) > 0)) return true;
  // The first of a group that wants to be near its own kind may begin anywhere.
  return attracted.isEmpty && terms.every((term) => concerns(term, pod, snapshot));
}

/** What speaks for and against each domain. */
function wishedDomains(pod: PodInfo, snapshot: Snapshot): Domains {
  const domains = new Domains();
  const hasWishes = pod.preferredAffinity.length + pod.preferredAntiAffinity.length > 0;
  for (const node of snapshot.nodes) {
    const others = hasWishes ? node.pods.values() : node.podsWithAffinity;
    for (const other of others) {
      for (const term of pod.preferredAffinity) addWish(domains, node, term, other, snapshot, term.weight);
      for (const term of pod.preferredAntiAffinity) addWish(domains, node, term, other, snapshot, -term.weight);
      for (const term of other.requiredAffinity) addWish(domains, node, term, pod, snapshot, hardPodAffinityWeight);
      for (const term of other.preferredAffinity) addWish(domains, node, term, pod, snapshot, term.weight);
      for (const term of other.preferredAntiAffinity) addWish(domains, node, term, pod, snapshot, -term.weight);
    }
  }
  return domains;
}

function addWish(domains: Domains, node: NodeInfo, term: AffinityTerm, about: PodInfo, snapshot: Snapshot, weight: number): void {
  if (concerns(term, about, snapshot)) domains.add(node, term.topologyKey, weight);
}

/** The least wanted gets 0, the most wanted 100. */
const stretch: Normalizer = (scores) => {
  const least = Math.min(...scores);
  const range = Math.max(...scores) - least;
  for (const [at, score] of scores.entries()) scores[at] = range === 0 ? 0 : Math.floor((greatestScore * (score - least)) / range);
};
