// Upstream: pkg/kubelet/eviction/eviction_manager.go localStorageEviction
import { addQuantities, quantityWhole } from '../../base/index.ts';
import type { PodWorker } from './pod-worker.ts';

/** What a Pod that has written more than it may is told when it is evicted; undefined while it keeps to its limits. */
export function overuseOf(worker: PodWorker): string | undefined {
  const { spec } = worker.pod;
  for (const volume of spec.volumes ?? []) {
    const sizeLimit = volume.emptyDir?.sizeLimit;
    const used = worker.volumes?.get(volume.name)?.space?.used ?? 0;
    if (sizeLimit !== undefined && sizeLimit !== '0' && used > quantityWhole(sizeLimit)) {
      return `Usage of EmptyDir volume "${volume.name}" exceeds the limit "${sizeLimit}". `;
    }
  }
  return podOveruse(worker);
}

function podOveruse(worker: PodWorker): string | undefined {
  const { containers } = worker.pod.spec;
  const limits = containers.map(({ resources }) => resources.limits?.['ephemeral-storage']);
  let total = '0';
  let used = 0;
  for (const [index, { name }] of containers.entries()) {
    const limit = limits[index];
    if (limit !== undefined) total = total === '0' ? limit : addQuantities(total, limit);
    used += worker.runtime.latest(name)?.space.used ?? 0;
  }
  if (limits.every((limit) => limit !== undefined)) {
    for (const { space } of worker.volumes?.values() ?? []) used += space?.used ?? 0;
    if (used > quantityWhole(total)) return `Pod ephemeral local storage usage exceeds the total limit of containers ${total}. `;
  }
  return containerOveruse(worker, limits);
}

function containerOveruse(worker: PodWorker, limits: readonly (string | undefined)[]): string | undefined {
  for (const [index, { name }] of worker.pod.spec.containers.entries()) {
    const limit = limits[index];
    const used = worker.runtime.latest(name)?.space.used ?? 0;
    if (limit !== undefined && used > quantityWhole(limit)) return `Container ${name} exceeded its local ephemeral storage limit "${limit}". `;
  }
  return undefined;
}
