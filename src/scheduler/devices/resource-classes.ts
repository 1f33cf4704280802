// Extended resources for which a class of devices stands, so that a Pod need not claim them.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/extended
import { isExtended, namedDeviceClass } from '../../kinds/index.ts';
import type { DeviceClass } from '../../kinds/index.ts';
import type { PodInfo } from '../pod-info.ts';
import type { Devices } from './devices.ts';

/** The class that stands for the resource. */
export function classOfResource(name: string, devices: Devices): DeviceClass | undefined {
  const named = namedDeviceClass(name);
  if (named !== undefined) return devices.deviceClass(named);
  return isExtended(name) ? devices.classFor(name) : undefined;
}

/** Whether a class of devices stands for one of the resources that the Pod requests. */
export function requestsDevices({ requests }: PodInfo, devices: Devices): boolean {
  for (const name in requests) if (classOfResource(name, devices)) return true;
  return false;
}
