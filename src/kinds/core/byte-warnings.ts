// Amounts of bytes that are no whole ones, which nothing can hold: accepted with a warning.
// Upstream: pkg/api/pod/warnings.go, pkg/api/persistentvolumeclaim/util.go

import { isWholeAmount, quote } from '../../base/index.ts';
import type { FieldPath } from '../field-error.ts';

/** The warning about the amount of a resource that is counted in bytes, if it is not whole. */
export function* byteWarnings(amounts: Readonly<Record<string, string>> | undefined, resource: string, at: FieldPath): Generator<string> {
  const amount = amounts?.[resource];
  if (amount !== undefined && !isWholeAmount(amount)) yield `${at.key(resource).toString()}: fractional byte value ${quote(amount)} is invalid, must be an integer`;
}
