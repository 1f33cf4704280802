// Places in the schemas of kinds, found by the names of fields.

import { descriptionOf, referencedDefinition, resolveSchema } from '../../../kinds/index.ts';
import type { Schema } from '../../../kinds/index.ts';
import { saidOf } from '../../resources/published-schema.ts';

/** What a value, or each of its items, looks like: its schema, and the definition that this is. */
export interface Content {
  readonly schema: Schema;
  readonly definition: string | undefined;
}

/** Where a path of fields leads to. */
export interface Place {
  /** The field itself; its type may refer to a definition. */
  readonly field: Schema;
  /** What is said of the field where it stands; of a kind itself nothing. */
  readonly description: string | undefined;
  readonly content: Content;
}

/** What the values of a schema, or those that it holds, look like. */
export function contentOf(schema: Schema): Content {
  const resolved = resolveSchema(schema);
  if (resolved.items) return contentOf(resolved.items);
  if (resolved.additionalProperties && !resolved.properties) return contentOf(resolved.additionalProperties);
  return { schema: resolved, definition: referencedDefinition(schema) };
}

/** The place that a path of fields leads to from a kind; undefined when it leads nowhere. */
export function follow(root: Schema, kind: string | undefined, fields: readonly string[]): Place | undefined {
  let place: Place = { field: root, description: saidOf(root), content: { schema: root, definition: kind } };
  for (const name of fields) {
    const { schema, definition } = place.content;
    const field = schema.properties?.[name];
    if (!field) return undefined;
    place = { field, description: descriptionOf(definition, name) ?? saidOf(field), content: contentOf(field) };
  }
  return place;
}
