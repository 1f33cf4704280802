// Upstream: pkg/scheduler/framework/plugins/noderesources/fit.go, least_allocated.go
import { changedNode } from '../cluster-event.ts';
import type { Devices } from '../devices/devices.ts';
import { classOfResource, requestsDevices } from '../devices/resource-classes.ts';
import type { NodeInfo } from '../node-info.ts';
import { greatestScore } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import type { PodInfo } from '../pod-info.ts';
import { fits } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';

/** A node must have left what the Pod requests; of those that have, the emptiest is the best. */
export const nodeResourcesFit: SchedulerPlugin = {
  name: 'NodeResourcesFit',
  wokenByTaints: true,
  weight: 1,
  filter: (pod, { devices }) => {
    const wanted = Object.entries(pod.requests).filter(([, amount]) => amount > 0);
    return (node) => fitsInto(node, wanted, devices);
  },
  scoring: (pod) => ({
    score: (node) => {
      const cpu = leastAllocated(node.scoredCpu + pod.scoredCpu, node.allocatable['cpu']);
      const memory = leastAllocated(node.scoredMemory + pod.scoredMemory, node.allocatable['memory']);
      if (cpu === undefined || memory === undefined) return cpu ?? memory ?? 0;
      return Math.floor((cpu + memory) / 2);
    },
  }),
  mayHelp: (event, pod, { devices }) => {
    if (event.type === 'devices-changed') return requestsDevices(pod, devices);
    if (event.type === 'pod-gone') return Object.keys(pod.requests).some((name) => (event.pod.requests[name] ?? 0) > 0) || isFullOfPods(pod);
    const node = changedNode(event, 'allocatable');
    return node !== undefined && fitsInto(node, Object.entries(pod.requests), devices) === fits;
  },
};

/** A Pod that requests nothing can only have been refused for the number of Pods. */
function isFullOfPods(pod: PodInfo): boolean {
  return Object.values(pod.requests).every((amount) => amount === 0);
}

function fitsInto(node: NodeInfo, wanted: readonly (readonly [string, number])[], devices: Devices): Verdict {
  let reasons: string[] | undefined;
  let isResolvable = true;
  if (node.pods.size + 1 > (node.allocatable['pods'] ?? 0)) reasons = ['Too many pods'];
  for (const [name, amount] of wanted) {
    const allocatable = node.allocatable[name] ?? 0;
    if (amount <= allocatable - (node.requested[name] ?? 0)) continue;
    if (!(name in node.allocatable) && classOfResource(name, devices)) continue; // devices that are claimed will do
    (reasons ??= []).push(`Insufficient ${name}`);
    // More than the whole node: no eviction helps.
    if (amount > allocatable) isResolvable = false;
  }
  return reasons ? { isResolvable, reasons } : fits;
}

function leastAllocated(requested: number, allocatable: number | undefined): number | undefined {
  if (!allocatable) return undefined;
  return requested > allocatable ? 0 : Math.floor(((allocatable - requested) * greatestScore) / allocatable);
}
