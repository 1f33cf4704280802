// Upstream: staging component-helpers/storage/ephemeral VolumeClaimName, pkg/controller/volume/persistentvolume

import type { Volume } from '../../generated/types.ts';

/** The name of the PersistentVolumeClaim that a volume of the Pod stands for: one that it names, or its own; undefined for other volumes. */
export function volumeClaimName(podName: string, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  return persistentVolumeClaim?.claimName ?? (ephemeral && `${podName}-${name}`);
}
