// VolumeAttributesClass: properties that volumes can be given while they are used.
// Upstream: pkg/registry/storage/volumeattributesclass/strategy.go, pkg/apis/storage/validation ValidateVolumeAttributesClass

import { deepEqual } from '../../base/index.ts';
import { ageColumn, classNameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { forbidden, path, required } from '../field-error.ts';
import type { VolumeAttributesClass, VolumeAttributesClassInput } from '../generated/types.ts';
import { checkStorageDriver, checkStorageParameters } from '../later.ts';
import { complete } from '../reuse.ts';
import { isDefaultClass } from './storage-class.ts';

function validate({ driverName, parameters = {} }: VolumeAttributesClass): FieldError[] {
  const errors: FieldError[] = [];
  checkStorageDriver(errors, path('driverName'), driverName);
  if (Object.keys(parameters).length === 0) errors.push(required(path('parameters'), 'must contain at least one key/value pair'));
  else checkStorageParameters(errors, path('parameters'), parameters);
  return errors;
}

function validateUpdate(next: VolumeAttributesClass, previous: VolumeAttributesClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (next.driverName !== previous.driverName) errors.push(forbidden(path('driverName'), 'updates to driverName are forbidden.'));
  if (!deepEqual(next.parameters, previous.parameters)) errors.push(forbidden(path('parameters'), 'updates to parameters are forbidden.'));
  return [...errors, ...validate(next)];
}

/** How VolumeAttributesClasses are completed, checked, shown and selected. */
export const volumeAttributesClassKind = defineKind<VolumeAttributesClassInput, VolumeAttributesClass>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  metadataLooks: { ofChange: ['change', 'new'] },
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, driverName: input.driverName ?? '' }),
  validateCreate: validate,
  validateUpdate,
  columns: [classNameColumn(isDefaultClass), textColumn('DriverName', ({ driverName }) => driverName), ageColumn],
});
