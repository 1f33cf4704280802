// How the drivers of storage are called.
// Upstream: pkg/apis/core/validation ValidateCSIDriverName

import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { required, tooLong } from '../field-error.ts';
import { isDnsSubdomain } from '../names.ts';

const longest = 63;

/** The name of a CSI driver: a subdomain in any case of letters, in errors as it was written. */
export function checkCsiDriverName(errors: Errors, at: FieldPath, name: string): void {
  if (name === '') {
    errors.push(required(at));
    return;
  }
  if (name.length > longest) errors.push(tooLong(at, longest));
  addInvalid(errors, at, name, isDnsSubdomain(name.toLowerCase()));
}
