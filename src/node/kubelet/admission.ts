// Upstream: pkg/kubelet/lifecycle/predicate.go
import { Signal } from '../../kernel/index.ts';
import { hostPortsOf, keyOf, matchesRequiredNodeAffinity, mayBeDevices, podRequests, portsConflict, resourceAmount, toleratesTaint } from '../../kinds/index.ts';
import type { HostPort, Node, Pod } from '../../kinds/index.ts';
import { forbiddenSysctl } from '../later.ts';
import type { KubeletContext } from './context.ts';
import { allocatableOf } from './pod-place.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';

/** What the Pods that a node has taken may use together, kept as they come and go. */
export class AdmittedPods {
  private readonly used: Record<string, number> = {};
  private readonly counted = new Map<string, Readonly<Record<string, number>>>();
  private readonly ports = new Map<string, readonly HostPort[]>();
  /** Notified when Pods have given back what was theirs. */
  readonly released = new Signal('room on the node');
  /** Those that wait for more than the node could give, by their uids. */
  private readonly deferred = new Map<string, PodWorker>();

  /** Why the node refuses a Pod that was bound to it; undefined: it takes it, and counts it until `release`. */
  admit(context: KubeletContext, pod: Pod): PodEnding | undefined {
    const node = context.node.store.get(keyOf(undefined, context.config.nodeName));
    if (!node) return undefined;
    const requests: Readonly<Record<string, number>> = { pods: 1, ...podRequests(pod) };
    const refusal = wrongSystem(pod) ?? (pod.spec.securityContext.sysctls ? forbiddenSysctl(pod) : undefined) ?? this.insufficient(allocatableOf(context), requests) ?? mismatch(node, pod) ?? this.withoutPorts(pod) ?? untolerated(node, pod);
    if (!refusal) this.count(pod, requests);
    return refusal;
  }

  /** Counts a Pod that was taken before this kubelet came to life. */
  adopt(pod: Pod): void {
    this.count(pod, { pods: 1, ...podRequests(pod) });
  }

  /** Why a Pod that runs cannot have what it asks for now; undefined: it is counted so. It is woken when others give something back. */
  resize(context: KubeletContext, worker: PodWorker, wished: Pod): PodEnding | undefined {
    const { uid } = wished.metadata;
    const before = this.counted.get(uid);
    const requests = { pods: 1, ...podRequests(wished) };
    this.uncount(uid);
    const refusal = this.insufficient(allocatableOf(context), requests);
    this.countRequests(uid, refusal && before ? before : requests);
    if (refusal) this.deferred.set(worker.uid, worker);
    else this.deferred.delete(worker.uid);
    if (!refusal) this.wakeDeferred();
    return refusal;
  }

  release(uid: string): void {
    this.uncount(uid);
    this.ports.delete(uid);
    this.deferred.delete(uid);
    this.wakeDeferred();
    this.released.notify();
  }

  /** Whether a Pod is counted. */
  has(uid: string): boolean {
    return this.counted.has(uid);
  }

  private wakeDeferred(): void {
    for (const worker of this.deferred.values()) worker.wake();
  }

  private uncount(uid: string): void {
    for (const [name, amount] of Object.entries(this.counted.get(uid) ?? {})) this.used[name] = (this.used[name] ?? 0) - amount;
    this.counted.delete(uid);
  }

  private count(pod: Pod, requests: Readonly<Record<string, number>>): void {
    const { uid } = pod.metadata;
    this.uncount(uid);
    const ports = hostPortsOf(pod.spec);
    if (ports.length > 0) this.ports.set(uid, ports);
    this.countRequests(uid, requests);
  }

  private countRequests(uid: string, requests: Readonly<Record<string, number>>): void {
    this.counted.set(uid, requests);
    for (const [name, amount] of Object.entries(requests)) this.used[name] = (this.used[name] ?? 0) + amount;
  }

  private withoutPorts(pod: Pod): PodEnding | undefined {
    const wanted = hostPortsOf(pod.spec);
    const isTaken = wanted.length > 0 && [...this.ports.values()].flat().some((taken) => wanted.some((port) => portsConflict(port, taken)));
    return isTaken ? { reason: 'NodePorts', message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports" } : undefined;
  }

  /** What a node lacks for a Pod that it refuses for want of resources. */
  lacksFor(context: KubeletContext, pod: Pod): Readonly<Record<string, number>> {
    const lacks: Record<string, number> = {};
    for (const { name, requested, used, capacity } of this.shortages(allocatableOf(context), { pods: 1, ...podRequests(pod) })) lacks[name] = requested - (capacity - used);
    return lacks;
  }

  private insufficient(allocatable: Readonly<Record<string, string>>, requests: Readonly<Record<string, number>>): PodEnding | undefined {
    for (const { name, requested, used, capacity } of this.shortages(allocatable, requests)) {
      const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
      return { reason: `OutOf${name}`, message };
    }
    return undefined;
  }

  private *shortages(allocatable: Readonly<Record<string, string>>, requests: Readonly<Record<string, number>>): Generator<Shortage> {
    for (const [name, requested] of Object.entries(requests)) {
      const capacity = resourceAmount(name, allocatable[name] ?? '0');
      if (mayBeDevices(name) && allocatable[name] === undefined) continue; // not this node's to give
      const used = this.used[name] ?? 0;
      if (requested > 0 && requested > capacity - used) yield { name, requested, used, capacity };
    }
  }
}

interface Shortage {
  readonly name: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

function wrongSystem({ spec }: Pod): PodEnding | undefined {
  if (spec.os === undefined || spec.os.name === 'linux') return undefined;
  return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
}

function mismatch({ metadata }: Node, { spec }: Pod): PodEnding | undefined {
  if (matchesRequiredNodeAffinity(spec, { name: metadata.name, labels: metadata.labels ?? {} })) return undefined;
  return { reason: 'NodeAffinity', message: 'Predicate NodeAffinity failed: node(s) didn\'t match Pod\'s node affinity/selector' };
}

function untolerated(node: Node, pod: Pod): PodEnding | undefined {
  const taint = node.spec.taints?.find((one) => one.effect === 'NoExecute' && !toleratesTaint(pod.spec.tolerations, one));
  if (!taint) return undefined;
  return { reason: 'TaintToleration', message: `Predicate TaintToleration failed: node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}` };
}
