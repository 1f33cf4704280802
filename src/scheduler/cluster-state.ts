// Upstream: pkg/scheduler/backend/cache
import { labelSelectorText, matchLabels, selectorMatches } from '../kinds/index.ts';
import type { LabelSelector, Labels, Node, Pod } from '../kinds/index.ts';
import { noDevices } from './devices/devices.ts';
import type { Devices } from './devices/devices.ts';
import { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { ImageState, PodCounter, Snapshot } from './snapshot.ts';
import { siblingSelectorOf } from './sibling-selector.ts';
import type { Groups } from './sibling-selector.ts';
import { noStorage } from './volumes/storage.ts';
import type { Storage } from './volumes/storage.ts';

interface Placed {
  readonly info: PodInfo;
  readonly nodeName: string;
}

/** Per namespace; an older one that is wanted again is counted anew. */
const countersKept = 64;

/** Counts the Pods of one namespace that one selector selects, and is told of each that comes or goes. */
class SelectorCounter implements PodCounter {
  private readonly selector: LabelSelector | undefined;
  private readonly counts = new Map<string, number>();

  constructor(selector: LabelSelector | undefined) {
    this.selector = selector;
  }

  on(node: NodeInfo): number {
    return this.counts.get(node.name) ?? 0;
  }

  note(nodeName: string, info: PodInfo, change: 1 | -1): void {
    if (info.isTerminating || !selectorMatches(this.selector, info.labels)) return;
    this.counts.set(nodeName, (this.counts.get(nodeName) ?? 0) + change);
  }
}

/**
 * What the scheduler knows of the cluster, kept up to date change by change, with Pods counted in from the moment at which
 * it has decided about them. One attempt runs without a pause, so that the state itself is the snapshot.
 */
export class ClusterState implements Snapshot {
  readonly storage: Storage;
  readonly devices: Devices;
  private readonly byName = new Map<string, NodeInfo>();
  private list: readonly NodeInfo[] | undefined;
  private readonly placed = new Map<string, Placed>();
  /** Pods on nodes that are not known (yet, or any more). */
  private readonly homeless = new Map<string, Map<string, PodInfo>>();
  private readonly counters = new Map<string, Map<string, SelectorCounter>>();
  private readonly selectorTexts = new WeakMap<LabelSelector, string>();
  private readonly images = new Map<string, { sizeBytes: number; readonly nodes: Set<string> }>();
  private readonly namespaces: (name: string) => Labels | undefined;
  private readonly groups: Groups;

  constructor(options: { readonly namespaces: (name: string) => Labels | undefined; readonly groups: Groups; readonly storage?: Storage; readonly devices?: Devices }) {
    this.storage = options.storage ?? noStorage;
    this.devices = options.devices ?? noDevices;
    this.namespaces = options.namespaces;
    this.groups = options.groups;
  }

  get nodes(): readonly NodeInfo[] {
    return (this.list ??= [...this.byName.values()]);
  }

  node(name: string): NodeInfo | undefined {
    return this.byName.get(name);
  }

  /** Where the Pod runs, or is about to. */
  nodeOf(key: string): string | undefined {
    return this.placed.get(key)?.nodeName;
  }

  namespaceLabels(namespace: string): Labels | undefined {
    return this.namespaces(namespace);
  }

  siblingSelector(pod: Pod): LabelSelector | undefined {
    return siblingSelectorOf(pod, this.groups);
  }

  image(name: string): ImageState | undefined {
    return this.images.get(name);
  }

  counter(namespace: string, selector: LabelSelector | undefined): PodCounter {
    let counters = this.counters.get(namespace);
    if (!counters) this.counters.set(namespace, (counters = new Map()));
    const text = this.textOf(selector);
    const known = counters.get(text);
    if (known) return known;
    const counter = new SelectorCounter(selector);
    for (const { info, nodeName } of this.placed.values()) if (info.namespace === namespace) counter.note(nodeName, info, 1);
    const [oldest] = counters.keys();
    if (counters.size >= countersKept && oldest !== undefined) counters.delete(oldest);
    counters.set(text, counter);
    return counter;
  }

  setNode(node: Node): NodeInfo {
    const { name } = node.metadata;
    let info = this.byName.get(name);
    if (info) {
      this.forgetImages(info);
      info.setNode(node);
    } else {
      info = new NodeInfo(node);
      this.byName.set(name, info);
      this.list = undefined;
      for (const pod of this.homeless.get(name)?.values() ?? []) info.add(pod);
      this.homeless.delete(name);
    }
    for (const { names, sizeBytes = 0 } of node.status.images ?? []) for (const image of names ?? []) this.addImage(image, sizeBytes, name);
    return info;
  }

  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (!info) return;
    this.forgetImages(info);
    this.byName.delete(name);
    this.list = undefined;
    if (info.pods.size > 0) this.homeless.set(name, new Map(info.pods));
  }

  /** Notes a Pod on a node, in place of what was known of it, which it gives. */
  place(info: PodInfo, nodeName: string): PodInfo | undefined {
    const before = this.placed.get(info.key);
    if (before) {
      // Most changes are to the status, which nobody here looks at.
      if (before.nodeName === nodeName && isSameDemand(before.info, info)) return before.info;
      this.takeAway(before);
    }
    const placed = { info, nodeName };
    this.placed.set(info.key, placed);
    const node = this.byName.get(nodeName);
    if (node) node.add(info);
    else this.homelessAt(nodeName).set(info.key, info);
    this.count(nodeName, info, 1);
    return before?.info;
  }

  /** Forgets a Pod; gives what was known of it. */
  remove(key: string): PodInfo | undefined {
    const before = this.placed.get(key);
    if (!before) return undefined;
    this.placed.delete(key);
    this.takeAway(before);
    return before.info;
  }

  private takeAway({ info, nodeName }: Placed): void {
    this.byName.get(nodeName)?.remove(info.key);
    this.homeless.get(nodeName)?.delete(info.key);
    this.count(nodeName, info, -1);
  }

  private count(nodeName: string, info: PodInfo, change: 1 | -1): void {
    for (const counter of this.counters.get(info.namespace)?.values() ?? []) counter.note(nodeName, info, change);
  }

  private homelessAt(nodeName: string): Map<string, PodInfo> {
    let pods = this.homeless.get(nodeName);
    if (!pods) this.homeless.set(nodeName, (pods = new Map()));
    return pods;
  }

  private textOf(selector: LabelSelector | undefined): string {
    if (!selector) return '';
    let text = this.selectorTexts.get(selector);
    if (text === undefined) this.selectorTexts.set(selector, (text = `{${labelSelectorText(selector)}}`));
    return text;
  }

  private addImage(image: string, sizeBytes: number, nodeName: string): void {
    const state = this.images.get(image);
    if (state) {
      state.sizeBytes = sizeBytes;
      state.nodes.add(nodeName);
    } else {
      this.images.set(image, { sizeBytes, nodes: new Set([nodeName]) });
    }
  }

  private forgetImages({ node, name }: NodeInfo): void {
    for (const { names } of node.status.images ?? []) {
      for (const image of names ?? []) {
        const state = this.images.get(image);
        state?.nodes.delete(name);
        if (state?.nodes.size === 0) this.images.delete(image);
      }
    }
  }
}

function isSameDemand(before: PodInfo, next: PodInfo): boolean {
  if (before.isTerminating !== next.isTerminating || before.pod.metadata.uid !== next.pod.metadata.uid) return false;
  if (before.labels !== next.labels && !hasSameLabels(before.labels, next.labels)) return false;
  return before.pod.spec === next.pod.spec || before.pod.metadata.generation === next.pod.metadata.generation;
}

function hasSameLabels(a: Labels, b: Labels): boolean {
  return matchLabels(a, b) && matchLabels(b, a);
}

