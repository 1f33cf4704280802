// Upstream: RFC 7386, JSON Merge Patch

import { isObject } from '../../base/index.ts';

/** Applies a merge patch: objects are merged, null deletes, everything else replaces. The value itself stays as it is. */
export function applyMergePatch(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(value) ? { ...value } : {};
  for (const key of Object.keys(patch)) {
    if (patch[key] === null) delete result[key];
    else if (patch[key] !== undefined) result[key] = applyMergePatch(result[key], patch[key]);
  }
  return result;
}
