// Volumes that are attached to a machine before they are mounted there: those of drivers, and of clouds, for which a driver stands in.
// Upstream: staging csi-translation-lib/plugins, pkg/volume/util GetUniqueVolumeName

import { sha256Hex } from '../../base/index.ts';
import type { CSIPersistentVolumeSource, PersistentVolumeSpec, Volume } from '../generated/types.ts';

/** A volume as whoever attaches it sees it. */
export interface AttachableVolume {
  /** As the node's status names it: `kubernetes.io/csi/DRIVER^HANDLE`. */
  readonly uniqueName: string;
  /** As events name it. */
  readonly name: string;
  /** What the driver is told; undefined where the machine reaches the volume over a network of its own. */
  readonly csi: CSIPersistentVolumeSource | undefined;
}

/** What stands in a Pod's volume or in a PersistentVolume called `name`, if that is attached to machines at all. */
export function attachableVolume(name: string, source: Volume | PersistentVolumeSpec): AttachableVolume | undefined {
  const { fc, iscsi } = source;
  if (fc) return { uniqueName: `kubernetes.io/fc/${fc.wwids ? `[${fc.wwids.join(' ')}]` : `[${(fc.targetWWNs ?? []).join(' ')}]:${fc.lun ?? 0}`}`, name, csi: undefined };
  if (iscsi) return { uniqueName: `kubernetes.io/iscsi/${iscsi.targetPortal}:${iscsi.iqn}:${iscsi.lun}`, name, csi: undefined };
  const csi = driverSource(source);
  if (!csi) return undefined;
  const isInline = 'name' in source;
  return { uniqueName: `kubernetes.io/csi/${csi.driver}^${csi.volumeHandle}`, name: isInline ? inlineName(csi, source) : name, csi };
}

/** The name of the VolumeAttachment of such a volume and a node. */
export function attachmentName({ driver, volumeHandle }: CSIPersistentVolumeSource, node: string): string {
  return `csi-${sha256Hex(`${volumeHandle}${driver}${node}`)}`;
}

/** The driver's view of a volume: its own, or that of the driver that took a cloud's place. */
function driverSource(source: Volume | PersistentVolumeSpec): CSIPersistentVolumeSource | undefined {
  const { csi, awsElasticBlockStore: aws, gcePersistentDisk: gce, azureDisk: azure, cinder } = source;
  if (csi) return 'volumeHandle' in csi ? csi : undefined;
  if (aws) {
    const volumeHandle = aws.volumeID.slice(aws.volumeID.lastIndexOf('/') + 1);
    return { driver: 'ebs.csi.aws.com', volumeHandle, ...fileSystem(aws), volumeAttributes: { partition: String(aws.partition ?? 0) } };
  }
  if (gce) {
    const volumeAttributes = { partition: gce.partition ? String(gce.partition) : '' };
    return { driver: 'pd.csi.storage.gke.io', volumeHandle: `projects/UNSPECIFIED/zones/UNSPECIFIED/disks/${gce.pdName}`, ...fileSystem(gce), volumeAttributes };
  }
  if (azure) {
    const { diskURI, cachingMode = '', fsType = '', kind = '' } = azure;
    return { driver: 'disk.csi.azure.com', volumeHandle: diskURI, ...fileSystem(azure), volumeAttributes: { cachingmode: cachingMode, fstype: fsType, kind } };
  }
  return cinder && { driver: 'cinder.csi.openstack.org', volumeHandle: cinder.volumeID, ...fileSystem(cinder) };
}

function fileSystem({ fsType, readOnly }: { readonly fsType?: string; readonly readOnly?: boolean }): Pick<CSIPersistentVolumeSource, 'fsType' | 'readOnly'> {
  return { ...(fsType ? { fsType } : {}), ...(readOnly ? { readOnly } : {}) };
}

function inlineName({ driver, volumeHandle }: CSIPersistentVolumeSource, { gcePersistentDisk: gce, azureDisk }: Volume): string {
  return azureDisk ? volumeHandle : `${driver}-${gce?.pdName ?? volumeHandle}`;
}
