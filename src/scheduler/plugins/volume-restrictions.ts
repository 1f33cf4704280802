// Upstream: kube-scheduler, VolumeRestrictions (those of disks that only cloud providers have are no more)
import type { Pod } from '../../kinds/index.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import type { Snapshot } from '../snapshot.ts';
import { fits, unschedulable } from '../verdict.ts';

const inUse = unschedulable('node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod');

const claimNames = ({ spec }: Pod): readonly string[] => spec.volumes?.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []) ?? [];

/** The Pod's claims that only one Pod may use. */
function exclusiveClaims(pod: Pod, { storage }: Snapshot): ReadonlySet<string> {
  return new Set(claimNames(pod).filter((name) => storage.claim(pod.metadata.namespace, name)?.spec.accessModes.includes('ReadWriteOncePod')));
}

/** A claim with the access mode ReadWriteOncePod is used by one Pod at a time, on whatever node. */
export const volumeRestrictions: SchedulerPlugin = {
  name: 'VolumeRestrictions',
  filter: ({ pod, key, namespace }, snapshot) => {
    const wanted = exclusiveClaims(pod, snapshot);
    if (wanted.size === 0) return undefined;
    const isTaken = snapshot.nodes.some(({ pods }) => [...pods.values()].some((other) => other.key !== key && other.namespace === namespace && claimNames(other.pod).some((name) => wanted.has(name))));
    return () => (isTaken ? inUse : fits);
  },
  mayHelp: (event) => event.type === 'pod-gone' || event.type === 'storage-changed',
};
