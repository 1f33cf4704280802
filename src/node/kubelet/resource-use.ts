// Upstream: pkg/kubelet/eviction/helpers.go podMemoryUsage, podDiskUsage
import { MemoryDisk } from '../../machine/index.ts';
import type { PodWorker } from './pod-worker.ts';

/** What of a machine Pods can use up, so that others must go. */
export type ScarceResource = 'memory' | 'ephemeral-storage';

/** What a Pod uses of it, its containers and its volumes: what is kept in memory is memory, everything else is disk. */
export function bytesUsedBy(worker: PodWorker, resource: ScarceResource): number {
  let bytes = 0;
  for (const { use, space } of worker.runtime.running) bytes += resource === 'memory' ? use.memoryBytes : space.used;
  for (const { files, space } of worker.volumes?.values() ?? []) if (files instanceof MemoryDisk === (resource === 'memory')) bytes += space?.used ?? 0;
  return bytes;
}
