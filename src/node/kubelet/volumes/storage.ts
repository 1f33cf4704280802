import type { FileSystem } from '../../../machine/index.ts';
import type { PersistentVolume } from '../../../kinds/index.ts';

/** Storage outside the machine (network file systems, disks of a cloud): the files of a PersistentVolume wherever it is mounted. */
export interface VolumeStorage {
  filesOf(volume: PersistentVolume): FileSystem;
}
