// Upstream: pkg/controller/nodelifecycle
import { formatTime } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { findCondition, leaseKind, nodeKind, podKind, podReadyCondition } from '../../kinds/index.ts';
import type { Lease, Node, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { silentConditions } from './conditions.ts';
import { paceOf, zoneOf } from './eviction-pace.ts';
import { limits } from './limits.ts';
import { olderLabels } from './older-labels.ts';
import { taintsOf } from './taints.ts';

/** What is known of a node's heartbeat. */
interface Health {
  /** When it was last seen to report, by Lease or status. */
  seenMs: number;
  renewTime: string | undefined;
  heartbeat: string | undefined;
}

/** Notices nodes that no longer report, and says so in their conditions and taints, and on their Pods. */
export const nodeLifecycleController = controllerFactory('node-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'node lifecycle');
  const nodes = context.informers.of(nodeKind);
  const pods = context.informers.of(podKind);
  const leases = context.informers.of(leaseKind, { namespace: 'kube-node-lease' });
  pods.store.addIndex('node', (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []));
  const watch = new HeartbeatWatch(context, (name) => queue.add(name));
  nodes.onChange({
    added(node) {
      const { name } = node.metadata;
      context.recorder.record(aboutNode(node), { type: 'Normal', reason: 'RegisteredNode', message: `Node ${name} event: Registered Node ${name} in Controller` });
      watch.see(node);
      queue.add(name);
    },
    updated(node) {
      watch.see(node);
      queue.add(node.metadata.name);
    },
    deleted(node) {
      const { name } = node.metadata;
      context.recorder.record(aboutNode(node), { type: 'Normal', reason: 'RemovingNode', message: `Node ${name} event: Removing Node ${name} from Controller` });
      watch.forget(name);
    },
  });
  leases.onChange({ added: (lease) => watch.seeLease(lease), updated: (lease) => watch.seeLease(lease) });

  const sync = new NodeSync(context, watch, () => [...nodes.store.values()]);
  return {
    name: 'node-lifecycle-controller',
    workers: 8, // pkg/controller/nodelifecycle UpdateWorkerSize
    queue,
    *reconcile(name): Process<Requeue> {
      const node = nodes.store.get(name);
      if (!node) return {};
      return yield* sync.run(node, () => pods.store.byIndex('node', name));
    },
  };
});

/** Remembers when each node last reported. */
class HeartbeatWatch {
  private readonly context: ControllerContext;
  private readonly wake: (name: string) => void;
  private readonly nodes = new Map<string, Health>();

  constructor(context: ControllerContext, wake: (name: string) => void) {
    this.context = context;
    this.wake = wake;
  }

  see(node: Node): void {
    const heartbeat = findCondition(node.status.conditions, 'Ready')?.lastHeartbeatTime ?? undefined;
    const health = this.of(node.metadata.name);
    if (health.heartbeat === heartbeat) return;
    health.heartbeat = heartbeat;
    health.seenMs = this.context.kernel.nowMs;
  }

  seeLease(lease: Lease): void {
    const health = this.nodes.get(lease.metadata.name);
    if (!health || health.renewTime === lease.spec.renewTime) return;
    health.renewTime = lease.spec.renewTime;
    const wasSilent = this.isSilent(lease.metadata.name);
    health.seenMs = this.context.kernel.nowMs;
    if (wasSilent) this.wake(lease.metadata.name);
  }

  forget(name: string): void {
    this.nodes.delete(name);
  }

  isSilent(name: string): boolean {
    return this.silentInMs(name) <= 0;
  }

  /** In how long the node will count as silent, on the beat at which nodes are looked at. */
  silentInMs(name: string): number {
    const health = this.of(name);
    const graceMs = health.heartbeat === undefined ? limits.startupGraceMs : limits.graceMs;
    const dueMs = Math.ceil((health.seenMs + graceMs) / limits.monitorPeriodMs) * limits.monitorPeriodMs;
    return dueMs - this.context.kernel.nowMs;
  }

  private of(name: string): Health {
    let health = this.nodes.get(name);
    if (!health) this.nodes.set(name, (health = { seenMs: this.context.kernel.nowMs, renewTime: undefined, heartbeat: undefined }));
    return health;
  }
}

