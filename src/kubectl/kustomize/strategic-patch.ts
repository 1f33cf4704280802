// Applying a strategic merge patch: list items by their keys, as the schema says.
// Upstream: k8s.io/apimachinery util/strategicpatch

import { isObject } from '../../base/index.ts';
import type { Schema } from '../../kinds/index.ts';
import type { AnyObject } from '../core/object.ts';
import { fieldRule, itemSchema, schemaOf } from '../patch/schema.ts';

/** The object with the patch applied. */
export function applyStrategicPatch(object: AnyObject, patch: AnyObject): AnyObject {
  return mergeObjects(object, patch, schemaOf(object));
}

function mergeObjects(object: AnyObject, patch: AnyObject, schema: Schema | undefined): AnyObject {
  if (patch['$patch'] === 'replace') {
    const { $patch: _, ...replacement } = patch;
    return replacement;
  }
  const next: Record<string, unknown> = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    const current = next[key];
    const rule = fieldRule(schema, key);
    if (value === null) delete next[key];
    else if (isObject(value)) next[key] = mergeObjects(isObject(current) ? current : {}, value, rule.schema);
    else if (Array.isArray(value) && Array.isArray(current) && rule.strategies.includes('merge') && rule.mergeKey !== undefined) {
      next[key] = mergeLists(current as readonly AnyObject[], value as readonly AnyObject[], rule.mergeKey, itemSchema(rule.schema));
    } else next[key] = value;
  }
  return next;
}

function mergeLists(current: readonly AnyObject[], patch: readonly AnyObject[], key: string, schema: Schema | undefined): readonly AnyObject[] {
  let merged = current;
  const added: AnyObject[] = [];
  for (const item of patch) {
    const index = merged.findIndex((each) => each[key] === item[key]);
    const known = merged[index];
    if (item['$patch'] === 'delete') merged = merged.filter((each) => each[key] !== item[key]);
    else if (known) merged = merged.with(index, mergeObjects(known, item, schema));
    else added.push(item);
  }
  return [...added, ...merged];
}
