import type { FileSystem } from '../../../machine/index.ts';
import type { WatchedSpace } from '../../runtime/container-use.ts';

/** A volume of a Pod as its containers mount it. */
export interface MountedVolume {
  readonly files: FileSystem;
  /** The directory or file of `files` that is the volume. */
  readonly from: string;
  readonly isReadOnly: boolean;
  /** Bytes written to it, for an emptyDir. */
  readonly space?: WatchedSpace;
  /** Names of what was read to fill it; when they change it is filled again. */
  readonly version?: string;
}

/** A volume that cannot be mounted; the message is told by an event. */
export class MountError extends Error {
  override readonly name = 'MountError';
}
