// What is refused in claims of storage, in a claim as in any template of one.
// Upstream: pkg/apis/core/validation ValidatePersistentVolumeClaimSpec

import { compareQuantities, compareText, deepEqual, withFields } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkDnsSubdomain, checkImmutable, checkLabelSelector, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, printed, required } from '../field-error.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec, TypedObjectReference } from '../generated/types.ts';
import { goFields, goLines } from '../go-struct.ts';
import { isQualifiedName } from '../names.ts';
import { unifiedDiff } from '../unified-diff.ts';
import { checkAmount } from './amount-validation.ts';
import { storageClassAnnotation, wantedSize } from './volume-matching.ts';
import { isNative } from './resource-names.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** How storage can be mounted. */
export function checkAccessModes(errors: Errors, at: FieldPath, modes: readonly string[]): void {
  for (const mode of modes) checkSupported(errors, at, mode, accessModes);
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod')) errors.push(forbidden(at, 'may not use ReadWriteOncePod with other access modes'));
}

/** As what storage is given: with files, or as it is. */
export function checkVolumeMode(errors: Errors, at: FieldPath, mode: string): void {
  checkSupported(errors, at, mode, ['Block', 'Filesystem']);
}

function checkSource(errors: Errors, at: FieldPath, { name, kind, apiGroup: given, namespace }: TypedObjectReference, isThere: boolean): void {
  const apiGroup = given ?? '';
  if (!name) errors.push(required(at.child('name')));
  if (!kind) errors.push(required(at.child('kind')));
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') errors.push(invalid(at, kind ?? '', 'must be \'PersistentVolumeClaim\' when referencing the default apiGroup'));
  if (apiGroup !== '' && !isThere) checkDnsSubdomain(errors, at.child('apiGroup'), apiGroup);
  if (namespace) checkDnsSubdomain(errors, at.child('namespace'), namespace);
}

const isSameSource = (a: TypedObjectReference, b: TypedObjectReference): boolean => a.name === b.name && a.kind === b.kind && (a.apiGroup ?? '') === (b.apiGroup ?? '');

/** The spec of a claim, of one that is there already perhaps. */
export function checkClaimSpec(errors: Errors, at: FieldPath, spec: PersistentVolumeClaimSpec, isThere = false): void {
  if (spec.accessModes.length === 0) errors.push(required(at.child('accessModes'), 'at least 1 access mode is required'));
  checkLabelSelector(errors, at.child('selector'), spec.selector);
  checkAccessModes(errors, at.child('accessModes'), spec.accessModes);
  const storage = spec.resources.requests?.['storage'];
  const size = at.child('resources').key('storage');
  if (storage === undefined) errors.push(required(size));
  else if (compareQuantities(storage, '0') <= 0) errors.push(invalid(size, storage, 'must be greater than zero'));
  if (spec.storageClassName) checkDnsSubdomain(errors, at.child('storageClassName'), spec.storageClassName);
  checkVolumeMode(errors, at.child('volumeMode'), spec.volumeMode);
  if (spec.dataSource) checkSource(errors, at.child('dataSource'), spec.dataSource, isThere);
  if (spec.dataSourceRef) checkSource(errors, at.child('dataSourceRef'), spec.dataSourceRef, isThere);
  if (spec.dataSource && spec.dataSourceRef && !isSameSource(spec.dataSource, spec.dataSourceRef)) errors.push(invalid(at, printed('{}'), 'must match dataSourceRef'));
  if (spec.volumeAttributesClassName) checkDnsSubdomain(errors, at.child('volumeAttributesClassName'), spec.volumeAttributesClassName);
}

const at = path('spec');

/** Errors of a new claim. */
export function validateClaim({ spec }: PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkClaimSpec(errors, at, spec);
  return errors;
}

const internalText = (spec: object): string =>
  goLines(Object.fromEntries(goFields('v1.PersistentVolumeClaimSpec', spec)));

const hasNoClass = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  spec.storageClassName === undefined && metadata.annotations?.[storageClassAnnotation] === undefined;

/**
 * A claim's spec without what may change in it: a class where it had none, the volume that it is bound to and, once it is, its
 * size and its class of attributes.
 */
