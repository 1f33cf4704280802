// What a schema may not hold if it is to be made a structural one at all.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/convert.go NewStructural

import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** Words of JSON Schema that definitions do not have. */
export const unsupported = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

/** The schemas right below, however they are used. */
export function schemasIn({ properties = {}, additionalProperties, items, not, allOf = [], anyOf = [], oneOf = [] }: JSONSchemaProps): readonly JSONSchemaProps[] {
  return [...Object.values(properties), elementSchema(additionalProperties), elementSchema(items), not, ...allOf, ...anyOf, ...oneOf].filter((each) => each !== undefined);
}

/** Whether nothing stands in it that a structural schema has no place for. */
export function isConvertible(schema: JSONSchemaProps): boolean {
  if (schema.$schema || unsupported.some((field) => schema[field] !== undefined) || schema['x-kubernetes-preserve-unknown-fields'] === false || Array.isArray(schema.items)) return false;
  return schemasIn(schema).every(isConvertible);
}
