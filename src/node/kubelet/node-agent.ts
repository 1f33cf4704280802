// Upstream: pkg/kubelet/kubelet_node_status.go, component-helpers/apimachinery/lease
import { deepEqual, formatMicroTime, withFields } from '../../base/index.ts';
import { Mailbox, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, isConditionTrue, keyOf, leaseKind, nodeKind } from '../../kinds/index.ts';
import type { Lease, Node, NodeStatus } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { AddressPool } from '../runtime/address-pool.ts';
import type { KubeletContext } from './context.ts';
import { makeNodeStatus, nodeLabels } from './node-status.ts';

/** Speaks for the machine: registers it, reports its status, and renews its lease. */
export class NodeAgent {
  private readonly context: KubeletContext;
  private readonly wakeUps: Mailbox<true>;
  private reported: NodeStatus | undefined;
  private readonly said = new Map<string, string>();

  constructor(context: KubeletContext) {
    this.context = context;
    this.wakeUps = new Mailbox<true>(context.kernel, 'node status', 1);
    const note = (node: Node): void => {
      this.takeRange(node.spec.podCIDR);
      this.noteConditions(node);
    };
    context.node.onChange({ added: note, updated: note });
  }

  /** Something of the status has changed. */
  wake(): void {
    this.wakeUps.push(true);
  }

  /** Makes sure that the API has a Node for this machine, however long that takes. */
  *register(): Process {
    const { config } = this.context;
    this.takeRange(config.podCIDR);
    this.say('Starting', 'Starting kubelet.');
    for (let pauseMs: number = limits.registerBackOffMs; ; pauseMs = Math.min(limits.registerBackOffGreatestMs, 2 * pauseMs)) {
      try {
        yield* this.create();
        return;
      } catch (error) {
        if (error instanceof ApiError && error.reason === 'AlreadyExists') return;
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
        yield* sleep(pauseMs);
      }
    }
  }

  private *create(): Process {
    const { client, config } = this.context;
    const { podCIDR, providerId, isUnschedulable } = config;
    yield* client.of(nodeKind).create({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: config.nodeName,
        labels: nodeLabels(this.context),
        annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      },
      spec: {
        ...(podCIDR === undefined ? {} : { podCIDR, podCIDRs: [podCIDR] }),
        ...(providerId === undefined ? {} : { providerID: providerId }),
        ...(config.taints.length > 0 ? { taints: config.taints } : {}),
        ...(isUnschedulable ? { unschedulable: true } : {}),
      },
      status: makeNodeStatus(this.context, undefined),
    });
  }

  /** Reports the status when it has changed, and now and then when it has not. */
  *reportStatus(): Process<never> {
    yield* this.context.node.waitForSync();
    for (;;) {
      const wasReported = yield* this.report();
      if (wasReported) yield* this.wakeUps.takeWithin(limits.nodeStatusReportMs);
      else yield* this.wakeUps.takeWithin(limits.leaseRenewMs);
    }
  }

  private *report(): Process<boolean> {
    const { client, config, node } = this.context;
    const stored = node.store.get(keyOf(undefined, config.nodeName));
    const status = makeNodeStatus(this.context, stored?.status);
    try {
      const changed = this.reported ? changedParts(this.reported, status) : status;
      const answer = yield* client.of(nodeKind).patchStatus({ name: config.nodeName }, { status: changed });
      this.reported = status;
      this.tellConditions(answer.status);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      return false;
    }
  }

  /** Somebody else (the node controller, when it heard nothing) has changed what this kubelet says of its node. */
  private noteConditions(node: Node): void {
    const said = this.reported?.conditions ?? [];
    const isChanged = said.some(({ type, status }) => node.status.conditions?.some((one) => one.type === type && one.status !== status));
    if (isChanged) this.wake();
  }

  /** An event for each condition that has changed. */
  private tellConditions({ conditions }: NodeStatus): void {
    const { nodeName } = this.context.config;
    for (const { type, status } of conditions ?? []) {
      const reason = reasons[type]?.[status === 'True' ? 0 : 1];
      if (reason === undefined || this.said.get(type) === status) continue;
      this.said.set(type, status);
      this.say(reason, `Node ${nodeName} status is now: ${reason}`);
    }
    if (this.said.has('allocatable')) return;
    this.said.set('allocatable', 'True');
    this.say('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  }

  private say(reason: string, message: string): void {
    const { events, config } = this.context;
    events.record({ apiVersion: 'v1', kind: 'Node', name: config.nodeName, uid: config.nodeName }, { type: 'Normal', reason, message });
  }

  /** Renews the lease that says that the kubelet is alive; without its Node there is none. */
  *renewLease(): Process<never> {
    let lease: Lease | undefined;
    for (;;) {
      try {
        lease = yield* this.writeLease(lease);
        this.lookAtMachine();
        yield* sleep(lease ? limits.leaseRenewMs * (1 + 0.04 * this.context.random.next()) : leaseRetryMs);
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
        lease = undefined;
        yield* sleep(leaseRetryMs);
      }
    }
  }

  /** Memory, disk and what is attached are looked at as often as the lease is renewed. */
  private lookAtMachine(): void {
    const { pressure, inUse } = this.context;
    pressure.check();
    const said = this.reported?.conditions ?? [];
    const isChanged = said.some(({ type, status }) => (type === 'MemoryPressure' || type === 'DiskPressure') && pressure.has(type) !== (status === 'True'));
    if (isChanged || !deepEqual(this.reported?.volumesInUse ?? [], inUse.all())) this.wake();
  }

  private *writeLease(known: Lease | undefined): Process<Lease | undefined> {
    const { client, config, kernel, node } = this.context;
    const leases = client.of(leaseKind);
    const at = { namespace: 'kube-node-lease', name: config.nodeName };
    const renewTime = formatMicroTime(kernel.wallMs);
    try {
      const lease = known ?? (yield* leases.get(at));
      const spec = withFields(lease.spec, { holderIdentity: config.nodeName, leaseDurationSeconds: limits.leaseSeconds, renewTime });
      return yield* leases.update(withFields(lease, { spec }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
    const owner = node.store.get(keyOf(undefined, config.nodeName));
    if (!owner) return undefined;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: owner.metadata.name, uid: owner.metadata.uid }];
    return yield* leases.create({
      apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...at, ownerReferences },
      spec: { holderIdentity: config.nodeName, leaseDurationSeconds: limits.leaseSeconds, renewTime },
    });
  }

  /** The Pods of this node get their addresses from this range. */
  private takeRange(podCIDR: string | undefined): void {
    const { runtime } = this.context;
    if (!podCIDR || runtime.addresses) return;
    runtime.addresses = new AddressPool(podCIDR);
    this.wake();
  }
}

const leaseRetryMs = 2_000;

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
  Ready: ['NodeReady', 'NodeNotReady'],
};

/** The conditions (their heartbeat is news) and what else has changed. */
function changedParts(before: NodeStatus, next: NodeStatus): Partial<NodeStatus> {
  const changed: Record<string, unknown> = { conditions: next.conditions };
  if (before.volumesInUse && !next.volumesInUse) changed['volumesInUse'] = null;
  for (const key of Object.keys(next) as (keyof NodeStatus)[]) if (!deepEqual(before[key], next[key])) changed[key] = next[key];
  return changed;
}

/** Whether the API has the node as ready. */
export function isNodeReady(node: Node): boolean {
  return isConditionTrue(node.status.conditions, 'Ready');
}
