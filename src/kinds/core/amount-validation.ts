// Amounts of storage that are none.
// Upstream: pkg/apis/core/validation validateBasicResource

import { compareQuantities, quantityWhole } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { invalid, printed } from '../field-error.ts';
import type { FieldPath } from '../field-error.ts';

/** An amount that is not below zero; one that is is told in whole units. */
export function checkAmount(errors: Errors, at: FieldPath, amount: string): void {
  if (compareQuantities(amount, '0') < 0) errors.push(invalid(at, printed(String(quantityWhole(amount))), 'must be a valid resource quantity'));
}
