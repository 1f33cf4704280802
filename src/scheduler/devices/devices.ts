import type { DeviceClass, ResourceClaim, ResourceSlice } from '../../kinds/index.ts';

/** Devices and who has them, as the scheduler sees them. */
export interface Devices {
  /** A claim with what it has been promised, though that may not be written yet. */
  claim(namespace: string, name: string): ResourceClaim | undefined;
  deviceClass(name: string): DeviceClass | undefined;
  /** What drivers offer, in the order of names. */
  slices(): readonly ResourceSlice[];
  /** Claims that have been given something, or promised it. */
  allocated(): Iterable<ResourceClaim>;
}

/** Where no driver offers anything. */
export const noDevices: Devices = {
  claim: () => undefined,
  deviceClass: () => undefined,
  slices: () => [],
  allocated: () => [],
};
