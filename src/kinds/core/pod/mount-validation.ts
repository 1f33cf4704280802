// What is refused in a container's mounts and block devices.
// Upstream: pkg/apis/core/validation ValidateVolumeMounts, ValidateVolumeDevices

import type { Errors } from '../../checks.ts';
import { checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, notFound, notSupported, required } from '../../field-error.ts';
import type { Container, Volume, VolumeMount } from '../../generated/types.ts';
import { checkDescendingPath } from '../path-validation.ts';

/** The volumes of the Pod that can be mounted. */
export type Volumes = ReadonlyMap<string, Volume>;

function checkPropagation(errors: Errors, at: FieldPath, { mountPropagation }: VolumeMount, container: Container): void {
  if (mountPropagation === undefined) return;
  checkSupported(errors, at.child('mountPropagation'), mountPropagation, ['Bidirectional', 'HostToContainer', 'None']);
  if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.push(forbidden(at.child('mountPropagation'), 'Bidirectional mount propagation is available only to privileged containers'));
  }
}

function checkRecursiveReadOnly(errors: Errors, at: FieldPath, mount: VolumeMount): void {
  const where = at.child('recursiveReadOnly');
  switch (mount.recursiveReadOnly) {
    case undefined:
    case '':
    case 'Disabled': return;
    case 'Enabled':
    case 'IfPossible':
      if (mount.readOnly !== true) errors.push(forbidden(where, 'may only be specified when readOnly is true'));
      if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
        errors.push(forbidden(where, 'may only be specified when mountPropagation is None or not specified'));
      }
      return;
    default: errors.push(notSupported(where, mount.recursiveReadOnly, ['Disabled', 'Enabled', 'IfPossible']));
  }
}

/** A container's mounts. Several of the errors name the list and not its item, as Kubernetes does. */
export function checkMounts(errors: Errors, at: FieldPath, container: Container, volumes: Volumes): void {
  const taken = new Set<string>();
  const devices = container.volumeDevices ?? [];
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const where = at.index(index);
    const { name = '', mountPath = '', subPath, subPathExpr } = mount;
    if (name === '') errors.push(required(where.child('name')));
    if (!volumes.has(name)) errors.push(notFound(where.child('name'), name));
    if (mountPath === '') errors.push(required(where.child('mountPath')));
    if (taken.has(mountPath)) errors.push(invalid(where.child('mountPath'), mountPath, 'must be unique'));
    taken.add(mountPath);
    if (devices.some((device) => device.name === name)) errors.push(invalid(where.child('name'), name, 'must not already exist in volumeDevices'));
    if (devices.some((device) => device.devicePath === mountPath)) {
      errors.push(invalid(where.child('mountPath'), mountPath, 'must not already exist as a path in volumeDevices'));
    }
    if (subPath) checkDescendingPath(errors, at.child('subPath'), subPath);
    if (subPathExpr) {
      if (subPath) errors.push(invalid(where.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
      checkDescendingPath(errors, at.child('subPathExpr'), subPathExpr);
    }
    checkPropagation(errors, at, mount, container);
    checkRecursiveReadOnly(errors, at, mount);
  }
}

const isBlock = (volume: Volume): boolean => volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined;

/** A container's raw block devices. */
export function checkDevices(errors: Errors, at: FieldPath, container: Container, volumes: Volumes): void {
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = container.volumeMounts ?? [];
  for (const [index, { name = '', devicePath = '' }] of (container.volumeDevices ?? []).entries()) {
    const nameAt = at.index(index).child('name');
    const pathAt = at.index(index).child('devicePath');
    const volume = volumes.get(name);
    if (name === '') errors.push(required(nameAt));
    if (names.has(name)) errors.push(invalid(nameAt, name, 'must be unique'));
    if (volume && !isBlock(volume)) {
      errors.push(invalid(nameAt, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'));
    }
    if (!volume) errors.push(notFound(nameAt, name));
    if (devicePath === '') errors.push(required(pathAt));
    if (paths.has(devicePath)) errors.push(invalid(pathAt, devicePath, 'must be unique'));
    if (devicePath.split('/').includes('..')) errors.push(invalid(pathAt, devicePath, "can not contain backsteps ('..')"));
    if (mounts.some((mount) => mount.name === name)) errors.push(invalid(nameAt, name, 'must not already exist in volumeMounts'));
    if (mounts.some((mount) => mount.mountPath === devicePath)) {
      errors.push(invalid(pathAt, devicePath, 'must not already exist as a path in volumeMounts'));
    }
    names.add(name);
    paths.add(devicePath);
  }
}
