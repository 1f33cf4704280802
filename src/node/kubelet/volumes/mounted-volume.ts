import type { FileSystem } from '../../../machine/index.ts';
import type { WatchedSpace } from '../../runtime/container-use.ts';

/** A volume of a Pod as its containers mount it. */
export interface MountedVolume {
  readonly files: FileSystem;
  /** The directory or file of `files` that is the volume. */
  readonly from: string;
  readonly isReadOnly: boolean;
  /** It is what an image holds. */
  readonly isImage?: true;
  /** Bytes written to it, for an emptyDir. */
  readonly space?: WatchedSpace;
  /** Names of what was read to fill it; when they change it is filled again. */
  readonly version?: string;
}

/** A volume that cannot be mounted; an event tells which operation failed on what, and the message. */
export class MountError extends Error {
  override readonly name = 'MountError';
  /** `MountVolume.SetUp` where nothing else is said. */
  readonly operation: string;
  /** How the volume is called where that is not its name in the Pod. */
  readonly volume: string | undefined;

  constructor(message: string, { operation = 'MountVolume.SetUp', volume }: { readonly operation?: string | undefined; readonly volume?: string } = {}) {
    super(message);
    this.operation = operation;
    this.volume = volume;
  }
}

/** A volume of which the node cannot find out what it is; an event tells of all such volumes of a Pod together. */
export class UnknownVolumeError extends Error {
  override readonly name = 'UnknownVolumeError';
}

/** A volume that is not attached to the machine yet; whoever attaches it tells why. */
export class UnattachedError extends Error {
  override readonly name = 'UnattachedError';
}
