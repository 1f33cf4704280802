// From a patch to the object that it makes of another.
// Upstream: k8s.io/apiserver endpoints/handlers/patch.go

import { compareText, goJson, goText, isObject, jsonKind } from '../../base/index.ts';
import { DecodeError, decode, decodeMerged } from '../decode.ts';
import type { Decoded } from '../decode.ts';
import type { FieldError } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import { asGoWrites } from '../go-order.ts';
import { applyJsonPatch } from '../later.ts';
import { applyMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';
import { applyStrategicPatch } from './strategic-patch.ts';

/** What a patch made: the object with the fields that its kind does not have, and how to refuse it; or why it is none of its kind. */
export type Patched = (Decoded & { readonly refusal: (why: string) => FieldError }) | { readonly error: FieldError };

/** Reads a patched object, given the full name of its definition, or how it is read otherwise. */
export type PatchTarget = string | ((value: unknown, known: unknown) => Decoded);

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
    return decodedOr(() => decodeMerged(target, merged, original), (why) => invalid('patch', goText(withoutReplacement(patch)), why));
  }
  const read = typeof target === 'string' ? (value: unknown, known: unknown) => decode(target, value, known) : target;
  const apply = type === 'json' ? applyJsonPatch : mergedDocument;
  const changed = apply(original, patch);
  const written = (): unknown => asWritten(apply, original, patch, type === 'json');
  return decodedOr(() => inTextOrder(read, changed, original, written), (why) => invalid('patch', goJson(written(), { keepsOrder: true }), why));
}

/** A strategic patch as it is told once it was applied: what says that a map replaces another was taken out. */
function withoutReplacement(patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const told = Object.entries(patch).filter(([key, value]) => key !== '$patch' || value !== 'replace');
  return Object.fromEntries(told.map(([key, value]) => [key, withoutReplacement(value)]));
}

/** The first error, and unknown fields, are those of the text that the server makes; a document without has no need of one. */
function inTextOrder(read: (value: unknown, known: unknown) => Decoded, changed: unknown, original: object, written: () => unknown): Decoded {
  try {
    const decoded = read(changed, original);
    if (decoded.unknownFields.length === 0) return decoded;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return read(written(), undefined);
}

function mergedDocument(original: unknown, patch: unknown): unknown {
  if (isObject(patch)) return applyMergePatch(original, patch);
  if (patch === null) throw new PatchError('bad-request', 'Invalid JSON Patch');
  throw new PatchError('bad-request', `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`);
}

type Apply = (document: unknown, patch: unknown) => unknown;

/**
 * The patched document as the server has it as text: what a patch went into has its keys sorted, the rest stands as it was
 * written, and so do the values of a JSON patch. Upstream: evanphx/json-patch, its lazy nodes
 */
function asWritten(apply: Apply, original: Readonly<Record<string, unknown>>, patch: unknown, keepsPatch: boolean): unknown {
  const before = asGoWrites(original);
  const untouched = new Set<unknown>();
  const note = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || untouched.has(value)) return;
    untouched.add(value);
    Object.values(value).forEach(note);
  };
  note(before);
  if (keepsPatch) note(patch);
  const sorted = (value: unknown): unknown => {
    if (untouched.has(value)) return value;
    if (Array.isArray(value)) return value.map(sorted);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.keys(value).sort(compareText).map((key) => [key, sorted(value[key])]));
  };
  return sorted(apply(before, patch));
}

function decodedOr(read: () => Decoded, refusal: (why: string) => FieldError): Patched {
  try {
    const { value, unknownFields } = read();
    return { value, unknownFields, refusal };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { error: refusal(error.message) };
  }
}
