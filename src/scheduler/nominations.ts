// Room that was made for a Pod stays its own until it has been scheduled.
// Upstream: pkg/scheduler/backend/queue/nominator.go
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { WithNode } from './preemption-outlook.ts';
import type { Snapshot } from './snapshot.ts';

/** Which node each Pod is waiting for, while others leave it. */
export class Nominations {
  private readonly byPod = new Map<string, { readonly info: PodInfo; readonly nodeName: string }>();
  private readonly isWaiting: (key: string) => boolean;

  constructor(isWaiting: (key: string) => boolean) {
    this.isWaiting = isWaiting;
  }

  set(info: PodInfo, nodeName: string): void {
    this.byPod.set(info.key, { info, nodeName });
  }

  remove(key: string): void {
    this.byPod.delete(key);
  }

  nodeOf(key: string): string | undefined {
    return this.byPod.get(key)?.nodeName;
  }

  /** Takes the nominations of lesser Pods away, whose room another will use; gives those Pods. */
  displace(pod: PodInfo, nodeName: string): readonly PodInfo[] {
    const displaced = [...this.byPod.values()].filter((other) => other.nodeName === nodeName && other.info.priority < pod.priority).map(({ info }) => info);
    for (const { key } of displaced) this.remove(key);
    return displaced;
  }

  /** The cluster as a Pod may see it: with those on their nodes that are at least as important and wait for them. */
  seenBy(pod: PodInfo, snapshot: Snapshot): Snapshot {
    let seen = snapshot;
    for (const [key, { info, nodeName }] of this.byPod) {
      if (!this.isWaiting(key)) this.byPod.delete(key);
      else if (key !== pod.key && info.priority >= pod.priority) seen = withPod(seen, nodeName, info);
    }
    return seen;
  }
}

function withPod(snapshot: Snapshot, nodeName: string, info: PodInfo): Snapshot {
  const node: NodeInfo | undefined = snapshot.nodes.find(({ name }) => name === nodeName);
  if (!node) return snapshot;
  const fuller = node.without([]);
  fuller.add(info);
  return new WithNode(snapshot, node, fuller);
}
