import type { FieldError } from '../../kinds/index.ts';
import { invalid } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { recordRefusal } from '../request/refusal.ts';

/** Throws the answer that tells what is wrong with an object, if anything is; it names the kind unless told otherwise. */
export function refuseInvalid(call: Call, name: string, errors: readonly FieldError[], kind = call.kind.gvk.kind): void {
  if (errors.length === 0) return;
  const refusal = invalid({ ...call.kind.gvk, kind }, name, errors);
  recordRefusal(call, 'validate', refusal);
  throw refusal;
}
