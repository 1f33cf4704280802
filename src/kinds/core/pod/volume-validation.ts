// What is refused in a Pod's volumes.
// Upstream: pkg/apis/core/validation ValidateVolumes, validateVolumeSource

import { compareQuantities } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { addInvalid, checkDnsLabel, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, forbidden, invalid, required } from '../../field-error.ts';
import type {
  DownwardAPIVolumeFile, EphemeralVolumeSource, HostPathVolumeSource, KeyToPath, NFSVolumeSource, ProjectedVolumeSource, Volume,
} from '../../generated/types.ts';
import { isConfigMapKey } from '../../names.ts';
import { checkClaimSpec } from '../claim-validation.ts';
import { checkFieldRef, checkResourceFieldRef, volumeFields } from './env-validation.ts';

/** A path without `..`. */
export function checkNoBacksteps(errors: Errors, at: FieldPath, text: string): void {
  if (text.split('/').includes('..')) errors.push(invalid(at, text, "must not contain '..'"));
}

/** A path that stays below where it begins. */
export function checkDescendingPath(errors: Errors, at: FieldPath, text: string): void {
  if (text.startsWith('/')) errors.push(invalid(at, text, 'must be a relative path'));
  checkNoBacksteps(errors, at, text);
}

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
    else addInvalid(errors, where.child('key'), key, isConfigMapKey(key));
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
  if (volumeClaimTemplate) checkClaimSpec(errors, template.child('spec'), volumeClaimTemplate.spec);
  else errors.push(required(template));
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
  for (const [index, { secret, configMap, downwardAPI, serviceAccountToken: token }] of sources.entries()) {
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
      else notePaths(errors, at, undefined, [token.path], taken);
    }
    if ([secret, configMap, downwardAPI, token].filter((source) => source !== undefined).length > 1) {
      errors.push(forbidden(where, 'may not specify more than 1 volume type'));
    }
  }
}

/** A directory of an NFS server. */
export function checkNfs(errors: Errors, at: FieldPath, { server, path }: NFSVolumeSource): void {
  if (!server) errors.push(required(at.child('server')));
  if (!path) errors.push(required(at.child('path')));
  else if (!path.startsWith('/')) errors.push(invalid(at.child('path'), path, 'must be an absolute path'));
}

type Source = Exclude<keyof Volume, 'name'>;

/** How each source is checked, in the order in which a volume with several of them is read. */
const checks: { readonly [Name in Source]?: (errors: Errors, at: FieldPath, source: NonNullable<Volume[Name]>) => void } = {
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
  nfs: checkNfs,
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
  csi(errors, at, { driver }) {
    if (!driver) errors.push(required(at.child('driver')));
  },
  ephemeral: checkEphemeral,
  image(errors, at, { reference, pullPolicy }) {
    if (!reference) errors.push(required(at.child('reference')));
    checkSupported(errors, at.child('pullPolicy'), pullPolicy, ['Always', 'IfNotPresent', 'Never']);
  },
};
const checkedSources = Object.keys(checks) as Source[];

function checkSource<Name extends Source>(errors: Errors, at: FieldPath, volume: Volume, name: Name): void {
  const source = volume[name];
  if (source) checks[name]?.(errors, at.child(name), source);
}

function checkSources(errors: Errors, at: FieldPath, volume: Volume): void {
  let count = 0;
  for (const name of checkedSources) {
    if (!volume[name]) continue;
    if (count++ === 0) checkSource(errors, at, volume, name);
    else errors.push(forbidden(at.child(name), 'may not specify more than 1 volume type'));
  }
}

/** A Pod's volumes. The result holds those that can be mounted: an invalid one counts as missing. */
export function checkVolumes(errors: Errors, at: FieldPath, volumes: readonly Volume[]): ReadonlyMap<string, Volume> {
  const usable = new Map<string, Volume>();
  for (const [index, volume] of volumes.entries()) {
    const where = at.index(index);
    const before = errors.length;
    const name = volume.name ?? '';
    checkSources(errors, where, volume);
    if (name === '') errors.push(required(where.child('name')));
    else checkDnsLabel(errors, where.child('name'), name);
    if (usable.has(name)) errors.push(duplicate(where.child('name'), name));
    if (errors.length === before) usable.set(name, volume);
  }
  return usable;
}
