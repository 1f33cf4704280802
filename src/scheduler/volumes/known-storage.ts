// Upstream: pkg/scheduler/framework/plugins/volumebinding/assume_cache.go
import type { InformerSet } from '../../client/index.ts';
import { csiDriverKind, csiNodeKind, csiStorageCapacityKind, keyOf, persistentVolumeClaimKind, persistentVolumeKind, storageClassKind } from '../../kinds/index.ts';
import type { CSIDriver, CSINode, CSIStorageCapacity, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kinds/index.ts';
import { unlimited } from './storage.ts';
import type { Storage } from './storage.ts';

interface Store<Stored> {
  get(key: string): Stored | undefined;
  values(): Iterable<Stored>;
}

/** What the informers tell, and the volumes that are promised to Pods on their way. */
export class KnownStorage implements Storage {
  private readonly claims: Store<PersistentVolumeClaim>;
  private readonly volumes: Store<PersistentVolume>;
  private readonly classes: Store<StorageClass>;
  private readonly nodes: Store<CSINode>;
  private readonly drivers: Store<CSIDriver>;
  private readonly told: Store<CSIStorageCapacity>;
  private readonly promised = new Set<string>();

  constructor(informers: InformerSet) {
    this.claims = informers.of(persistentVolumeClaimKind).store;
    this.volumes = informers.of(persistentVolumeKind).store;
    this.classes = informers.of(storageClassKind).store;
    this.nodes = informers.of(csiNodeKind).store;
    this.drivers = informers.of(csiDriverKind).store;
    this.told = informers.of(csiStorageCapacityKind).store;
  }

  claim(namespace: string, name: string): PersistentVolumeClaim | undefined {
    return this.claims.get(keyOf(namespace, name));
  }

  volume(name: string): PersistentVolume | undefined {
    return this.volumes.get(keyOf(undefined, name));
  }

  freeVolumes(): readonly PersistentVolume[] {
    return [...this.volumes.values()].filter(({ metadata }) => !this.promised.has(metadata.name));
  }

  storageClass(name: string): StorageClass | undefined {
    return this.classes.get(keyOf(undefined, name));
  }

  attachable(nodeName: string): ReadonlyMap<string, number> {
    const drivers = this.nodes.get(keyOf(undefined, nodeName))?.spec.drivers ?? [];
    const counts = drivers.flatMap(({ name, allocatable }): readonly (readonly [string, number])[] => (allocatable?.count === undefined ? [] : [[name, allocatable.count]]));
    return counts.length === 0 ? unlimited : new Map(counts);
  }

  capacities(provisioner: string): Iterable<CSIStorageCapacity> | undefined {
    return this.drivers.get(keyOf(undefined, provisioner))?.spec.storageCapacity === true ? this.told.values() : undefined;
  }

  /** Keeps volumes for a Pod until `release`. */
  promise(names: readonly string[]): void {
    for (const name of names) this.promised.add(name);
  }

  release(names: readonly string[]): void {
    for (const name of names) this.promised.delete(name);
  }
}