function fixed(spec: PersistentVolumeClaimSpec, previous: PersistentVolumeClaim): object {
  const { volumeName, storageClassName, ...rest } = spec;
  const named = { ...rest, ...(previous.spec.volumeName ? { volumeName } : {}), ...(hasNoClass(previous) ? {} : { storageClassName }) };
  if (previous.status.phase !== 'Bound') return named;
  const { volumeAttributesClassName: _, ...bound } = named;
  const { storage: __, ...requests } = spec.resources.requests ?? {};
  return { ...bound, resources: { ...spec.resources, requests } };
}

/** A spec that names no volume yet, with the volume that the next one names. */
const asNamed = (spec: PersistentVolumeClaimSpec, { volumeName }: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec => (spec.volumeName || volumeName === undefined ? spec : { ...spec, volumeName });

/** A changed spec with what may change in it as it was, for showing what else has. */
function withChangeable(next: PersistentVolumeClaimSpec, previous: PersistentVolumeClaim): object {
  const { spec: before, status } = previous;
  const shown = hasNoClass(previous) ? withFields(next, { storageClassName: undefined }) : next;
  if (status.phase !== 'Bound') return shown;
  const { requests } = next.resources;
  const resources = requests ? { ...next.resources, requests: { ...requests, storage: before.resources.requests?.['storage'] } } : next.resources;
  return withFields(shown, { resources, volumeAttributesClassName: before.volumeAttributesClassName });
}

/** Errors of a changed claim. */
export function validateClaimUpdate(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkClaimSpec(errors, at, next.spec, true);
  if (!deepEqual(fixed(next.spec, previous), fixed(previous.spec, previous))) {
    const difference = unifiedDiff(internalText(asNamed(previous.spec, next.spec)), internalText(withChangeable(next.spec, previous)));
    errors.push(forbidden(at, `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${difference}`));
  }
  // What was asked for in vain may be taken back, but nothing shrinks.
  const isLess = compareQuantities(wantedSize(next), wantedSize(previous)) < 0;
  if (isLess && compareQuantities(wantedSize(next), previous.status.capacity?.['storage'] ?? '0') <= 0) {
    errors.push(forbidden(at.child('resources', 'requests', 'storage'), 'field can not be less than status.capacity'));
  }
  checkImmutable(errors, path('volumeMode'), next.spec.volumeMode, previous.spec.volumeMode);
  if (previous.spec.volumeAttributesClassName !== undefined && next.spec.volumeAttributesClassName === undefined && previous.status.currentVolumeAttributesClassName !== undefined) {
    errors.push(forbidden(at.child('volumeAttributesClassName'), 'update to nil is forbidden when status.currentVolumeAttributesClassName is not nil'));
  }
  return errors;
}

const resizeStates = ['ControllerResizeInProgress', 'ControllerResizeInfeasible', 'NodeResizeInProgress', 'NodeResizeInfeasible', 'NodeResizePending'];

/** The name of something that a claim is given: storage, or something of somebody's. Tells whether it is one. */
function checkAllocated(errors: Errors, where: FieldPath, name: string): boolean {
  const problems = isQualifiedName(name);
  for (const problem of problems) errors.push(invalid(where, name, problem));
  if (problems.length > 0) return false;
  const isKnown = name === 'storage' || !isNative(name);
  if (!isKnown) errors.push(notSupported(where, name, ['storage']));
  return isKnown;
}

/** How far a change of a claim's size is. */
function checkResizing(errors: Errors, { allocatedResourceStatuses, allocatedResources }: PersistentVolumeClaim['status']): void {
  const states = path('status', 'allocatedResourceStatuses');
  for (const [name, state] of inKeyOrder(allocatedResourceStatuses)) {
    checkAllocated(errors, states, name);
    if (!resizeStates.includes(state)) errors.push(notSupported(states, name, resizeStates));
  }
  const sizes = path('status', 'allocatedResources');
  for (const [name, size] of inKeyOrder(allocatedResources)) {
    if (checkAllocated(errors, sizes, name)) checkAmount(errors, sizes.key(name), size);
  }
}

const inKeyOrder = (map: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] => Object.entries(map).sort(([a], [b]) => compareText(a, b));

/** Errors of a claim's status: sizes that are none, and states that a change of size does not have. */
export function validateClaimStatus({ status }: PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, quantity] of Object.entries(status.capacity ?? {})) {
    checkAmount(errors, path('status', 'capacity').key(name), quantity);
  }
  checkResizing(errors, status);
  return errors;
}
