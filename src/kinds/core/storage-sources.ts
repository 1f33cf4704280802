// Storage outside of the cluster that both Pods and PersistentVolumes name, most of it served by nobody any more.
// Upstream: pkg/apis/core/validation validateVolumeSource, ValidatePersistentVolumeSpec

import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkSupported } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, notSupported, required } from '../field-error.ts';
import type { PersistentVolumeSpec, Volume } from '../generated/types.ts';

/** A source as either has it. */
type Source<Name extends keyof PersistentVolumeSpec & keyof Volume> = NonNullable<PersistentVolumeSpec[Name] | Volume[Name]>;

/** One check for each sort of storage. */
export const storageChecks = {
  gcePersistentDisk(errors: Errors, at: FieldPath, { pdName, partition }: Source<'gcePersistentDisk'>): void {
    checkRequired(errors, at, { pdName });
    checkPartition(errors, at, partition);
  },
  awsElasticBlockStore(errors: Errors, at: FieldPath, { volumeID, partition }: Source<'awsElasticBlockStore'>): void {
    checkRequired(errors, at, { volumeID });
    checkPartition(errors, at, partition);
  },
  nfs(errors: Errors, at: FieldPath, { server, path }: Source<'nfs'>): void {
    checkRequired(errors, at, { server, path });
    if (!path?.startsWith('/')) errors.push(invalid(at.child('path'), path ?? '', 'must be an absolute path'));
  },
  iscsi(errors: Errors, at: FieldPath, source: Source<'iscsi'>): void {
    checkIscsi(errors, at, source, ' starting with iqn, eui, or naa');
  },
  glusterfs(errors: Errors, at: FieldPath, { endpoints, path }: Source<'glusterfs'>): void {
    checkRequired(errors, at, { endpoints, path });
  },
  flocker(errors: Errors, at: FieldPath, { datasetName = '', datasetUUID = '' }: Source<'flocker'>): void {
    if (datasetName === '' && datasetUUID === '') errors.push(required(at, 'one of datasetName and datasetUUID is required'));
    if (datasetName !== '' && datasetUUID !== '') errors.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
    if (datasetName.includes('/')) errors.push(invalid(at.child('datasetName'), datasetName, "must not contain '/'"));
  },
  rbd(errors: Errors, at: FieldPath, { monitors = [], image }: Source<'rbd'>): void {
    checkRequired(errors, at, { monitors: monitors[0] !== undefined, image });
  },
  cinder(errors: Errors, at: FieldPath, { volumeID, secretRef }: Source<'cinder'>): void {
    checkRequired(errors, at, { volumeID });
    if (secretRef) checkRequired(errors, at.child('secretRef'), { name: secretRef.name });
  },
  cephfs(errors: Errors, at: FieldPath, { monitors = [] }: Source<'cephfs'>): void {
    checkRequired(errors, at, { monitors: monitors.length > 0 });
  },
  quobyte(errors: Errors, at: FieldPath, { registry, volume, tenant = '' }: Source<'quobyte'>): void {
    const pairs = 'must be a host:port pair or multiple pairs separated by commas';
    if (!registry) errors.push(required(at.child('registry'), pairs));
    else if (registry.split(',').some((pair) => pair.split(':').length !== 2)) errors.push(invalid(at.child('registry'), registry, pairs));
    if (tenant.length >= 65) errors.push(required(at.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters'));
    checkRequired(errors, at, { volume });
  },
  fc(errors: Errors, at: FieldPath, { targetWWNs = [], wwids = [], lun }: Source<'fc'>): void {
    const names = at.child('targetWWNs');
    if (targetWWNs.length === 0 && wwids.length === 0) errors.push(required(names, 'must specify either targetWWNs or wwids, but not both'));
    if (targetWWNs.length > 0 && wwids.length > 0) errors.push(invalid(names, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'));
    if (targetWWNs.length === 0) return;
    if (lun === undefined) errors.push(required(at.child('lun'), 'lun is required if targetWWNs is specified'));
    else checkUnit(errors, at, lun);
  },
  flexVolume(errors: Errors, at: FieldPath, { driver, options = {} }: Source<'flexVolume'>): void {
    checkRequired(errors, at, { driver });
    for (const key of Object.keys(options).sort()) {
      if (/(^|\.)(kubernetes|k8s)\.io$/i.test(key.split('/')[0] ?? '')) {
        errors.push(invalid(at.child('options').key(key), key, 'kubernetes.io and k8s.io namespaces are reserved'));
      }
    }
  },
  azureFile(errors: Errors, at: FieldPath, { secretName, shareName }: Source<'azureFile'>): void {
    checkRequired(errors, at, { secretName, shareName });
  },
  vsphereVolume(errors: Errors, at: FieldPath, { volumePath }: Source<'vsphereVolume'>): void {
    checkRequired(errors, at, { volumePath });
  },
  photonPersistentDisk(errors: Errors, at: FieldPath, { pdID }: Source<'photonPersistentDisk'>): void {
    checkRequired(errors, at, { pdID });
  },
  portworxVolume(errors: Errors, at: FieldPath, { volumeID }: Source<'portworxVolume'>): void {
    checkRequired(errors, at, { volumeID });
  },
  azureDisk(errors: Errors, at: FieldPath, { diskName, diskURI = '', kind, cachingMode }: Source<'azureDisk'>): void {
    checkRequired(errors, at, { diskName, diskURI });
    if (cachingMode !== undefined) checkSupported(errors, at.child('cachingMode'), cachingMode, ['None', 'ReadOnly', 'ReadWrite']);
    if (kind !== undefined) checkSupported(errors, at.child('kind'), kind, ['Dedicated', 'Managed', 'Shared']);
    const [prefix, form] = kind === 'Managed' ? managedDisk : blobDisk;
    if (!diskURI.startsWith(prefix)) errors.push(notSupported(at.child('diskURI'), diskURI, [form]));
  },
  scaleIO(errors: Errors, at: FieldPath, { gateway, system, volumeName }: Source<'scaleIO'>): void {
    checkRequired(errors, at, { gateway, system, volumeName });
  },
  storageos(errors: Errors, at: FieldPath, { volumeName, volumeNamespace, secretRef }: Source<'storageos'>): void {
    if (volumeName) checkDnsLabel(errors, at.child('volumeName'), volumeName);
    else errors.push(required(at.child('volumeName')));
    if (volumeNamespace) checkDnsLabel(errors, at.child('volumeNamespace'), volumeNamespace);
    if (secretRef) checkRequired(errors, at.child('secretRef'), { name: secretRef.name });
  },
} as const;

/** A volume's field that says where its files come from. */
export type VolumeSource = Exclude<keyof Volume, 'name'>;

/** Checks of sources by their fields. */
export type VolumeChecks = { readonly [Name in VolumeSource]?: (errors: Errors, at: FieldPath, source: NonNullable<Volume[Name]>) => void };

const ofVolumes: VolumeChecks = storageChecks;

/** How a volume's source is checked; undefined for one that is no storage outside of the cluster. */
export function storageCheck<Name extends VolumeSource>(name: Name): VolumeChecks[Name] {
  return ofVolumes[name];
}

/** Fields that must say something, by name. */
function checkRequired(errors: Errors, at: FieldPath, fields: Readonly<Record<string, string | boolean | undefined>>): void {
  for (const name in fields) if (!fields[name]) errors.push(required(at.child(name)));
}

function checkPartition(errors: Errors, at: FieldPath, partition = 0): void {
  if (partition < 0 || partition > 255) errors.push(invalid(at.child('partition'), partition, 'must be between 1 and 255, inclusive'));
}

/** The number of a logical unit. */
function checkUnit(errors: Errors, at: FieldPath, lun = 0): void {
  if (lun < 0 || lun > 255) errors.push(invalid(at.child('lun'), lun, 'must be between 0 and 255, inclusive'));
}

const initiatorForms: Readonly<Record<string, RegExp>> = {
  iqn: /^iqn\.\d{4}-\d{2}\.[-.a-zA-Z0-9]+:[^,;*&$|\s]+$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};

/** A target of iSCSI; `beginnings` is told of names that begin otherwise, as it is of those in Pods. */
export function checkIscsi(errors: Errors, at: FieldPath, source: Source<'iscsi'>, beginnings: string): void {
  const { targetPortal, iqn, lun, initiatorName } = source;
  checkRequired(errors, at, { targetPortal });
  if (iqn) checkInitiator(errors, at.child('iqn'), iqn, beginnings);
  else errors.push(required(at.child('iqn')));
  checkUnit(errors, at, lun);
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef) errors.push(required(at.child('secretRef')));
  if (initiatorName !== undefined) checkInitiator(errors, at.child('initiatorname'), initiatorName, beginnings);
}

/** A qualified name of iSCSI. Source: RFC 3720, section 3.2.6.3 */
function checkInitiator(errors: Errors, at: FieldPath, name: string, beginnings: string): void {
  const form = initiatorForms[name.slice(0, 3)];
  if (!form?.test(name)) errors.push(invalid(at, name, `must be valid format${form ? '' : beginnings}`));
}

const blobDisk = ['https://', 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'] as const;
const managedDisk = ['/subscriptions', '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'] as const;
