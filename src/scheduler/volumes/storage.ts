import type { CSIStorageCapacity, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kinds/index.ts';

/** Claims and volumes as the scheduler sees them. */
export interface Storage {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  /** Volumes that nobody has been promised. */
  freeVolumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  /** How many volumes can be attached to a node, by the drivers that say so. */
  attachable(nodeName: string): ReadonlyMap<string, number>;
  /** What a provisioner tells of how much it can make where; undefined: it tells nothing, and is simply asked. */
  capacities(provisioner: string): Iterable<CSIStorageCapacity> | undefined;
}

/** Where no driver says how many volumes it attaches. */
export const unlimited: ReadonlyMap<string, number> = new Map();

/** Where nothing is stored. */
export const noStorage: Storage = {
  claim: () => undefined,
  volume: () => undefined,
  freeVolumes: () => [],
  storageClass: () => undefined,
  attachable: () => unlimited,
  capacities: () => undefined,
};
