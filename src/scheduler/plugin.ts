// Upstream: pkg/scheduler/framework/interface.go
import type { ClusterEvent } from './cluster-event.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Rejection, Verdict } from './verdict.ts';

/** Looks at one node for one Pod. */
export type NodeFilter = (node: NodeInfo) => Verdict;
/** Rates one node for one Pod, on the plugin's own scale until it is normalised. */
export type NodeScorer = (node: NodeInfo) => number;
/** Brings a plugin's scores, one a feasible node, to 0…100, in place. */
export type Normalizer = (scores: number[], nodes: readonly NodeInfo[]) => void;

/** What a plugin brings to one Pod's attempt: a scorer, and how its scores are made comparable. */
export interface Scoring {
  readonly score: NodeScorer;
  readonly normalize?: Normalizer;
}

/** One reason to prefer or refuse nodes. Everything is optional: a plugin says only what it has an opinion about. */
export interface SchedulerPlugin {
  readonly name: string;
  /** How much its scores count. */
  readonly weight?: number;
  /** The only nodes that can do, by name; undefined when the plugin cannot tell beforehand. */
  candidates?(pod: PodInfo): ReadonlySet<string> | undefined;
  /** Whether the Pod is not even to be looked at yet: nobody is told why. */
  holdsBack?(pod: PodInfo, snapshot: Snapshot): boolean;
  /** Why the Pod has to wait whatever the node. */
  refuse?(pod: PodInfo, snapshot: Snapshot): Rejection | undefined;
  /** What it looks at in the cluster before the nodes, and then how it looks at each; undefined: it has nothing to say. */
  filter?(pod: PodInfo, snapshot: Snapshot): NodeFilter | undefined;
  /** The same for scores; `feasible` are the nodes that are left. */
  scoring?(pod: PodInfo, snapshot: Snapshot, feasible: readonly NodeInfo[]): Scoring | undefined;
  /** It looks at new nodes but not at taints: upstream brings its Pods back whenever the taints of a node change, whatever they are. */
  readonly wokenByTaints?: true;
  /** Whether what happened could change its refusal of the Pod. */
  mayHelp?(event: ClusterEvent, pod: PodInfo, snapshot: Snapshot): boolean;
}

export const greatestScore = 100;

/** The most wins all; nothing but zeros stays zero. */
export const highestIsBest: Normalizer = (scores) => {
  const highest = Math.max(0, ...scores);
  if (highest === 0) return;
  for (const [at, score] of scores.entries()) scores[at] = Math.floor((score * greatestScore) / highest);
};

/** The least wins all; nothing but zeros is the best for everyone. */
export const lowestIsBest: Normalizer = (scores) => {
  const highest = Math.max(0, ...scores);
  for (const [at, score] of scores.entries()) {
    scores[at] = highest === 0 ? greatestScore : greatestScore - Math.floor((score * greatestScore) / highest);
  }
};