/** One look at one node. */
class NodeSync {
  private readonly context: ControllerContext;
  private readonly watch: HeartbeatWatch;
  private readonly allNodes: () => readonly Node[];
  /** When the next node of a zone may be tainted for eviction. */
  private readonly nextEvictionMs = new Map<string, number>();
  private readonly mayEvict = new Set<string>();

  constructor(context: ControllerContext, watch: HeartbeatWatch, allNodes: () => readonly Node[]) {
    this.context = context;
    this.watch = watch;
    this.allNodes = allNodes;
  }

  *run(seen: Node, podsOf: () => readonly Pod[]): Process<Requeue> {
    const { name } = seen.metadata;
    let node = seen;
    if (this.watch.isSilent(name)) node = yield* this.markSilent(node);
    const labels = olderLabels(node);
    if (labels) node = yield* this.context.client.of(nodeKind).patch(node.metadata, 'strategic', { metadata: { labels } });
    const ready = findCondition(node.status.conditions, 'Ready')?.status;
    if (ready !== 'True' && ready !== undefined) yield* this.markPods(podsOf());
    const waitMs = this.paceEviction(node, ready === 'True');
    yield* this.taint(node);
    const silentInMs = this.watch.silentInMs(name);
    const nextMs = [waitMs, silentInMs > 0 ? silentInMs : undefined].filter((ms) => ms !== undefined);
    return nextMs.length > 0 ? { afterMs: Math.max(1, Math.min(...nextMs)) } : {};
  }

  private *markSilent(node: Node): Process<Node> {
    const ready = findCondition(node.status.conditions, 'Ready');
    if (ready?.status === 'Unknown') return node;
    const { kernel, client, recorder } = this.context;
    const conditions = silentConditions(node, kernel.wallMs);
    if (ready?.status === 'True') {
      recorder.record(aboutNode(node), { type: 'Normal', reason: 'NodeNotReady', message: `Node ${node.metadata.name} status is now: NodeNotReady` });
    }
    return yield* client.of(nodeKind).updateStatus({ ...node, status: { ...node.status, conditions } });
  }

  /** Pods of a lost node are not ready, whatever their kubelet last said. */
  private *markPods(pods: readonly Pod[]): Process {
    const { client, recorder, kernel } = this.context;
    for (const pod of pods) {
      if (podReadyCondition(pod)?.status !== 'True') continue;
      const now = formatTime(kernel.wallMs);
      const conditions = (pod.status.conditions ?? []).map((condition) =>
        condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime: now } : condition,
      );
      recorder.record(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
      yield* unlessGone(client.of(podKind).updateStatus({ ...pod, status: { ...pod.status, conditions } }));
    }
  }

  /** Decides whether the node may get the evicting taint now; gives how long until it may. */
  private paceEviction(node: Node, isReady: boolean): number | undefined {
    const { name } = node.metadata;
    const { nowMs } = this.context.kernel;
    if (isReady) {
      this.mayEvict.delete(name);
      return undefined;
    }
    const zone = zoneOf(node);
    const pace = paceOf(zone, this.allNodes());
    if (pace === 0) {
      this.mayEvict.delete(name);
      return limits.monitorPeriodMs;
    }
    if (this.mayEvict.has(name)) return undefined;
    const nextMs = this.nextEvictionMs.get(zone) ?? 0;
    if (nextMs > nowMs) return nextMs - nowMs;
    this.nextEvictionMs.set(zone, nowMs + 1000 / pace);
    this.mayEvict.add(name);
    return undefined;
  }

  private *taint(node: Node): Process {
    const { client, kernel } = this.context;
    const taints = taintsOf(node, this.mayEvict.has(node.metadata.name), kernel.wallMs);
    if (taints === node.spec.taints || (taints.length === 0 && node.spec.taints === undefined)) return;
    yield* unlessGone(client.of(nodeKind).update({ ...node, spec: { ...node.spec, taints } }));
  }
}

/** Events about nodes name them without a namespace and live in `default`. */
function aboutNode({ metadata }: Node): { readonly kind: string; readonly name: string; readonly uid: string; readonly apiVersion: string } {
  return { apiVersion: 'v1', kind: 'Node', name: metadata.name, uid: metadata.uid };
}
