import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kinds/index.ts';

/** Claims and volumes as the scheduler sees them. */
export interface Storage {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  /** Volumes that nobody has been promised. */
  freeVolumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
}

/** Where nothing is stored. */
export const noStorage: Storage = {
  claim: () => undefined,
  volume: () => undefined,
  freeVolumes: () => [],
  storageClass: () => undefined,
};
