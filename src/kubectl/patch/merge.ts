// JSON merge patches: making and combining them.
// Upstream: RFC 7386, k8s.io/apimachinery util/jsonmergepatch

import { deepEqual, isObject } from '../../base/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The merge patch that makes `modified` of `original`. */
export function mergePatchBetween(original: Fields, modified: Fields): Fields {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(original)) if (modified[key] === undefined && original[key] !== undefined) patch[key] = null;
  for (const [key, after] of Object.entries(modified)) {
    const before = original[key];
    if (isObject(before) && isObject(after)) {
      const inner = mergePatchBetween(before, after);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (after !== undefined && !deepEqual(before, after)) patch[key] = after;
  }
  return patch;
}

function onlyDeletions(patch: Fields): Fields {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) kept[key] = null;
    else if (isObject(value)) {
      const inner = onlyDeletions(value);
      if (Object.keys(inner).length > 0) kept[key] = inner;
    }
  }
  return kept;
}

function withoutDeletions(patch: Fields): Fields {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) continue;
    const inner = isObject(value) ? withoutDeletions(value) : value;
    if (!isObject(inner) || Object.keys(inner).length > 0) kept[key] = inner;
  }
  return kept;
}

/** As `threeWayPatch` for kinds without a schema: lists are replaced whole. */
export function threeWayMergePatch(original: Fields, modified: Fields, current: Fields): Fields {
  const delta = withoutDeletions(mergePatchBetween(current, modified));
  const deletions = onlyDeletions(mergePatchBetween(original, modified));
  return combine(deletions, delta);
}

function combine(first: Fields, second: Fields): Fields {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const existing = merged[key];
    merged[key] = isObject(existing) && isObject(value) ? combine(existing, value) : value;
  }
  return merged;
}
