import type { AllocationResult, DeviceClass, ResourceClaim, ResourceSlice } from '../../kinds/index.ts';

/** Devices and who has them, as the scheduler sees them. */
export interface Devices {
  claim(namespace: string, name: string): ResourceClaim | undefined;
  deviceClass(name: string): DeviceClass | undefined;
  /** The class that says that it stands for an extended resource: of several the newest. */
  classFor(resource: string): DeviceClass | undefined;
  /** What drivers offer, in the order of names. */
  slices(): readonly ResourceSlice[];
  /** Whether the claim has been promised something that is not written yet. */
  isBeingAllocated(claim: ResourceClaim): boolean;
  /** What claims have been given, or promised. */
  allocated(): Iterable<AllocationResult>;
}

/** Where no driver offers anything. */
export const noDevices: Devices = {
  claim: () => undefined,
  deviceClass: () => undefined,
  classFor: () => undefined,
  slices: () => [],
  isBeingAllocated: () => false,
  allocated: () => [],
};
