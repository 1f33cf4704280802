// Upstream: pkg/scheduler/framework/preemption, plugins/defaultpreemption
import type { LabelSelector } from '../kinds/index.ts';
import { selectorMatches } from '../kinds/index.ts';
import { filtersFor, refusalOf } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { describeReasons } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { PodInfo } from './pod-info.ts';
import type { PodCounter, Snapshot } from './snapshot.ts';

const notHelpful = 'Preemption is not helpful for scheduling';
const noVictims = 'No preemption victims found for incoming pod';

/** What evicting Pods of lower priority would bring, in words; undefined when it would make room. */
export function preemptionOutlook(
  pod: PodInfo,
  snapshot: Snapshot,
  attempt: Attempt,
  plugins: readonly SchedulerPlugin[],
): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.';
  const reasons: string[] = [];
  for (const node of snapshot.nodes) {
    const refusal = attempt.refused.get(node.name);
    if (!refusal?.rejection.isResolvable) {
      reasons.push(notHelpful);
      continue;
    }
    const left = reasonsWithoutLesser(pod, node, snapshot, plugins);
    if (!left) return undefined;
    reasons.push(...left);
  }
  return `preemption: ${describeReasons(snapshot.nodes.length, reasons)}`;
}

/** What would still be wrong with the node if everything of lower priority were gone; undefined: nothing. */
function reasonsWithoutLesser(
  pod: PodInfo,
  node: NodeInfo,
  snapshot: Snapshot,
  plugins: readonly SchedulerPlugin[],
): readonly string[] | undefined {
  const lesser = [...node.pods.values()].filter((other) => other.priority < pod.priority);
  if (lesser.length === 0) return [noVictims];
  const emptied = node.without(lesser);
  const imagined = new WithNode(snapshot, node, emptied);
  return refusalOf(emptied, filtersFor(pod, imagined, plugins))?.rejection.reasons;
}

/** A snapshot in which one node is another. */
export class WithNode implements Snapshot {
  readonly nodes: readonly NodeInfo[];
  private readonly real: Snapshot;
  private readonly replacement: NodeInfo;

  constructor(real: Snapshot, node: NodeInfo, replacement: NodeInfo) {
    this.real = real;
    this.replacement = replacement;
    this.nodes = real.nodes.map((other) => (other === node ? replacement : other));
  }

  counter(namespace: string, selector: LabelSelector | undefined): PodCounter {
    const real = this.real.counter(namespace, selector);
    return { on: (node) => (node === this.replacement ? countOn(node, namespace, selector) : real.on(node)) };
  }

  namespaceLabels(namespace: string): ReturnType<Snapshot['namespaceLabels']> {
    return this.real.namespaceLabels(namespace);
  }

  siblingSelector(pod: PodInfo['pod']): ReturnType<Snapshot['siblingSelector']> {
    return this.real.siblingSelector(pod);
  }

  image(name: string): ReturnType<Snapshot['image']> {
    return this.real.image(name);
  }

  get storage(): Snapshot['storage'] {
    return this.real.storage;
  }

  get devices(): Snapshot['devices'] {
    return this.real.devices;
  }
}

function countOn(node: NodeInfo, namespace: string, selector: LabelSelector | undefined): number {
  let count = 0;
  for (const info of node.pods.values()) {
    if (!info.isTerminating && info.namespace === namespace && selectorMatches(selector, info.labels)) count++;
  }
  return count;
}
