// Who writes, and whether by force.
// Upstream: k8s.io/apimachinery pkg/apis/meta/v1/validation ValidateFieldManager, ValidatePatchOptions

import { quote } from '../../base/index.ts';
import { forbidden, invalid, required, tooLong } from '../../kinds/index.ts';
import type { FieldError, ResourceRequest } from '../../kinds/index.ts';
import { invalidOptions } from '../failures.ts';

const longestManager = 128; // FieldManagerMaxLength
const kinds: Readonly<Record<string, string>> = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions' };

/** Throws the answer to the options of a write that make no sense. */
export function checkWriteOptions({ verb, patchType, options: { fieldManager = '', force } }: ResourceRequest): void {
  const isApply = verb === 'patch' && patchType === 'apply';
  if (fieldManager === '' && !isApply && force === undefined) return;
  const errors: FieldError[] = [];
  if (isApply && fieldManager === '') errors.push(required('fieldManager', 'is required for apply patch'));
  if (verb === 'patch' && !isApply && force !== undefined) errors.push(forbidden('force', 'may not be specified for non-apply patch'));
  if (fieldManager.length > longestManager) errors.push(tooLong('fieldManager', longestManager));
  const odd = fieldManager.search(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  if (odd >= 0) {
    const code = fieldManager.codePointAt(odd) ?? 0;
    errors.push(invalid('fieldManager', fieldManager, `invalid character ${codePoint(code)} (at position ${odd})`));
  }
  const kind = kinds[verb];
  if (errors.length > 0 && kind !== undefined) throw invalidOptions(kind, errors);
}

/** As Go writes `%#U`: with the character itself where it can be printed. */
function codePoint(code: number): string {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = quote(String.fromCodePoint(code)).slice(1, -1);
  return shown.startsWith('\\') ? name : `${name} '${shown}'`;
}
