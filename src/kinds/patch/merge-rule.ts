import { own } from '../../base/index.ts';
import type { Schema } from '../facts.ts';
import { resolveSchema } from '../facts.ts';

/** How a strategic merge patch treats a field, as the API's description says. */
export interface MergeRule {
  /** Of what is in the field; perhaps only a reference. */
  readonly schema: Schema;
  /** `merge`, `retainKeys`, `replace`. */
  readonly strategies: readonly string[];
  /** The field by which items of the list are known. */
  readonly mergeKey: string | undefined;
}

const rules = new WeakMap<Schema, MergeRule>();

/** The rule of a field of objects with that schema; undefined when they have no such field. */
export function mergeRuleOf(schema: Schema, key: string): MergeRule | undefined {
  const resolved = resolveSchema(schema);
  const field = own(resolved.properties, key) ?? resolved.additionalProperties;
  if (!field) return undefined;
  let rule = rules.get(field);
  if (!rule) {
    const { 'x-kubernetes-patch-strategy': strategies, 'x-kubernetes-patch-merge-key': mergeKey } = field;
    rules.set(field, (rule = { schema: field, strategies: strategies?.split(',') ?? [], mergeKey }));
  }
  return rule;
}

/** The schema of a list's items; undefined when it is no list. */
export function itemSchemaOf(list: Schema): Schema | undefined {
  return resolveSchema(list).items;
}
