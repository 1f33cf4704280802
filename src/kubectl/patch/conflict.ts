// Whether a patch undoes what others have changed since an object was applied last.
// Upstream: k8s.io/apimachinery util/strategicpatch MergingMapsHaveConflicts

import { deepEqual, isObject } from '../../base/index.ts';
import type { Schema } from '../../kinds/index.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml } from '../core/yaml.ts';
import { fieldRule, itemSchema, schemaOf } from './schema.ts';
import type { FieldRule } from './schema.ts';
import { twoWayPatch } from './strategic.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is said of a patch that sets a field which is no more as it was applied; undefined when none is. */
export function conflictText(original: AnyObject, patch: AnyObject, current: AnyObject): string | undefined {
  const changed = twoWayPatch(original, current);
  if (!mapsConflict(patch, changed, schemaOf(current))) return undefined;
  return `patch:\n${formatYaml(patch)}\nconflicts with changes made from original to current:\n${formatYaml(changed)}\n`;
}

function mapsConflict(patch: Fields, changed: Fields, schema: Schema | undefined): boolean {
  return Object.entries(patch).some(([key, value]) => {
    const other = changed[key];
    return !key.startsWith('$') && other !== undefined && valuesConflict(value, other, fieldRule(schema, key));
  });
}

function valuesConflict(value: unknown, other: unknown, rule: FieldRule): boolean {
  if (isObject(value) && isObject(other)) return mapsConflict(value, other, rule.schema);
  if (!Array.isArray(value) || !Array.isArray(other) || !rule.strategies.includes('merge')) return !deepEqual(value, other);
  const { mergeKey } = rule;
  if (mergeKey === undefined) return false;
  const items = itemSchema(rule.schema);
  return (value as readonly Fields[]).some((item) => {
    const same = (other as readonly Fields[]).find((each) => deepEqual(each[mergeKey], item[mergeKey]));
    return same !== undefined && mapsConflict(item, same, items);
  });
}
