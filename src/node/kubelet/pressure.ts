// Upstream: pkg/kubelet/eviction/{eviction_manager,helpers}.go
import { formatWhole, quantityWhole } from '../../base/index.ts';
import { qosClassOf, resourceAmount } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { KubeletContext } from './context.ts';
import { allContainers } from './pod-worker.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';

type Short = 'memory' | 'ephemeral-storage';

interface Signal {
  readonly resource: Short;
  readonly condition: 'MemoryPressure' | 'DiskPressure';
  readonly thresholdBytes: number;
  readonly availableBytes: number;
}

/** Watches how much of the machine's memory and disk is left, and evicts Pods when it is too little. */
export class PressureWatch {
  private readonly surroundings: () => KubeletContext;
  private readonly workers: () => Iterable<PodWorker>;
  /** Since when, at the latest, each resource was short. */
  private readonly shortAt = new Map<Signal['condition'], number>();

  /** @param surroundings asked when it is used, since a context and its watch know each other */
  constructor(surroundings: () => KubeletContext, workers: () => Iterable<PodWorker>) {
    this.surroundings = surroundings;
    this.workers = workers;
  }

  private get context(): KubeletContext {
    return this.surroundings();
  }

  /** Whether the condition holds: it lasts for a while after the shortage. */
  has(condition: Signal['condition']): boolean {
    const atMs = this.shortAt.get(condition);
    return atMs !== undefined && this.context.kernel.nowMs - atMs < limits.pressureTransitionMs;
  }

  /** One look at the machine: notes shortages and evicts one Pod if there is one. */
  check(): void {
    for (const signal of this.signals()) {
      if (signal.availableBytes >= signal.thresholdBytes) continue;
      if (!this.has(signal.condition)) this.report(signal);
      this.shortAt.set(signal.condition, this.context.kernel.nowMs);
      if (this.evictOne(signal)) return;
    }
  }

  /** Why a Pod may not start on a machine that is short of something. */
  refuse(pod: Pod): PodEnding | undefined {
    const conditions = (['MemoryPressure', 'DiskPressure'] as const).filter((condition) => this.has(condition));
    const isSpared = conditions.length === 1 && conditions[0] === 'MemoryPressure' && qosClassOf(pod.spec) !== 'BestEffort';
    if (conditions.length === 0 || isSpared || isCritical(pod)) return undefined;
    return { reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` };
  }

  private *signals(): Generator<Signal> {
    const { capacity } = this.context.config;
    const memory = quantityWhole(capacity['memory'] ?? '0');
    yield { resource: 'memory', condition: 'MemoryPressure', thresholdBytes: limits.leastMemoryBytes, availableBytes: memory - this.used('memory') };
    const { capacity: disk, used } = this.context.diskSpace;
    const all = used + this.used('ephemeral-storage');
    yield { resource: 'ephemeral-storage', condition: 'DiskPressure', thresholdBytes: disk * limits.leastDiskShare, availableBytes: disk - all };
  }

  private used(resource: Short): number {
    let bytes = 0;
    for (const worker of this.workers()) bytes += bytesUsedBy(worker, resource);
    return bytes;
  }

  private report({ resource }: Signal): void {
    const { events, config } = this.context;
    events.record(
      { apiVersion: 'v1', kind: 'Node', name: config.nodeName, uid: config.nodeName },
      { type: 'Warning', reason: 'EvictionThresholdMet', message: `Attempting to reclaim ${resource}` },
    );
  }

  /** Those that use more than they asked for go first, then the less important, then the greedier. */
  private evictOne(signal: Signal): boolean {
    const { resource } = signal;
    const candidates = [...this.workers()].filter((worker) => !worker.isEnding && !worker.isStatic && !isCritical(worker.pod));
    const excess = (worker: PodWorker): number => bytesUsedBy(worker, resource) - bytesAskedBy(worker, resource);
    candidates.sort((a, b) =>
      Number(excess(b) > 0) - Number(excess(a) > 0) || (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0) || excess(b) - excess(a));
    const [victim] = candidates;
    if (!victim) return false;
    const message = evictionMessage(signal, victim);
    victim.report(this.context, { type: 'Warning', reason: 'Evicted', message });
    victim.end({ reason: 'Evicted', message }, 0);
    return true;
  }
}

const criticalPriority = 2_000_000_000; // scheduling.SystemCriticalPriority

function isCritical(pod: Pod): boolean {
  return (pod.spec.priority ?? 0) >= criticalPriority;
}

function bytesUsedBy({ runtime }: PodWorker, resource: Short): number {
  let bytes = 0;
  for (const { use, space } of runtime.running) bytes += resource === 'memory' ? use.memoryBytes : space.used;
  return bytes;
}

function bytesAskedBy(worker: PodWorker, resource: Short): number {
  let bytes = 0;
  for (const { resources } of worker.pod.spec.containers) bytes += resourceAmount(resource, resources.requests?.[resource] ?? '0');
  return bytes;
}

function evictionMessage({ resource, thresholdBytes, availableBytes }: Signal, worker: PodWorker): string {
  const text = (bytes: number): string => formatWhole(bytes, 'BinarySI');
  let message = `The node was low on resource: ${resource}. Threshold quantity: ${text(thresholdBytes)}, available: ${text(Math.max(0, availableBytes))}. `;
  for (const { name, resources } of allContainers(worker.pod)) {
    const container = worker.runtime.latest(name);
    const used = container === undefined ? 0 : resource === 'memory' ? container.use.memoryBytes : container.space.used;
    const request = resources.requests?.[resource] ?? '0';
    if (used > resourceAmount(resource, request)) message += `Container ${name} was using ${text(used)}, request is ${request}, has larger consumption of ${resource}. `;
  }
  return message;
}
