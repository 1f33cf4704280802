import type { DeviceRequest, DeviceSubRequest, ExactDeviceRequest, ResourceClaim } from '../../kinds/index.ts';
import type { OfferedDevice } from './pools.ts';
import type { Share } from './shares.ts';

/** A claim as far as the search for devices goes: it need not have been made yet. */
export interface OpenClaim {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: ResourceClaim['spec'];
}

/** What a request of a claim can be served by: itself, or the first of its alternatives that works. */
export interface Wish {
  /** As results name it: `request`, or `request/alternative`. */
  readonly name: string;
  readonly wanted: ExactDeviceRequest | DeviceSubRequest;
}

/** A device that was found for a wish. */
export interface Given {
  readonly wish: Wish;
  readonly device: OfferedDevice;
  /** Of a device that several may have: how much of it. */
  readonly share?: Share;
}

/** What a request can be served by, the best first. */
export function wishesOf({ name, exactly, firstAvailable }: DeviceRequest): readonly Wish[] {
  if (exactly) return [{ name, wanted: exactly }];
  return (firstAvailable ?? []).map((alternative) => ({ name: `${name}/${alternative.name}`, wanted: alternative }));
}

/** Whether the wish is one of somebody who looks after devices that others use. */
export const hasAdminAccess = ({ wanted }: Wish): boolean => 'adminAccess' in wanted && wanted.adminAccess === true;
