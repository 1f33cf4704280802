// What classes, claims and allocations share: parameters for the drivers of devices.
// Upstream: pkg/apis/resource/validation validateDeviceConfiguration, validateOpaqueConfiguration

import { isObject } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, required } from '../field-error.ts';
import type { DeviceClassConfiguration } from '../generated/types.ts';
import { checkCsiDriverName } from '../core/driver-name.ts';

/** Parameters for the driver of a device. */
export function checkConfiguration(errors: Errors, at: FieldPath, { opaque }: DeviceClassConfiguration): void {
  const where = at.child('opaque');
  if (!opaque) {
    errors.push(required(where));
    return;
  }
  checkCsiDriverName(errors, where.child('driver'), opaque.driver);
  const parameters: unknown = opaque.parameters;
  if (parameters === undefined || parameters === null) errors.push(required(where.child('parameters')));
  else checkRaw(errors, where.child('parameters'), parameters);
}

/** A value of any form that must be an object. */
export function checkRaw(errors: Errors, at: FieldPath, value: unknown): void {
  if (!isObject(value)) errors.push(invalid(at, '<value omitted>', 'must be a valid JSON object'));
}
