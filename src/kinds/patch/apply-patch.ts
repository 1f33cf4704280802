// From a patch to the object that it makes of another.
// Upstream: k8s.io/apiserver endpoints/handlers/patch.go

import { compareText, deepEqual, goJson, goText, isObject } from '../../base/index.ts';
import { DecodeError, decode, decodeMerged } from '../decode.ts';
import type { Decoded } from '../decode.ts';
import type { FieldError } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import { asGoWrites } from '../go-order.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';
import { applyStrategicPatch } from './strategic-patch.ts';

/** What a patch made: the object with the fields that its kind does not have, or why it is none of its kind. */
export type Patched = Decoded | { readonly error: FieldError };

/** Reads a patched object, given the full name of its definition, or how it is read where there is none. */
export type PatchTarget = string | ((value: unknown) => Decoded);

/** Applies a patch to an object and decodes the result. Throws a PatchError when the patch cannot be applied at all. */
export function applyPatch(
  type: 'json' | 'merge' | 'strategic',
  target: PatchTarget,
  original: Readonly<Record<string, unknown>>,
  patch: unknown,
): Patched {
  if (type === 'strategic') {
    if (typeof target !== 'string') throw new PatchError('bad-request', 'a strategic merge needs a definition');
    const merged = applyStrategicPatch(target, original, patch ?? {}); // null says nothing
    return decodedOr(() => decodeMerged(target, merged, original), () => goText(patch));
  }
  if (type === 'merge' && !isObject(patch)) {
    const kind = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    throw new PatchError('bad-request', `error decoding patch: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
  }
  const changed = type === 'json' ? applyJsonPatch(original, patch) : applyMergePatch(original, patch);
  return decodedOr(() => (typeof target === 'string' ? decode(target, changed, original) : target(changed)), () => goJson(asPatched(asGoWrites(original), changed), { keepsOrder: true }));
}

/** What a patch went into has its keys sorted; the rest stands as it was written before. Upstream: evanphx/json-patch, its lazy nodes */
function asPatched(before: unknown, after: unknown): unknown {
  if (!isObject(after)) return after;
  if (isObject(before) && deepEqual(before, after)) return before;
  const known = isObject(before) ? before : {};
  return Object.fromEntries(Object.keys(after).sort(compareText).map((key) => [key, asPatched(known[key], after[key])]));
}

function decodedOr(read: () => Decoded, printPatch: () => string): Patched {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { error: invalid('patch', printPatch(), error.message) };
  }
}
