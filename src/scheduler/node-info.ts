// Upstream: pkg/scheduler/framework/types.go (NodeInfo)
import { portsConflict, resourceAmounts } from '../kinds/index.ts';
import type { HostPort, Labels, Node, ResourceAmounts, Taint } from '../kinds/index.ts';
import type { PodInfo } from './pod-info.ts';

const noLabels: Labels = {};
const noTaints: readonly Taint[] = [];

/** A node with all that runs on it, summed up; kept up to date by adding and removing Pods. */
export class NodeInfo {
  readonly name: string;
  readonly pods = new Map<string, PodInfo>();
  readonly podsWithAffinity = new Set<PodInfo>();
  readonly podsWithAntiAffinity = new Set<PodInfo>();
  /** Sum of the requests by resource. */
  readonly requested: Record<string, number> = {};
  scoredCpu = 0;
  scoredMemory = 0;
  node: Node;
  allocatable: ResourceAmounts = {};
  labels: Labels = noLabels;
  taints: readonly Taint[] = noTaints;

  constructor(node: Node) {
    this.name = node.metadata.name;
    this.node = node;
    this.setNode(node);
  }

  get isUnschedulable(): boolean {
    return this.node.spec.unschedulable ?? false;
  }

  setNode(node: Node): void {
    this.node = node;
    this.allocatable = resourceAmounts(node.status.allocatable);
    this.labels = node.metadata.labels ?? noLabels;
    this.taints = node.spec.taints ?? noTaints;
  }

  add(info: PodInfo): void {
    this.pods.set(info.key, info);
    if (info.hasAffinity) this.podsWithAffinity.add(info);
    if (info.requiredAntiAffinity.length > 0) this.podsWithAntiAffinity.add(info);
    this.count(info, 1);
  }

  remove(key: string): void {
    const info = this.pods.get(key);
    if (!info) return;
    this.pods.delete(key);
    this.podsWithAffinity.delete(info);
    this.podsWithAntiAffinity.delete(info);
    this.count(info, -1);
  }

  /** Whether a port is taken: by the same address, or by all addresses. */
  hasPortConflict(wanted: HostPort): boolean {
    for (const { hostPorts } of this.pods.values()) {
      for (const used of hostPorts) if (portsConflict(used, wanted)) return true;
    }
    return false;
  }

  /** A node like this one without some of its Pods. */
  without(gone: readonly PodInfo[]): NodeInfo {
    const copy = new NodeInfo(this.node);
    for (const info of this.pods.values()) if (!gone.includes(info)) copy.add(info);
    return copy;
  }

  private count(info: PodInfo, sign: 1 | -1): void {
    const { requested } = this;
    for (const name in info.requests) requested[name] = (requested[name] ?? 0) + sign * (info.requests[name] ?? 0);
    this.scoredCpu += sign * info.scoredCpu;
    this.scoredMemory += sign * info.scoredMemory;
  }
}
