import type { LabelSelector, Labels, Pod } from '../kinds/index.ts';
import type { Devices } from './devices/devices.ts';
import type { NodeInfo } from './node-info.ts';
import type { Storage } from './volumes/storage.ts';

/** How many Pods of a namespace that a selector selects are on each node; those being deleted do not count. */
export interface PodCounter {
  on(node: NodeInfo): number;
}

/** The cluster as one scheduling attempt sees it. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[];
  counter(namespace: string, selector: LabelSelector | undefined): PodCounter;
  namespaceLabels(namespace: string): Labels | undefined;
  /** What selects the Pods that belong together with this one: its Services' and its owner's selectors. */
  siblingSelector(pod: Pod): LabelSelector | undefined;
  /** Size and spread of an image; undefined when no node has it. */
  image(name: string): ImageState | undefined;
  readonly storage: Storage;
  readonly devices: Devices;
}

export interface ImageState {
  readonly sizeBytes: number;
  readonly nodes: ReadonlySet<string>;
}
