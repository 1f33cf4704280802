// What is refused in Leases.
// Upstream: pkg/apis/coordination/validation ValidateLeaseSpec

import { checkNonNegative } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { Lease } from '../generated/types.ts';

/** Errors of a Lease. */
export function validateLease({ spec }: Lease): readonly FieldError[] {
  const errors: FieldError[] = [];
  const at = path('spec');
  const { leaseDurationSeconds, leaseTransitions } = spec;
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    errors.push(invalid(at.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0'));
  }
  checkNonNegative(errors, at, 'leaseTransitions', leaseTransitions);
  return errors;
}
