// Upstream: pkg/scheduler/schedule_one.go (schedulePod)
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { NodeFilter, SchedulerPlugin } from './plugin.ts';
import type { Snapshot } from './snapshot.ts';
import { unresolvable } from './verdict.ts';
import type { Rejection } from './verdict.ts';

/** Who refused a node, and why. */
export interface Refusal {
  readonly plugin: string;
  readonly rejection: Rejection;
}

/** One plugin's opinion of the feasible nodes, in their order. */
export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  /** 0 … 100, before the weight. */
  readonly normalized: readonly number[];
}

/** All that one attempt found out about one Pod. */
export interface Attempt {
  /** How many nodes there are. */
  readonly nodeCount: number;
  readonly refused: ReadonlyMap<string, Refusal>;
  /** Why no node was looked at, where that is so: it stands for each of them in `refused`. */
  readonly refusedFirst?: Refusal;
  readonly feasible: readonly NodeInfo[];
  /** Empty unless there was a choice. */
  readonly scores: readonly PluginScores[];
  /** Sums of the weighted scores, in the order of `feasible`. */
  readonly totals: readonly number[];
  readonly chosen: NodeInfo | undefined;
  /** Whether others had as many points as the chosen. */
  readonly isTie: boolean;
}

export interface AttemptOptions {
  readonly plugins: readonly SchedulerPlugin[];
  /** Draws among equals: an integer from 0 up to, not including, the bound. */
  readonly draw: (bound: number) => number;
  /** The node to begin with: where the last attempt stopped, when it did not look at all of them. */
  readonly startAt?: number;
}

interface NamedFilter {
  readonly plugin: string;
  readonly filter: NodeFilter;
}

/** Looks for the best node for a Pod: filters, then scores, then the draw. Changes nothing. */
export function attempt(pod: PodInfo, snapshot: Snapshot, options: AttemptOptions): Attempt {
  const { plugins } = options;
  const refusedFirst = refusalBeforeNodes(pod, snapshot, plugins);
  if (refusedFirst) {
    const { nodes } = snapshot;
    const everywhere = new Map(nodes.map(({ name }) => [name, refusedFirst]));
    return { nodeCount: nodes.length, refused: everywhere, refusedFirst, feasible: [], scores: [], totals: [], chosen: undefined, isTie: false };
  }
  const refused = new Map<string, Refusal>();
  const feasible = findFeasible(pod, snapshot, options, refused);
  const nodeCount = snapshot.nodes.length;
  if (feasible.length <= 1) return { nodeCount, refused, feasible, scores: [], totals: [], chosen: feasible[0], isTie: false };
  const scores = scoreAll(pod, snapshot, plugins, feasible);
  const totals = feasible.map((_, at) => scores.reduce((sum, { weight, normalized }) => sum + weight * (normalized[at] ?? 0), 0));
  const most = Math.max(...totals);
  const best = feasible.filter((_, at) => totals[at] === most);
  const chosen = best[best.length > 1 ? options.draw(best.length) : 0];
  return { nodeCount, refused, feasible, scores, totals, chosen, isTie: best.length > 1 };
}

function refusalBeforeNodes(pod: PodInfo, snapshot: Snapshot, plugins: readonly SchedulerPlugin[]): Refusal | undefined {
  for (const plugin of plugins) {
    const rejection = plugin.refuse?.(pod, snapshot);
    if (rejection) return { plugin: plugin.name, rejection };
  }
  return undefined;
}

/** The filters that have something to say about the Pod, in order. */
export function filtersFor(pod: PodInfo, snapshot: Snapshot, plugins: readonly SchedulerPlugin[]): readonly NamedFilter[] {
  const filters: NamedFilter[] = [];
  for (const plugin of plugins) {
    const filter = plugin.filter?.(pod, snapshot);
    if (filter) filters.push({ plugin: plugin.name, filter });
  }
  return filters;
}

/** The first refusal of the node, if any. */
export function refusalOf(node: NodeInfo, filters: readonly NamedFilter[]): Refusal | undefined {
  for (const { plugin, filter } of filters) {
    const rejection = filter(node);
    if (rejection) return { plugin, rejection };
  }
  return undefined;
}

function findFeasible(pod: PodInfo, snapshot: Snapshot, options: AttemptOptions, refused: Map<string, Refusal>): readonly NodeInfo[] {
  const { nodes } = snapshot;
  const filters = filtersFor(pod, snapshot, options.plugins);
  const preselected = preselect(pod, options.plugins);
  const wanted = feasibleNodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  for (let i = 0; i < nodes.length && feasible.length < wanted; i++) {
    const node = nodes[((options.startAt ?? 0) + i) % nodes.length];
    if (!node) continue;
    const excluded = preselected && !preselected.names.has(node.name);
    const refusal = excluded ? notSelected(preselected.plugins) : refusalOf(node, filters);
    if (refusal) refused.set(node.name, refusal);
    else feasible.push(node);
  }
  return feasible;
}

/** The only nodes that can do, when plugins can tell by name. */
function preselect(pod: PodInfo, plugins: readonly SchedulerPlugin[]): { names: ReadonlySet<string>; plugins: string[] } | undefined {
  let selected: { names: ReadonlySet<string>; plugins: string[] } | undefined;
  for (const plugin of plugins) {
    const names = plugin.candidates?.(pod);
    if (!names) continue;
    const both = selected ? new Set([...selected.names].filter((name) => names.has(name))) : names;
    selected = { names: both, plugins: [...(selected?.plugins ?? []), plugin.name] };
  }
  return selected;
}

function notSelected(plugins: readonly string[]): Refusal {
  const rejection = unresolvable(`node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]`);
  return { plugin: plugins[0] ?? '', rejection };
}

// minFeasibleNodesToFind, minFeasibleNodesPercentageToFind
const leastNodes = 100;
const leastPercentage = 5;

/** In a large cluster not every node is looked at. */
function feasibleNodesToFind(count: number): number {
  if (count < leastNodes) return count;
  const percentage = Math.max(leastPercentage, 50 - Math.floor(count / 125));
  return Math.max(leastNodes, Math.floor((count * percentage) / 100));
}

function scoreAll(
  pod: PodInfo,
  snapshot: Snapshot,
  plugins: readonly SchedulerPlugin[],
  feasible: readonly NodeInfo[],
): readonly PluginScores[] {
  const all: PluginScores[] = [];
  for (const plugin of plugins) {
    const opinion = plugin.scoring?.(pod, snapshot, feasible);
    if (!opinion) continue;
    const scores = feasible.map(opinion.score);
    opinion.normalize?.(scores, feasible);
    all.push({ plugin: plugin.name, weight: plugin.weight ?? 1, normalized: scores });
  }
  return all;
}

