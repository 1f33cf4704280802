// What of the pools of devices can be had on a node.
// Upstream: k8s.io/dynamic-resource-allocation structured pools

import { matchesTerm } from '../../kinds/index.ts';
import type { CounterSet, Device, NodeSelector, ResourceSlice, SelectableNode } from '../../kinds/index.ts';

/** A device that is offered on a node. */
export interface OfferedDevice {
  /** Driver, pool and name: nothing else in the cluster has them. */
  readonly id: string;
  readonly pool: Pool;
  readonly device: Device;
  /** The slice that it stands in, which says where it is. */
  readonly slice: ResourceSlice;
}

/** The devices of one pool, as far as its newest slices offer them on the node. */
export interface Pool {
  readonly driver: string;
  readonly name: string;
  /** Whether all slices of it are there: the driver may be about to write others. */
  readonly isComplete: boolean;
  readonly devices: readonly OfferedDevice[];
  readonly counters: readonly CounterSet[];
}

/** How a device is told from all others. */
export const deviceId = (driver: string, pool: string, device: string): string => `${driver}/${pool}/${device}`;

/** The pools that have something for the node. */
export function poolsOn(node: SelectableNode, slices: readonly ResourceSlice[]): readonly Pool[] {
  const byPool = new Map<string, ResourceSlice[]>();
  for (const slice of slices) {
    const { driver, pool } = slice.spec;
    const key = `${driver}/${pool.name}`;
    const known = byPool.get(key);
    if (known) known.push(slice);
    else byPool.set(key, [slice]);
  }
  return [...byPool.values()].flatMap((all) => poolOn(node, all) ?? []);
}

function poolOn(node: SelectableNode, all: readonly ResourceSlice[]): Pool | undefined {
  const newest = Math.max(...all.map(({ spec }) => spec.pool.generation));
  const slices = all.filter(({ spec }) => spec.pool.generation === newest);
  const [first] = slices;
  if (!first || !slices.some((slice) => isFor(node, slice.spec) || slice.spec.perDeviceNodeSelection === true)) return undefined;
  const { driver, pool: { name, resourceSliceCount } } = first.spec;
  const devices: OfferedDevice[] = [];
  const pool: Pool = { driver, name, isComplete: slices.length === resourceSliceCount, devices, counters: slices.flatMap(({ spec }) => spec.sharedCounters ?? []) };
  for (const slice of slices) {
    for (const device of slice.spec.devices ?? []) {
      if (isFor(node, slice.spec.perDeviceNodeSelection === true ? device : slice.spec)) devices.push({ id: deviceId(driver, name, device.name), pool, device, slice });
    }
  }
  return pool;
}

/** Where something is: on one node, on those that are selected, or everywhere. */
export interface Place {
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly allNodes?: boolean;
}

/** Where a device is. */
export const placeOf = ({ slice: { spec }, device }: OfferedDevice): Place => (spec.perDeviceNodeSelection === true ? device : spec);

function isFor(node: SelectableNode, { nodeName, nodeSelector, allNodes }: Place): boolean {
  return nodeName === node.name || allNodes === true || (nodeSelector?.nodeSelectorTerms.some((term) => matchesTerm(term, node)) ?? false);
}
