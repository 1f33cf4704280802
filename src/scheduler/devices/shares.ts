// Devices of which several requests may have a share: how much of its capacities a request takes.
// Upstream: k8s.io/dynamic-resource-allocation structured, consumable capacity
import { compareQuantities, formatQuantity, parseQuantity } from '../../base/index.ts';
import type { AllocationResult, CapacityRequestPolicyRange, Device, DeviceCapacity } from '../../kinds/index.ts';
import { deviceId } from './pools.ts';
import type { Wish } from './wish.ts';

/** An amount of each of a device's capacities, by name. */
export type Share = Readonly<Record<string, string>>;

/** Whether several requests may be given the device. */
export const isShared = ({ allowMultipleAllocations }: Device): boolean => allowMultipleAllocations === true;

/** What the request takes of each of the device's capacities; undefined: the device does not have what it wants. */
export function shareOf({ capacity = {} }: Device, { wanted }: Wish): Share | undefined {
  const requests = wanted.capacity?.requests ?? {};
  if (Object.keys(requests).some((name) => capacity[name] === undefined)) return undefined;
  const share: Record<string, string> = {};
  for (const [name, offered] of Object.entries(capacity)) {
    const amount = amountOf(offered, requests[name]);
    if (amount === undefined || compareQuantities(amount, offered.value) > 0) return undefined;
    share[name] = amount;
  }
  return share;
}

/** How much of a capacity a request takes that wants that much, or does not say; undefined: the capacity's rules do not allow it. */
function amountOf({ value, requestPolicy }: DeviceCapacity, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return requestPolicy?.default ?? value;
  const { validValues, validRange } = requestPolicy ?? {};
  if (validValues) return [...validValues].sort(compareQuantities).find((valid) => compareQuantities(valid, wanted) >= 0);
  return validRange ? amountInRange(validRange, wanted) : wanted;
}

function amountInRange({ min = '0', max, step }: CapacityRequestPolicyRange, wanted: string): string | undefined {
  const lowest = parseQuantity(min);
  const over = parseQuantity(wanted).nanos - lowest.nanos;
  const stride = step === undefined ? undefined : parseQuantity(step).nanos;
  let amount = wanted;
  if (over <= 0n) amount = min;
  else if (stride !== undefined && stride > 0n) amount = formatQuantity({ ...lowest, nanos: lowest.nanos + ((over + stride - 1n) / stride) * stride });
  return max !== undefined && compareQuantities(amount, max) > 0 ? undefined : amount;
}

/** Who has shares of which devices, and how much is left of them. */
export class SharesTaken {
  private readonly byDevice = new Map<string, Share[]>();

  /** Counts what was allocated before. */
  note({ devices }: AllocationResult): void {
    for (const { driver, pool, device, shareID, consumedCapacity = {} } of devices.results ?? []) if (shareID !== undefined) this.take(deviceId(driver, pool, device), consumedCapacity);
  }

  /** Whether anybody has a share of the device. */
  has(id: string): boolean {
    return (this.byDevice.get(id)?.length ?? 0) > 0;
  }

  /** Whether so much is left of the device. */
  hasRoom(id: string, { capacity = {} }: Device, share: Share): boolean {
    const taken = this.byDevice.get(id) ?? [];
    return Object.entries(capacity).every(([name, { value }]) => {
      const sum = [...taken, share].reduce((total, one) => total + parseQuantity(one[name] ?? '0').nanos, 0n);
      return sum <= parseQuantity(value).nanos;
    });
  }

  take(id: string, share: Share): void {
    const taken = this.byDevice.get(id);
    if (taken) taken.push(share);
    else this.byDevice.set(id, [share]);
  }

  /** Takes back the last share of the device. */
  giveBack(id: string): void {
    this.byDevice.get(id)?.pop();
  }
}
