// The same documents in the form of OpenAPI v2, all in one.
// Upstream: k8s.io/kube-openapi pkg/handler, pkg/builder

import { isObject } from '../../base/index.ts';
import { definitionNames, descriptionOf, schemaNamed } from '../../kinds/index.ts';
import type { Schema } from '../../kinds/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** All groups' documents as one of v2. */
export function inVersion2(documents: readonly object[]): object {
  const paths: Record<string, unknown> = {};
  const definitions: Record<string, unknown> = {};
  for (const name of definitionNames()) definitions[name] = described(name, schemaNamed(name) ?? {});
  for (const document of documents) {
    const { paths: given, components } = document as { readonly paths: Readonly<Record<string, Fields>>; readonly components?: { readonly schemas: Fields } };
    for (const [path, item] of Object.entries(given)) paths[path] = pathItem(item);
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) definitions[name] ??= withReferences(schema);
  }
  return {
    swagger: '2.0', info: { title: 'Kubernetes', version: '1.36' }, paths, definitions,
    securityDefinitions: { BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' } },
    security: [{ BearerToken: [] }],
  };
}

function described(name: string, schema: Schema): object {
  const own = descriptionOf(name);
  const properties = schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([field, part]) => {
    const description = descriptionOf(name, field);
    return [field, description === undefined ? part : { description, ...part }];
  }));
  return { ...(own === undefined ? {} : { description: own }), ...schema, ...(properties ? { properties } : {}) };
}

/** A value with its references as v2 has them: alone, and to definitions. */
function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (!isObject(value)) return typeof value === 'string' ? value.replace('#/components/schemas/', '#/definitions/') : value;
  const { allOf, ...rest } = value;
  const [only]: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  const all = isObject(only) ? { ...rest, ...only } : value;
  return Object.fromEntries(Object.entries(all).map(([key, part]) => [key, withReferences(part)]));
}

function pathItem(item: Fields): object {
  return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, key === 'parameters' ? (part as readonly Fields[]).map(parameter) : operation(part as Fields)]));
}

function parameter({ schema, ...rest }: Fields): object {
  return { uniqueItems: true, ...(schema as Fields), ...rest };
}

function operation({ parameters = [], requestBody, responses, ...rest }: Fields): object {
  const body = isObject(requestBody) ? contentSchema(requestBody) : undefined;
  return {
    ...rest,
    consumes: rest['x-kubernetes-action'] === 'patch' && isObject(requestBody) && isObject(requestBody['content']) ? Object.keys(requestBody['content']) : ['*/*'],
    produces: ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'],
    schemes: ['https'],
    parameters: [...(body === undefined ? [] : [{ name: 'body', in: 'body', required: isObject(requestBody) && requestBody['required'] === true, schema: body }]), ...(parameters as readonly Fields[]).map(parameter)],
    responses: Object.fromEntries(Object.entries(responses as Readonly<Record<string, Fields>>).map(([code, { description, ...answer }]) => {
      const schema = contentSchema(answer);
      return [code, { description, ...(schema === undefined ? {} : { schema }) }];
    })),
  };
}

/** What a body or an answer is, whichever media type it has. */
function contentSchema({ content }: Fields): unknown {
  if (!isObject(content)) return undefined;
  const [first] = Object.values(content);
  return isObject(first) ? withReferences(first['schema']) : undefined;
}
