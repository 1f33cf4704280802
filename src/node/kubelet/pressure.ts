// Upstream: pkg/kubelet/eviction/eviction_manager.go
import { quantityWhole } from '../../base/index.ts';
import { qosClassOf } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { systemKilobytes } from '../../machine/index.ts';
import { evictOne } from '../later.ts';
import { limits } from '../limits.ts';
import type { KubeletContext } from './context.ts';
import { isCritical } from './critical.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';
import { bytesUsedBy } from './resource-use.ts';
import type { ScarceResource } from './resource-use.ts';

/** Something that a machine may be short of, as it is now. */
export interface PressureSignal {
  readonly resource: ScarceResource;
  readonly condition: 'MemoryPressure' | 'DiskPressure';
  readonly thresholdBytes: number;
  readonly availableBytes: number;
}

/** Watches how much of the machine's memory and disk is left, and evicts Pods, one after the other, while it is too little. */
export class PressureWatch {
  private readonly surroundings: () => KubeletContext;
  /** Since when, at the latest, each resource was short. */
  private readonly shortAt = new Map<PressureSignal['condition'], number>();
  /** Who was evicted last and is not gone yet. */
  private victim: PodWorker | undefined;

  /** @param surroundings asked when it is used, since a context and its watch know each other */
  constructor(surroundings: () => KubeletContext) {
    this.surroundings = surroundings;
  }

  private get context(): KubeletContext {
    return this.surroundings();
  }

  /** Whether the condition holds: it lasts for a while after the shortage. */
  has(condition: PressureSignal['condition']): boolean {
    const atMs = this.shortAt.get(condition);
    return atMs !== undefined && this.context.kernel.nowMs - atMs < limits.pressureTransitionMs;
  }

  /** One look at the machine: notes shortages and evicts one Pod if there is one. Until that is gone nothing more is done. */
  check(): void {
    if (this.victim) return;
    for (const signal of this.signals()) {
      if (signal.availableBytes >= signal.thresholdBytes) continue;
      this.report(signal);
      this.shortAt.set(signal.condition, this.context.kernel.nowMs);
      this.victim = evictOne(this.context, signal);
      if (this.victim) return;
    }
  }

  /** A Pod is gone from the machine: if it was evicted, that may have been enough. */
  noteGone(worker: PodWorker): void {
    if (this.victim !== worker) return;
    this.victim = undefined;
    this.check();
  }

  /** Why a Pod may not start on a machine that is short of something. */
  refuse(pod: Pod): PodEnding | undefined {
    const conditions = (['MemoryPressure', 'DiskPressure'] as const).filter((condition) => this.has(condition));
    const isSpared = conditions.length === 1 && conditions[0] === 'MemoryPressure' && qosClassOf(pod.spec) !== 'BestEffort';
    if (conditions.length === 0 || isSpared || isCritical(pod)) return undefined;
    return { reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` };
  }

  private *signals(): Generator<PressureSignal> {
    const kilobytes = quantityWhole(this.context.config.capacity['memory'] ?? '0') / 1024;
    const memory = (kilobytes - systemKilobytes(kilobytes)) * 1024;
    yield { resource: 'memory', condition: 'MemoryPressure', thresholdBytes: limits.leastMemoryBytes, availableBytes: memory - this.used('memory') };
    const { capacity: disk, used } = this.context.diskSpace;
    const all = used + this.used('ephemeral-storage');
    yield { resource: 'ephemeral-storage', condition: 'DiskPressure', thresholdBytes: disk * limits.leastDiskShare, availableBytes: disk - all };
  }

  private used(resource: ScarceResource): number {
    let bytes = 0;
    for (const worker of this.context.workers()) bytes += bytesUsedBy(worker, resource);
    return bytes;
  }

  private report({ resource }: PressureSignal): void {
    const { events, config } = this.context;
    events.record(
      { apiVersion: 'v1', kind: 'Node', name: config.nodeName, uid: config.nodeName },
      { type: 'Warning', reason: 'EvictionThresholdMet', message: `Attempting to reclaim ${resource}` },
    );
  }
}
