// What is refused in the status of APIServices.
// Upstream: kube-aggregator pkg/apis/apiregistration/validation ValidateAPIServiceStatus

import { checkSupported } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { path } from '../field-error.ts';
import type { APIService } from '../generated/types.ts';

/** Errors of an APIService's status: conditions in a state that is none. */
export function validateAPIServiceStatus({ status }: APIService): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, condition] of (status.conditions ?? []).entries()) {
    checkSupported(errors, path('status', 'conditions').index(index).child('status'), condition.status, ['True', 'False', 'Unknown']);
  }
  return errors;
}
