// Upstream: pkg/scheduler/framework/plugins/dynamicresources/dra_manager.go
import { compareText } from '../../base/index.ts';
import type { InformerSet } from '../../client/index.ts';
import { deviceClassKind, keyOf, objectKey, resourceClaimKind, resourceSliceKind } from '../../kinds/index.ts';
import type { AllocationResult, DeviceClass, ObjectKey, ResourceClaim, ResourceSlice } from '../../kinds/index.ts';
import type { DevicePromises } from './bind-claims.ts';
import type { Devices } from './devices.ts';
import type { OpenClaim } from './wish.ts';

interface Store<Stored> {
  get(key: ObjectKey): Stored | undefined;
  values(): Iterable<Stored>;
}

/** What the informers tell, and what is promised to Pods on their way. */
export class KnownDevices implements Devices, DevicePromises {
  private readonly claims: Store<ResourceClaim>;
  private readonly classes: Store<DeviceClass>;
  private readonly offers: Store<ResourceSlice>;
  /** Allocations that are not written yet, by claim. */
  private readonly promised = new Map<ObjectKey, AllocationResult>();
  private sorted: readonly ResourceSlice[] | undefined;

  constructor(informers: InformerSet) {
    const claims = informers.of(resourceClaimKind);
    this.claims = claims.store;
    claims.onChange({
      updated: (claim) => claim.status.allocation && this.release(claim),
      deleted: (claim) => this.release(claim),
    });
    this.classes = informers.of(deviceClassKind).store;
    const slices = informers.of(resourceSliceKind);
    this.offers = slices.store;
    const forget = (): void => {
      this.sorted = undefined;
    };
    slices.onChange({ added: forget, updated: forget, deleted: forget });
  }

  claim(namespace: string, name: string): ResourceClaim | undefined {
    return this.claims.get(keyOf(namespace, name));
  }

  isBeingAllocated({ metadata, status }: ResourceClaim): boolean {
    return !status.allocation && this.promised.has(objectKey(metadata));
  }

  deviceClass(name: string): DeviceClass | undefined {
    return this.classes.get(keyOf(undefined, name));
  }

  classFor(resource: string): DeviceClass | undefined {
    return [...this.classes.values()]
      .filter(({ spec }) => spec.extendedResourceName === resource)
      .sort((a, b) => compareText(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? '') || compareText(a.metadata.name, b.metadata.name))[0];
  }

  slices(): readonly ResourceSlice[] {
    return (this.sorted ??= [...this.offers.values()].sort((a, b) => compareText(a.metadata.name, b.metadata.name)));
  }

  *allocated(): Iterable<AllocationResult> {
    for (const { status } of this.claims.values()) if (status.allocation) yield status.allocation;
    yield* this.promised.values();
  }

  /** Keeps devices for a claim until it is written that they are given, or `release`. */
  promise(claim: OpenClaim, allocation: AllocationResult): void {
    this.promised.set(objectKey(claim.metadata), allocation);
  }

  release(claim: OpenClaim): void {
    this.promised.delete(objectKey(claim.metadata));
  }
}
