// What the schema says about merging a field of an object, also for kinds that are not built in and so have none.

import { definitionOf, itemSchemaOf, mergeRuleOf, parseApiVersion, schemaNamed } from '../../kinds/index.ts';
import type { MergeRule, Schema } from '../../kinds/index.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** How a field is merged, and the schema of what is in it, if there is one. */
export type FieldRule = Omit<MergeRule, 'schema'> & { readonly schema: Schema | undefined };

const untyped: FieldRule = { schema: undefined, strategies: [], mergeKey: undefined };

/** The schema of an object's kind; undefined for a kind that is not built in. */
export function schemaOf(object: AnyObject): Schema | undefined {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  const definition = definitionOf({ group, version, kind: textAt(object, 'kind') });
  return definition === undefined ? undefined : schemaNamed(definition);
}

/** The rule of one field. */
export function fieldRule(schema: Schema | undefined, key: string): FieldRule {
  return (schema && mergeRuleOf(schema, key)) ?? untyped;
}

/** The schema of a list's items. */
export function itemSchema(schema: Schema | undefined): Schema | undefined {
  return schema && itemSchemaOf(schema);
}
