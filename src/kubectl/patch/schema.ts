// What the schema says about merging a field of an object.

import { definitionOf, parseApiVersion, resolveSchema, schemas } from '../../kinds/index.ts';
import type { Schema } from '../../kinds/index.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** How a field is merged, and the schema of what is in it. */
export interface FieldRule {
  readonly schema: Schema | undefined;
  /** `merge`, `retainKeys`, `replace`. */
  readonly strategies: readonly string[];
  readonly mergeKey: string | undefined;
}

/** The schema of an object's kind; undefined for a kind that is not built in. */
export function schemaOf(object: AnyObject): Schema | undefined {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  const definition = definitionOf({ group, version, kind: textAt(object, 'kind') });
  return definition === undefined ? undefined : schemas[definition];
}

/** The rule of one field. */
export function fieldRule(schema: Schema | undefined, key: string): FieldRule {
  const field = schema?.properties?.[key] ?? schema?.additionalProperties;
  if (!field) return { schema: undefined, strategies: [], mergeKey: undefined };
  return {
    schema: resolveSchema(field),
    strategies: field['x-kubernetes-patch-strategy']?.split(',') ?? [],
    mergeKey: field['x-kubernetes-patch-merge-key'],
  };
}

/** The schema of a list's items. */
export function itemSchema(schema: Schema | undefined): Schema | undefined {
  return schema?.items === undefined ? undefined : resolveSchema(schema.items);
}

