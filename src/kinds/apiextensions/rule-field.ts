// The path by which a rule says which field it is about: `.spec.replicas`, `['a.b']`.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go ValidFieldPath

import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** The path as errors write it, `.name` for fields and `[key]` for the keys of maps; undefined when the schema has no such field. */
export function ruleFieldSteps(text: string, schema: JSONSchemaProps): string | undefined {
  let found: JSONSchemaProps | undefined = schema;
  let path = '';
  let rest = text;
  while (rest !== '') {
    const match = /^\.([A-Za-z_][A-Za-z0-9_-]*)|^\['((?:[^'\\]|\\.)*)'\]/.exec(rest);
    if (!match || !found) return undefined;
    const name: string = match[1] ?? (match[2] ?? '').replaceAll(/\\(.)/g, '$1');
    const property: JSONSchemaProps | undefined = found.properties?.[name];
    const value: JSONSchemaProps | undefined = property ?? elementSchema(found.additionalProperties);
    if (!value) return undefined;
    path += property ? `.${name}` : `[${name}]`;
    found = value;
    rest = rest.slice(match[0].length);
  }
  return path;
}
