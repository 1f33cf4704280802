// What classes, claims and allocations share: selectors of devices and parameters for their drivers.
// Upstream: pkg/apis/resource/validation validateSelector, validateDeviceConfiguration, validateOpaqueConfiguration

import { isObject } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, required, tooLong } from '../field-error.ts';
import type { DeviceClassConfiguration, DeviceSelector } from '../generated/types.ts';
import { checkList } from './bounded-list.ts';
import { checkDriver } from './device-names.ts';

const maxSelectors = 32;
const longestExpression = 10 * 1024;

/** Expressions that a device must fulfil. */
export function checkSelectors(errors: Errors, at: FieldPath, selectors: readonly DeviceSelector[] | undefined): void {
  checkList(errors, at, selectors, {
    max: maxSelectors,
    check: ({ cel }, where) => {
      if (!cel) errors.push(required(where.child('cel')));
      else if (cel.expression.length > longestExpression) errors.push(tooLong(where.child('cel', 'expression'), longestExpression));
    },
  });
}

/** Parameters for the driver of a device. */
export function checkConfiguration(errors: Errors, at: FieldPath, { opaque }: DeviceClassConfiguration): void {
  const where = at.child('opaque');
  if (!opaque) {
    errors.push(required(where));
    return;
  }
  checkDriver(errors, where.child('driver'), opaque.driver);
  const parameters: unknown = opaque.parameters;
  if (parameters === undefined || parameters === null) errors.push(required(where.child('parameters')));
  else checkRaw(errors, where.child('parameters'), parameters);
}

/** A value of any form that must be an object. */
export function checkRaw(errors: Errors, at: FieldPath, value: unknown): void {
  if (!isObject(value)) errors.push(invalid(at, '<value omitted>', 'must be a valid JSON object'));
}
