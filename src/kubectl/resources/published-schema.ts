// The schema of a kind that only the server knows, as it publishes it.
// Upstream: k8s.io/kubectl pkg/explain/v2, k8s.io/client-go openapi3

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { GroupVersionKind, Schema } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Asks the server for its document about a group and version; undefined when that does not have the kind. */
export function* publishedSchema(kubectl: Kubectl, { group, version, kind }: GroupVersionKind): Process<Schema | undefined> {
  const document = yield* kubectl.api.path('get', `/openapi/v3/apis/${group}/${version}`);
  const components = isObject(document) ? document['components'] : undefined;
  const published = isObject(components) ? components['schemas'] : undefined;
  if (!isObject(published)) return undefined;
  const found = Object.values(published).find((schema) => isObject(schema) && names(schema['x-kubernetes-group-version-kind'], { group, version, kind }));
  return isObject(found) ? asSchema(found) : undefined;
}

function names(value: unknown, { group, version, kind }: GroupVersionKind): boolean {
  return Array.isArray(value) && value.some((each) => isObject(each) && each['group'] === group && each['version'] === version && each['kind'] === kind);
}

const componentPrefix = '#/components/schemas/';

/** A schema of OpenAPI v3 as the recorded ones are written: references stand alone. */
function asSchema(schema: Fields): Schema {
  const { allOf, properties, items, additionalProperties, ...rest } = schema;
  const reference: unknown = Array.isArray(allOf) && isObject(allOf[0]) ? allOf[0]['$ref'] : undefined;
  if (typeof reference === 'string') return { ...rest, $ref: `#/definitions/${reference.slice(componentPrefix.length)}` };
  return {
    ...rest,
    ...(isObject(properties) ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, asSchema(isObject(each) ? each : {})])) } : {}),
    ...(isObject(items) ? { items: asSchema(items) } : {}),
    ...(isObject(additionalProperties) ? { additionalProperties: asSchema(additionalProperties) } : {}),
  };
}

/** What a schema says of itself. */
export function saidOf(schema: Schema): string | undefined {
  const description: unknown = (schema as Fields)['description'];
  return typeof description === 'string' && description !== '' ? description : undefined;
}
