// What is refused in a Pod's volumes.
// Upstream: pkg/apis/core/validation ValidateVolumes, validateVolumeSource

import { compareQuantities, quote } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { checkDnsLabel, checkLabels, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, forbidden, invalid, required } from '../../field-error.ts';
import type {
  DownwardAPIVolumeFile, EphemeralVolumeSource, HostPathVolumeSource, KeyToPath, ProjectedVolumeSource, Volume,
} from '../../generated/types.ts';
import { isDnsSubdomain } from '../../names.ts';
import { checkDescendingPath, checkNoBacksteps } from '../path-validation.ts';
import { checkClaimSpec, storageCheck } from '../../later.ts';
import { checkCsiDriverName } from '../driver-name.ts';
import type { VolumeChecks, VolumeSource } from '../storage-sources.ts';
import { checkFieldRef, checkResourceFieldRef, volumeFields } from './env-validation.ts';

function checkFilePath(errors: Errors, at: FieldPath, text: string): void {
  if (text === '') errors.push(required(at));
  checkDescendingPath(errors, at, text);
  if (text.startsWith('..') && !text.startsWith('../')) errors.push(invalid(at, text, "must not start with '..'"));
}

function checkMode(errors: Errors, at: FieldPath, mode: number | undefined): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.push(invalid(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive'));
}

function checkItems(errors: Errors, at: FieldPath, items: readonly KeyToPath[] | undefined): void {
  for (const [index, { key = '', path = '', mode }] of (items ?? []).entries()) {
    const where = at.child('items').index(index);
    if (key === '') errors.push(required(where.child('key')));
    checkFilePath(errors, where.child('path'), path);
    checkMode(errors, where.child('mode'), mode);
  }
}

function checkDownwardFile(errors: Errors, at: FieldPath, { path, fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile): void {
  checkFilePath(errors, at.child('path'), path);
  if (fieldRef) {
    checkFieldRef(errors, at.child('fieldRef'), fieldRef, volumeFields);
    if (resourceFieldRef) errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  } else if (resourceFieldRef) {
    checkResourceFieldRef(errors, at.child('resourceFieldRef'), resourceFieldRef, true);
  } else {
    errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  }
  checkMode(errors, at.child('mode'), mode);
}

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

/** A path of the node. */
export function checkHostPath(errors: Errors, at: FieldPath, { path, type }: HostPathVolumeSource): void {
  if (!path) {
    errors.push(required(at.child('path')));
    return;
  }
  checkNoBacksteps(errors, at.child('path'), path);
  checkSupported(errors, at.child('type'), type, hostPathTypes);
}

function checkEphemeral(errors: Errors, at: FieldPath, { volumeClaimTemplate }: EphemeralVolumeSource): void {
  const template = at.child('volumeClaimTemplate');
  if (!volumeClaimTemplate) {
    errors.push(required(template));
    return;
  }
  const { metadata = {}, spec } = volumeClaimTemplate;
  checkLabels(errors, template.child('metadata', 'labels'), metadata.labels);
  if (metadata.name) errors.push(forbidden(template.child('metadata', 'name'), 'cannot be set'));
  checkClaimSpec(errors, template.child('spec'), spec);
}

/** Notes the paths of the files of one source; two files in one place are an error of the whole volume. */
function notePaths(errors: Errors, at: FieldPath, name: string | undefined, paths: readonly string[], taken: Set<string>): void {
  for (const path of paths) {
    if (path === '') continue;
    if (taken.has(path)) errors.push(invalid(at, name ?? path, 'conflicting duplicate paths'));
    taken.add(path);
  }
}

function checkProjected(errors: Errors, at: FieldPath, { sources, defaultMode }: ProjectedVolumeSource): void {
  checkMode(errors, at.child('defaultMode'), defaultMode);
  const taken = new Set<string>();
  for (const [index, { secret, configMap, downwardAPI, serviceAccountToken: token }] of (sources ?? []).entries()) {
    const where = at.child('sources').index(index);
    for (const [kind, source] of [['secret', secret], ['configMap', configMap]] as const) {
      if (!source) continue;
      if (!source.name) errors.push(required(where.child(kind, 'name')));
      checkItems(errors, where.child(kind), source.items);
      notePaths(errors, at, source.name, (source.items ?? []).map(({ path }) => path), taken);
    }
    for (const file of downwardAPI?.items ?? []) {
      checkDownwardFile(errors, where.child('downwardAPI'), file);
      notePaths(errors, at, undefined, [file.path], taken);
    }
    if (token) {
      const seconds = where.child('serviceAccountToken', 'expirationSeconds');
      if (token.expirationSeconds < 600) errors.push(invalid(seconds, token.expirationSeconds, 'may not specify a duration less than 10 minutes'));
      if (token.expirationSeconds > 2 ** 32) errors.push(invalid(seconds, token.expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
      if (!token.path) errors.push(required(at.child('path')));
    }
    if ([secret, configMap, downwardAPI, token].filter((source) => source !== undefined).length > 1) {
      errors.push(forbidden(where, 'may not specify more than 1 volume type per source'));
    }
  }
}

/** How each source is checked, but for storage outside of the cluster. */
const checks: VolumeChecks = {
  emptyDir(errors, at, { sizeLimit }) {
    if (sizeLimit !== undefined && compareQuantities(sizeLimit, '0') < 0) {
      errors.push(forbidden(at.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity'));
    }
  },
  hostPath: checkHostPath,
  gitRepo(errors, at, { repository, directory = '' }) {
    if (!repository) errors.push(required(at.child('repository')));
    checkDescendingPath(errors, at.child('directory'), directory);
  },
  secret(errors, at, { secretName, defaultMode, items }) {
    if (!secretName) errors.push(required(at.child('secretName')));
    checkMode(errors, at.child('defaultMode'), defaultMode);
    checkItems(errors, at, items);
  },
  persistentVolumeClaim(errors, at, { claimName }) {
    if (!claimName) errors.push(required(at.child('claimName')));
  },
  downwardAPI(errors, at, { defaultMode, items }) {
    checkMode(errors, at.child('defaultMode'), defaultMode);
    for (const file of items ?? []) checkDownwardFile(errors, at, file);
  },
  configMap(errors, at, { name, defaultMode, items }) {
    if (!name) errors.push(required(at.child('name')));
    checkMode(errors, at.child('defaultMode'), defaultMode);
    checkItems(errors, at, items);
  },
  projected: checkProjected,
  csi(errors, at, { driver, nodePublishSecretRef }) {
    checkCsiDriverName(errors, at.child('driver'), driver ?? '');
    if (nodePublishSecretRef && !nodePublishSecretRef.name) errors.push(required(at.child('nodePublishSecretRef', 'name')));
  },
  ephemeral: checkEphemeral,
  image(errors, at, { reference, pullPolicy }) {
    if (!reference) errors.push(required(at.child('reference')));
    checkSupported(errors, at.child('pullPolicy'), pullPolicy, ['Always', 'IfNotPresent', 'Never']);
  },
};

/** The sources in the order in which a volume with several of them is read. */
const sourceOrder = [
  'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker',
  'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile',
  'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image',
] as const satisfies readonly VolumeSource[];

/** Some sources are called otherwise in errors. */
const checkedAs: { readonly [Name in VolumeSource]?: string } = { gcePersistentDisk: 'persistentDisk' };
const forbiddenAs: { readonly [Name in VolumeSource]?: string } = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function checkSource<Name extends VolumeSource>(errors: Errors, at: FieldPath, volume: Volume, name: Name): void {
  const source = volume[name];
  if (!source) return;
  const check = checks[name] ?? storageCheck(name);
  check?.(errors, at.child(checkedAs[name] ?? name), source);
}

function checkSources(errors: Errors, at: FieldPath, volume: Volume): void {
  let isNamed = false;
  for (const name of sourceOrder) {
    if (!volume[name]) continue;
    if (isNamed) errors.push(forbidden(at.child(forbiddenAs[name] ?? name), 'may not specify more than 1 volume type'));
    else checkSource(errors, at, volume, name);
    isNamed = true;
  }
  const { iscsi, name = '' } = volume;
  if (iscsi?.initiatorName !== undefined && `${name}:${iscsi.targetPortal}`.length > 64) {
    errors.push(invalid(at.child('name'), name, 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'));
  }
}

/** The claim of an ephemeral volume is named after the Pod and the volume. */
function checkClaimName(errors: Errors, at: FieldPath, name: string, podName: string): void {
  const claim = `${podName}-${name}`;
  for (const problem of isDnsSubdomain(claim)) errors.push(invalid(at, name, `PVC name ${quote(claim)}: ${problem}`));
}

/** A Pod's volumes. The result holds those that can be mounted: an invalid one counts as missing. */
export function checkVolumes(errors: Errors, at: FieldPath, volumes: readonly Volume[], podName?: string): ReadonlyMap<string, Volume> {
  const usable = new Map<string, Volume>();
  for (const [index, volume] of volumes.entries()) {
    const where = at.index(index);
    const before = errors.length;
    const name = volume.name ?? '';
    checkSources(errors, where, volume);
    if (volume.ephemeral && podName && name !== '') checkClaimName(errors, where.child('name'), name, podName);
    if (name === '') errors.push(required(where.child('name')));
    else checkDnsLabel(errors, where.child('name'), name);
    if (usable.has(name)) errors.push(duplicate(where.child('name'), name));
    if (errors.length === before) usable.set(name, volume);
  }
  return usable;
}
