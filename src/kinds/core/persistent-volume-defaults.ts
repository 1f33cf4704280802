// What is filled in for the storage that a PersistentVolume is made of.
// Upstream: pkg/apis/core/v1/defaults.go

import type { PersistentVolumeSpecInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';

/** The spec with what its source has defaults for. */
export function volumeSourceDefaults(input: PersistentVolumeSpecInput) {
  const { hostPath, iscsi, rbd, scaleIO, azureDisk: disk } = input;
  return complete(input, {
    hostPath: hostPath && complete(hostPath, { type: hostPath.type ?? ('' as const) }),
    iscsi: iscsi && complete(iscsi, { iscsiInterface: iscsi.iscsiInterface || 'default' }),
    rbd: rbd && complete(rbd, { pool: rbd.pool || 'rbd', user: rbd.user || 'admin', keyring: rbd.keyring || '/etc/ceph/keyring' }),
    scaleIO: scaleIO && complete(scaleIO, { storageMode: scaleIO.storageMode || 'ThinProvisioned', fsType: scaleIO.fsType || 'xfs' }),
    azureDisk: disk && complete(disk, {
      cachingMode: disk.cachingMode ?? ('ReadWrite' as const), kind: disk.kind ?? ('Shared' as const), fsType: disk.fsType ?? 'ext4', readOnly: disk.readOnly ?? false,
    }),
  });
}
