// What is refused in PersistentVolumes.
// Upstream: pkg/apis/core/validation ValidatePersistentVolumeSpec, ValidatePersistentVolumeUpdate

import { compareQuantities, compareText, deepEqual, goJson } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkDnsSubdomain, checkImmutable, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, printed, printedJson, required } from '../field-error.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../generated/types.ts';
import { goValue } from '../go-struct.ts';
import { saidIn } from '../said-empty.ts';
import { unifiedDiff } from '../unified-diff.ts';
import { checkAmount } from './amount-validation.ts';
import { checkAccessModes, checkVolumeMode } from './claim-validation.ts';
import { checkVolumeSources, firstSource, internalSourceText, sourceNames } from './persistent-volume-sources.ts';
import { checkNodeSelector } from './pod/affinity-validation.ts';

const at = path('spec');

function checkCapacity(errors: Errors, { capacity = {} }: PersistentVolumeSpec, given: unknown): void {
  const where = at.child('capacity');
  const names = Object.keys(capacity).sort(compareText);
  if (names.length === 0) errors.push(required(where));
  if (names.length !== 1 || names[0] !== 'storage') {
    errors.push(notSupported(where, given && printed(goJson(given)), ['storage']));
  }
  for (const name of names) {
    const amount = capacity[name] ?? '0';
    checkAmount(errors, where.key(name), amount);
    if (compareQuantities(amount, '0') <= 0) errors.push(invalid(where.key(name), amount, 'must be greater than zero'));
  }
}

/** Which nodes can use the volume; true where it says so. */
function checkNodeAffinity(errors: Errors, { nodeAffinity }: PersistentVolumeSpec): boolean {
  if (!nodeAffinity) return false;
  const where = at.child('nodeAffinity', 'required');
  if (nodeAffinity.required) checkNodeSelector(errors, where, nodeAffinity.required);
  else errors.push(required(where, 'must specify required node constraints'));
  return true;
}

/** Errors of a new PersistentVolume. */
export function validatePersistentVolume({ spec }: PersistentVolume): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { persistentVolumeReclaimPolicy: policy } = spec;
  checkAccess(errors, at, spec);
  checkCapacity(errors, spec, saidIn(spec, 'capacity'));
  checkSupported(errors, at.child('persistentVolumeReclaimPolicy'), policy, ['Delete', 'Recycle', 'Retain']);
  const isSomewhere = checkNodeAffinity(errors, spec);
  checkSources(errors, at, spec, isSomewhere);
  if (spec.hostPath?.path.replace(/\/+$/, '') === '' && spec.hostPath.path !== '' && policy === 'Recycle') {
    errors.push(forbidden(at.child('persistentVolumeReclaimPolicy'), "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (spec.storageClassName) checkDnsSubdomain(errors, at.child('storageClassName'), spec.storageClassName);
  checkVolumeMode(errors, at.child('volumeMode'), spec.volumeMode);
  if (spec.volumeAttributesClassName) {
    checkDnsSubdomain(errors, at.child('volumeAttributesClassName'), spec.volumeAttributesClassName);
    if (!spec.csi) errors.push(required(at.child('csi'), 'has to be specified when using volumeAttributesClassName'));
  }
  return errors;
}

function checkAccess(errors: Errors, where: FieldPath, { accessModes = [] }: PersistentVolumeSpec): void {
  if (accessModes.length === 0) errors.push(required(where.child('accessModes')));
  checkAccessModes(errors, where.child('accessModes'), accessModes);
}

function checkSources(errors: Errors, where: FieldPath, spec: PersistentVolumeSpec, isSomewhere: boolean): void {
  checkVolumeSources(errors, where, spec);
  if (spec.local && firstSource(spec) === 'local' && !isSomewhere) errors.push(required(where.child('nodeAffinity'), 'Local volume requires node affinity'));
}

const inline = 'in the context of inline volumes';

/** A volume that stands in an attachment instead of an object of its own: one of a CSI driver, with nothing that only an object has. */
export function checkInlineVolume(errors: Errors, where: FieldPath, spec: PersistentVolumeSpec): void {
  const { claimRef, capacity = {}, csi, persistentVolumeReclaimPolicy: policy, nodeAffinity, storageClassName, volumeMode } = spec;
  const none = (field: string, isSaid: boolean): void => {
    if (isSaid) errors.push(forbidden(where.child(field), `may not be specified ${inline}`));
  };
  none('claimRef', claimRef !== undefined);
  none('capacity', Object.keys(capacity).length > 0);
  if (!csi) errors.push(required(where.child('csi'), `has to be specified ${inline}`));
  checkAccess(errors, where, spec);
  if (policy && policy !== 'Retain') errors.push(forbidden(where.child('persistentVolumeReclaimPolicy'), `may only be Retain ${inline}`));
  none('nodeAffinity', nodeAffinity !== undefined);
  checkSources(errors, where, spec, nodeAffinity !== undefined);
  none('storageClassName', !!storageClassName);
  if (volumeMode && volumeMode !== 'Filesystem') errors.push(forbidden(where.child('volumeMode'), `may not specify volumeMode other than Filesystem ${inline}`));
}

/** A source without what may be said of it later: with which secret its driver makes it larger. */
function fixedSource({ csi, ...spec }: PersistentVolumeSpec, name: (typeof sourceNames)[number]): unknown {
  if (name !== 'csi' || !csi) return name === 'csi' ? csi : spec[name];
  const { controllerExpandSecretRef: _, ...fixed } = csi;
  return fixed;
}

/** Errors of a changed PersistentVolume: what it is made of stays. */
export function validatePersistentVolumeUpdate(next: PersistentVolume, previous: PersistentVolume): readonly FieldError[] {
  const own = validatePersistentVolume(next);
  const errors: FieldError[] = [...own, ...own]; // asked twice
  const isSame = sourceNames.every((name) => deepEqual(fixedSource(next.spec, name), fixedSource(previous.spec, name)));
  if (!isSame) {
    const difference = unifiedDiff(internalSourceText(previous.spec), internalSourceText(next.spec));
    errors.push(forbidden(at.child('persistentvolumesource'), `spec.persistentvolumesource is immutable after creation\n${difference}`));
  }
  checkImmutable(errors, path('volumeMode'), next.spec.volumeMode, previous.spec.volumeMode);
  if (previous.spec.nodeAffinity && !deepEqual(next.spec.nodeAffinity, previous.spec.nodeAffinity)) {
    errors.push(invalid(path('nodeAffinity'), next.spec.nodeAffinity && printedJson(goValue('v1.VolumeNodeAffinity', next.spec.nodeAffinity)), 'field is immutable, except for updating from beta label to GA'));
  }
  return errors;
}
