// Upstream: pkg/kubelet/eviction/{eviction_manager,helpers}.go
import { formatWhole } from '../../base/index.ts';
import { resourceAmount } from '../../kinds/index.ts';
import { MemoryDisk } from '../../machine/index.ts';
import type { KubeletContext } from './context.ts';
import { isCritical } from './critical.ts';
import { allContainers } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';
import type { PressureSignal } from './pressure.ts';
import { bytesUsedBy } from './resource-use.ts';
import type { ScarceResource } from './resource-use.ts';

/** Evicts the Pod that is to go first from a machine that is short of something; undefined when none may be taken. */
export function evictOne(context: KubeletContext, signal: PressureSignal): PodWorker | undefined {
  const [victim] = ranked([...context.workers()].filter(mayBeEvicted), signal.resource);
  if (!victim) return undefined;
  const message = evictionMessage(signal, victim);
  victim.report(context, { type: 'Warning', reason: 'Evicted', message });
  victim.end({ reason: 'Evicted', message, disruption: message }, 0);
  return victim;
}

function mayBeEvicted(worker: PodWorker): boolean {
  return !worker.isEnding && !worker.isFinished && !worker.isStatic && !isCritical(worker.pod);
}

/** Those that use more than they asked for come first, then the less important, then the greedier. */
function ranked(workers: readonly PodWorker[], resource: ScarceResource): readonly PodWorker[] {
  const excess = (worker: PodWorker): number => bytesUsedBy(worker, resource) - bytesAskedBy(worker, resource);
  return workers.toSorted((a, b) =>
    Number(excess(b) > 0) - Number(excess(a) > 0) || (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0) || excess(b) - excess(a));
}

function bytesAskedBy(worker: PodWorker, resource: ScarceResource): number {
  let bytes = 0;
  for (const { resources } of worker.pod.spec.containers) bytes += resourceAmount(resource, resources.requests?.[resource] ?? '0');
  return bytes;
}

function evictionMessage({ resource, thresholdBytes, availableBytes }: PressureSignal, worker: PodWorker): string {
  const text = (bytes: number): string => formatWhole(Math.ceil(bytes / 1024) * 1024, 'BinarySI');
  let message = `The node was low on resource: ${resource}. Threshold quantity: ${formatWhole(thresholdBytes, 'BinarySI')}, available: ${text(Math.max(0, availableBytes))}. `;
  for (const { name, resources } of allContainers(worker.pod)) {
    const used = bytesUsedByContainer(worker, name, resource);
    const request = resources.requests?.[resource] ?? '0';
    if (used > resourceAmount(resource, request)) message += `Container ${name} was using ${text(used)}, request is ${request}, has larger consumption of ${resource}. `;
  }
  return message;
}

/** What one container of a Pod uses: with its memory also what is in the volumes in memory that it is the first to mount. */
function bytesUsedByContainer(worker: PodWorker, name: string, resource: ScarceResource): number {
  const container = worker.runtime.latest(name);
  if (!container) return 0;
  if (resource !== 'memory') return container.space.used;
  let bytes = container.use.memoryBytes;
  for (const [volume, { files, space }] of worker.volumes ?? []) {
    const writer = worker.pod.spec.containers.find(({ volumeMounts }) => volumeMounts?.some((mount) => mount.name === volume));
    if (files instanceof MemoryDisk && writer?.name === name) bytes += space?.used ?? 0;
  }
  return bytes;
}
