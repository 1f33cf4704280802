// Upstream: RFC 7386, JSON Merge Patch; github.com/evanphx/json-patch

import { isObject } from '../../base/index.ts';

/**
 * Applies a merge patch: objects are merged, null deletes, everything else replaces. In what takes the place of anything but an
 * object, nulls are left out at every depth, though not of lists. The value itself stays as it is.
 */
export function applyMergePatch(value: unknown, patch: unknown): unknown {
  if (!isObject(value)) return withoutNulls(patch);
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = { ...value };
  for (const key of Object.keys(patch)) {
    if (patch[key] === null) delete result[key];
    else if (patch[key] !== undefined) result[key] = applyMergePatch(result[key], patch[key]);
  }
  return result;
}

function withoutNulls(patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.map(withoutNulls);
  if (!isObject(patch)) return patch;
  return Object.fromEntries(Object.entries(patch).filter(([, part]) => part !== null && part !== undefined).map(([key, part]) => [key, withoutNulls(part)]));
}
