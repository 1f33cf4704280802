// What volumes are made of, as describe shows it of Pods and of PersistentVolumes.
// Upstream: k8s.io/kubectl pkg/describe/describe.go printVolumeSource

import { goText, isObject } from '../../base/index.ts';
import type { PersistentVolume, Volume } from '../../kinds/index.ts';
import { sortedPairs } from './page.ts';

/** A title with its value; a title alone is the line as it is. */
export type SourceLine = readonly [title: string, value?: unknown];

/** What stands where a field is not there; elsewhere nothing. */
const absent: Readonly<Record<string, unknown>> = {
  chapAuthDiscovery: false, chapAuthSession: false, initiatorName: '<none>', options: {}, optional: false, partition: 0, portals: [], readOnly: false, secretRef: 'nil', sizeLimit: '<unset>',
};

/** The kinds of sources that are a title and a line for each field, by the field that holds them. */
const plainSources: Readonly<Record<string, { readonly is: string; readonly lines: Readonly<Record<string, string>> }>> = {
  awsElasticBlockStore: { is: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)', lines: { VolumeID: 'volumeID', FSType: 'fsType', Partition: 'partition', ReadOnly: 'readOnly' } },
  azureDisk: { is: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)', lines: { DiskName: 'diskName', DiskURI: 'diskURI', Kind: 'kind', FSType: 'fsType', CachingMode: 'cachingMode', ReadOnly: 'readOnly' } },
  cephfs: { is: "CephFS (a CephFS mount on the host that shares a pod's lifetime)", lines: { Monitors: 'monitors', Path: 'path', User: 'user', SecretFile: 'secretFile', SecretRef: 'secretRef', ReadOnly: 'readOnly' } },
  cinder: { is: 'Cinder (a Persistent Disk resource in OpenStack)', lines: { VolumeID: 'volumeID', FSType: 'fsType', ReadOnly: 'readOnly', SecretRef: 'secretRef' } },
  configMap: { is: 'ConfigMap (a volume populated by a ConfigMap)', lines: { Name: 'name', Optional: 'optional' } },
  emptyDir: { is: "EmptyDir (a temporary directory that shares a pod's lifetime)", lines: { Medium: 'medium', SizeLimit: 'sizeLimit' } },
  flexVolume: { is: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)', lines: { Driver: 'driver', FSType: 'fsType', SecretRef: 'secretRef', ReadOnly: 'readOnly', Options: 'options' } },
  flocker: { is: 'Flocker (a Flocker volume mounted by the Flocker agent)', lines: { DatasetName: 'datasetName', DatasetUUID: 'datasetUUID' } },
  gcePersistentDisk: { is: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)', lines: { PDName: 'pdName', FSType: 'fsType', Partition: 'partition', ReadOnly: 'readOnly' } },
  gitRepo: { is: 'GitRepo (a volume that is pulled from git when the pod is created)', lines: { Repository: 'repository', Revision: 'revision' } },
  hostPath: { is: 'HostPath (bare host directory volume)', lines: { Path: 'path', HostPathType: 'type' } },
  image: { is: 'Image (a container image or OCI artifact)', lines: { Reference: 'reference', PullPolicy: 'pullPolicy' } },
  local: { is: 'LocalVolume (a persistent volume backed by local storage on a node)', lines: { Path: 'path' } },
  nfs: { is: 'NFS (an NFS mount that lasts the lifetime of a pod)', lines: { Server: 'server', Path: 'path', ReadOnly: 'readOnly' } },
  persistentVolumeClaim: { is: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', lines: { ClaimName: 'claimName', ReadOnly: 'readOnly' } },
  portworxVolume: { is: 'PortworxVolume (a Portworx Volume resource)', lines: { VolumeID: 'volumeID' } },
  quobyte: { is: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", lines: { Registry: 'registry', Volume: 'volume', ReadOnly: 'readOnly' } },
  rbd: { is: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)", lines: { CephMonitors: 'monitors', RBDImage: 'image', FSType: 'fsType', RBDPool: 'pool', RadosUser: 'user', Keyring: 'keyring', SecretRef: 'secretRef', ReadOnly: 'readOnly' } },
  secret: { is: 'Secret (a volume populated by a Secret)', lines: { SecretName: 'secretName', Optional: 'optional' } },
  storageos: { is: 'StorageOS (a StorageOS Persistent Disk resource)', lines: { VolumeName: 'volumeName', VolumeNamespace: 'volumeNamespace', FSType: 'fsType', ReadOnly: 'readOnly' } },
  vsphereVolume: { is: 'vSphereVolume (a Persistent Disk resource in vSphere)', lines: { VolumePath: 'volumePath', FSType: 'fsType', StoragePolicyName: 'storagePolicyName' } },
};

/** The lines of a source that both Pods and PersistentVolumes can have, beginning with its type; undefined for one that is none of these. */
export function sourceLines(volume: Volume | PersistentVolume['spec']): readonly SourceLine[] | undefined {
  const { azureFile, csi, fc, glusterfs, iscsi, scaleIO } = volume;
  for (const [field, source] of Object.entries(volume)) {
    const plain = plainSources[field];
    if (plain && isObject(source)) return [['Type', plain.is], ...Object.entries(plain.lines).map(([title, name]): SourceLine => [title, fieldText(source, name)])];
  }
  if (azureFile) {
    return [
      ['Type', 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)'], ['SecretName', azureFile.secretName],
      ...('secretNamespace' in azureFile ? [['SecretNamespace', azureFile.secretNamespace] as const] : []), ['ShareName', azureFile.shareName], ['ReadOnly', azureFile.readOnly === true],
    ];
  }
  if (glusterfs) {
    return [
      ['Type', "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)"], ['EndpointsName', glusterfs.endpoints],
      ...('name' in volume ? [] : [['EndpointsNamespace', 'endpointsNamespace' in glusterfs ? glusterfs.endpointsNamespace : '<unset>'] as const]), ['Path', glusterfs.path], ['ReadOnly', glusterfs.readOnly === true],
    ];
  }
  if (fc) return [['Type', 'FC (a Fibre Channel disk)'], ['TargetWWNs', (fc.targetWWNs ?? []).join(', ')], ['LUN', fc.lun ?? '<none>'], ['FSType', fc.fsType ?? ''], ['ReadOnly', fc.readOnly === true]];
  if (iscsi) {
    return [
      ['Type', "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)"], ['TargetPortal', iscsi.targetPortal], ['IQN', iscsi.iqn], ['Lun', iscsi.lun],
      [`ISCSIInterface\t${iscsi.iscsiInterface ?? ''}`],
      ...Object.entries({ FSType: 'fsType', ReadOnly: 'readOnly', Portals: 'portals', DiscoveryCHAPAuth: 'chapAuthDiscovery', SessionCHAPAuth: 'chapAuthSession', SecretRef: 'secretRef', InitiatorName: 'initiatorName' })
        .map(([title, name]): SourceLine => [title, fieldText(iscsi, name)]),
    ];
  }
  if (scaleIO) {
    const { gateway, system, protectionDomain = '', storagePool = '', storageMode = '', volumeName = '', secretRef, fsType = '', readOnly = false } = scaleIO;
    return [
      ['Type', 'ScaleIO (a persistent volume backed by a block device in ScaleIO)'], ['Gateway', gateway], ['System', system], ['Protection Domain', protectionDomain], ['Storage Pool', storagePool],
      ['Storage Mode', storageMode], ['VolumeName', volumeName],
      ...('name' in volume ? [] : [['SecretName', secretRef.name ?? ''] as const, ['SecretNamespace', 'namespace' in secretRef ? secretRef.namespace : ''] as const]), ['FSType', fsType], ['ReadOnly', readOnly],
    ];
  }
  if (!csi) return undefined;
  return [
    ['Type', 'CSI (a Container Storage Interface (CSI) volume source)'], ['Driver', csi.driver], ['FSType', csi.fsType ?? ''], ...('volumeHandle' in csi ? [['VolumeHandle', csi.volumeHandle] as const] : []), ['ReadOnly', csi.readOnly === true],
    ...indented('VolumeAttributes', csi.volumeAttributes),
  ];
}

/** A map under a title, its pairs four columns further to the right. */
export function indented(title: string, map: Readonly<Record<string, string>> | undefined): readonly SourceLine[] {
  const [first = '<none>', ...rest] = sortedPairs(map).map(([key, value]) => `${key}=${value}`);
  return [[title, `    ${first}`], ...rest.map((pair): SourceLine => [`\t    ${pair}`])];
}

function fieldText(source: object, name: string): unknown {
  const value = (source as Readonly<Record<string, unknown>>)[name] ?? absent[name] ?? '';
  if (name === 'secretRef' && isObject(value)) {
    const { name: secret = '', namespace } = value;
    return namespace === undefined ? `&LocalObjectReference{Name:${goText(secret)},}` : `&SecretReference{Name:${goText(secret)},Namespace:${goText(namespace)},}`;
  }
  return typeof value === 'object' ? goText(value) : value;
}
