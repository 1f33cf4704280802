// How much of a shared device's capacity a request may take.
// Upstream: pkg/apis/resource/validation validateRequestPolicy

import { compareQuantities, parseQuantity } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { duplicate, forbidden, invalid, required, tooMany } from '../field-error.ts';
import type { CapacityRequestPolicy, CapacityRequestPolicyRange } from '../generated/types.ts';

const maxValues = 10; // CapacityRequestPolicyDiscreteMaxOptions

/** The policy of a capacity of that size. */
export function checkRequestPolicy(errors: Errors, at: FieldPath, policy: CapacityRequestPolicy, capacity: string): void {
  const { default: usual, validValues = [], validRange } = policy;
  if (validValues.length > 0 && validRange) {
    errors.push(forbidden(at, 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time'));
  } else if (validValues.length > 0) checkValues(errors, at, usual, validValues, capacity);
  else if (validRange) checkRange(errors, at, usual, validRange, capacity);
}

function checkValues(errors: Errors, at: FieldPath, usual: string | undefined, values: readonly string[], capacity: string): void {
  const where = at.child('validValues');
  if (usual === undefined) {
    errors.push(required(at.child('default'), 'required when validValues is defined'));
    return;
  }
  if (values.length > maxValues) errors.push(tooMany(where, values.length, maxValues));
  for (const [index, value] of values.entries()) {
    const one = where.index(index);
    const before = values[index - 1];
    if (compareQuantities(value, capacity) > 0) errors.push(invalid(one, value, `option is larger than capacity value: ${capacity}`));
    if (values.slice(0, index).some((other) => compareQuantities(other, value) === 0)) errors.push(duplicate(one, value));
    else if (before !== undefined && compareQuantities(before, value) > 0) errors.push(invalid(one, value, 'values must be sorted in ascending order'));
  }
  if (!values.some((value) => compareQuantities(value, usual) === 0)) errors.push(invalid(where, usual, 'default value is not valid according to the requestPolicy'));
}

function checkRange(errors: Errors, at: FieldPath, usual: string | undefined, { min = '0', max, step }: CapacityRequestPolicyRange, capacity: string): void {
  const where = at.child('validRange');
  if (usual === undefined) {
    errors.push(required(at.child('default'), 'required when validRange is defined'));
    return;
  }
  if (compareQuantities(min, capacity) > 0) errors.push(invalid(where.child('min'), min, `min is larger than capacity value: ${capacity}`));
  if (max !== undefined && compareQuantities(min, max) > 0) errors.push(invalid(where.child('max'), min, `min is larger than max: ${max}`));
  if (max !== undefined && compareQuantities(max, capacity) > 0) errors.push(invalid(where.child('max'), max, `max is larger than capacity value: ${capacity}`));
  if (compareQuantities(usual, min) < 0) errors.push(invalid(where.child('min'), usual, `default is less than min: ${min}`));
  if (max !== undefined && compareQuantities(usual, max) > 0) errors.push(invalid(where.child('max'), usual, `default is more than max: ${max}`));
  if (step === undefined) return;
  for (const value of max === undefined ? [usual] : [usual, max]) {
    if (!isStepFrom(min, step, value)) errors.push(invalid(where.child('step'), value, `value is not a multiple of a given step (${step}) from (${min})`));
  }
}

function isStepFrom(min: string, step: string, value: string): boolean {
  const width = parseQuantity(step).nanos;
  return width !== 0n && (parseQuantity(value).nanos - parseQuantity(min).nanos) % width === 0n;
}
