// Formats that nobody looks at are told.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresourcedefinition/strategy.go

import { quote } from '../../base/index.ts';
import { path } from '../field-error.ts';
import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '../generated/types.ts';
import { isKnownFormat } from './formats.ts';
import { partsOf } from './schema-parts.ts';

/** A warning for each format in the schemas that is none of its type, once. */
export function unknownFormats(versions: readonly CustomResourceDefinitionVersion[]): readonly string[] {
  const found = new Set<string>();
  for (const { schema } of versions) if (schema?.openAPIV3Schema) collect(schema.openAPIV3Schema, found);
  return [...found].map((format) => `unrecognized format ${quote(format)}`);
}

function collect(schema: JSONSchemaProps, found: Set<string>): void {
  const { format, type } = schema;
  if (format && !isKnownFormat(format, type)) found.add(format);
  for (const [part] of partsOf(schema, path('schema'))) collect(part, found);
}
