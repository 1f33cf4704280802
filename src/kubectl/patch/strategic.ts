// The patches that kubectl computes: what has to change so that one object becomes another, list items by their keys.
// Upstream: k8s.io/apimachinery util/strategicpatch

import { compareText, deepEqual, isObject } from '../../base/index.ts';
import type { Schema } from '../../kinds/index.ts';
import type { AnyObject } from '../core/object.ts';
import { fieldRule, itemSchema, schemaOf } from './schema.ts';
import type { FieldRule } from './schema.ts';

interface DiffOptions {
  readonly ignoresDeletions: boolean;
  readonly ignoresChanges: boolean;
  readonly setsOrder: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const isEmpty = (value: Fields): boolean => Object.keys(value).length === 0;

/** The patch that makes `modified` of `original`. */
export function twoWayPatch(original: AnyObject, modified: AnyObject): AnyObject {
  return diffMaps(original, modified, schemaOf(modified), { ignoresDeletions: false, ignoresChanges: false, setsOrder: true });
}

/**
 * The patch that brings `current` to what `modified` says and takes away what was in `original` and no longer is in
 * `modified`; what others have set stays.
 */
export function threeWayPatch(original: AnyObject, modified: AnyObject, current: AnyObject): AnyObject {
  const schema = schemaOf(modified);
  const delta = diffMaps(current, modified, schema, { ignoresDeletions: true, ignoresChanges: false, setsOrder: true });
  const deletions = diffMaps(original, modified, schema, { ignoresDeletions: false, ignoresChanges: true, setsOrder: true });
  return mergePatches(deletions, delta, schema);
}

function diffMaps(original: Fields, modified: Fields, schema: Schema | undefined, options: DiffOptions): Fields {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(original).sort(compareText)) {
    const before = original[key];
    if (before === undefined) continue;
    const after = modified[key];
    if (after === undefined) {
      if (!options.ignoresDeletions) patch[key] = null;
    } else diffField(patch, key, before, after, fieldRule(schema, key), options);
  }
  if (!options.ignoresChanges) {
    for (const key of Object.keys(modified).sort(compareText)) if (original[key] === undefined && modified[key] !== undefined) patch[key] = modified[key];
  }
  return patch;
}

function diffField(patch: Record<string, unknown>, key: string, before: unknown, after: unknown, rule: FieldRule, options: DiffOptions): void {
  if (isObject(before) && isObject(after)) diffObjects(patch, key, before, after, rule, options);
  else if (Array.isArray(before) && Array.isArray(after) && rule.strategies.includes('merge')) diffLists(patch, key, before, after, rule, options);
  else if (!options.ignoresChanges && !deepEqual(before, after)) patch[key] = after;
}

function diffObjects(patch: Record<string, unknown>, key: string, before: Fields, after: Fields, rule: FieldRule, options: DiffOptions): void {
  if (rule.strategies.includes('replace')) {
    // What is replaced as a whole is not compared.
    if (!options.ignoresChanges) patch[key] = after;
    return;
  }
  const inner = diffMaps(before, after, rule.schema, options);
  if (isEmpty(inner)) return;
  patch[key] = rule.strategies.includes('retainKeys') ? { ...inner, $retainKeys: Object.keys(after).sort(compareText) } : inner;
}

function diffLists(patch: Record<string, unknown>, key: string, before: readonly unknown[], after: readonly unknown[], rule: FieldRule, options: DiffOptions): void {
  const { mergeKey } = rule;
  if (mergeKey === undefined) return diffScalarLists(patch, key, before, after, options);
  const items = itemSchema(rule.schema);
  const olds = new Map((before as readonly Fields[]).map((item) => [item[mergeKey], item]));
  const news = new Map((after as readonly Fields[]).map((item) => [item[mergeKey], item]));
  const changed: Fields[] = [];
  for (const [id, item] of news) {
    const old = olds.get(id);
    if (!old) {
      if (!options.ignoresChanges) changed.push(item);
      continue;
    }
    const inner = diffMaps(old, item, items, options);
    if (isEmpty(inner)) continue;
    const retained = rule.strategies.includes('retainKeys') ? { $retainKeys: Object.keys(item).sort(compareText) } : {};
    changed.push({ ...inner, ...retained, [mergeKey]: id });
  }
  if (!options.ignoresDeletions) for (const id of olds.keys()) if (!news.has(id)) changed.push({ $patch: 'delete', [mergeKey]: id });
  // Items that others have added count as another order, also where they stay.
  const orderDiffers = !options.ignoresChanges && !deepEqual([...olds.keys()], [...news.keys()]);
  if (changed.length === 0 && !orderDiffers) return;
  if (changed.length > 0) patch[key] = changed;
  if (options.setsOrder) patch[`$setElementOrder/${key}`] = [...news.keys()].map((id) => ({ [mergeKey]: id }));
}

function diffScalarLists(patch: Record<string, unknown>, key: string, before: readonly unknown[], after: readonly unknown[], options: DiffOptions): void {
  const added = options.ignoresChanges ? [] : after.filter((item) => !before.includes(item));
  const removed = options.ignoresDeletions ? [] : before.filter((item) => !after.includes(item));
  if (added.length > 0) patch[key] = added;
  if (removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = removed;
  const isOther = !options.ignoresChanges && !deepEqual(before, after);
  if (options.setsOrder && (isOther || removed.length > 0)) patch[`$setElementOrder/${key}`] = after;
}

/** One patch that does what both do; list items with the same key are put together. */
function mergePatches(first: Fields, second: Fields, schema: Schema | undefined): Fields {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const existing = merged[key];
    const rule = fieldRule(schema, key);
    if (isObject(existing) && isObject(value)) merged[key] = mergePatches(existing, value, rule.schema);
    else if (Array.isArray(existing) && Array.isArray(value) && !key.startsWith('$')) {
      const order = second[`$setElementOrder/${key}`] ?? first[`$setElementOrder/${key}`];
      merged[key] = inOrder(mergeLists(existing as readonly unknown[], value as readonly unknown[], rule), order, rule.mergeKey);
    }
    else merged[key] = value;
  }
  return merged;
}

/** The items in the order that the patch asks for; those that it takes away come last. */
function inOrder(items: readonly unknown[], order: unknown, mergeKey: string | undefined): readonly unknown[] {
  if (!Array.isArray(order)) return items;
  const placeOf = (item: unknown): number => {
    const at = order.findIndex((other) => (mergeKey !== undefined && isObject(item) && isObject(other) ? deepEqual(item[mergeKey], other[mergeKey]) : deepEqual(item, other)));
    return at < 0 ? order.length : at;
  };
  return items.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function mergeLists(first: readonly unknown[], second: readonly unknown[], rule: FieldRule): readonly unknown[] {
  const { mergeKey } = rule;
  if (mergeKey === undefined) return [...new Set([...first, ...second])];
  const items = itemSchema(rule.schema);
  const merged = (first as readonly Fields[]).slice();
  for (const item of second as readonly Fields[]) {
    const index = merged.findIndex((each) => each[mergeKey] === item[mergeKey] && each['$patch'] === undefined);
    const existing = merged[index];
    if (existing) merged[index] = mergePatches(existing, item, items);
    else merged.push(item);
  }
  return merged;
}
