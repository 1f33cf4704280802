// What kubectl itself checks by the schemas that the server publishes: lists, and what is only asked of a server, since no server
// looks at the fields of those.
// Upstream: k8s.io/kubectl pkg/validation, k8s.io/kube-openapi pkg/util/proto/validation

import { compareText, isObject, quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, definitionOf, parseApiVersion, referencedDefinition, resolveSchema, schemaNamed } from '../../kinds/index.ts';
import type { GroupVersionKind, Schema } from '../../kinds/index.ts';
import type { Discovery } from '../core/discovery.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { basicProblems } from './documents.ts';
import { publishedSchema } from './published-schema.ts';

/** What a value is to look like, and how that is called: its type's full name, or a field of a type. */
interface Model {
  readonly schema: Schema;
  readonly name: string;
}

/**
 * Whether nobody but kubectl looks for fields that this document should not have: a server does where it takes patches. Of a
 * version that it does not have nothing can be known; that is told later.
 */
export function isCheckedByType(object: AnyObject, discovery: Discovery): boolean {
  const { group, version, kind } = kindOf(object);
  if (!discovery.groups.some(({ name, versions }) => name === group && versions.includes(version))) return false;
  return discovery.forKind(group, version, kind)?.verbs.includes('patch') !== true;
}

/** A type that is not found among those with patches may be one that somebody has defined, but for `List`: why it cannot be known. */
export function* definitionsProblem(kubectl: Kubectl, object: AnyObject): Process<string | undefined> {
  if (object['kind'] === 'List') return undefined;
  try {
    yield* kubectl.api.path('get', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `failed to check CRD: failed to list CRDs: ${error.message}`;
  }
}

/** All that a document of a type that only kubectl checks should not have or lacks, each said once. */
export function* typeProblems(kubectl: Kubectl, object: AnyObject): Process<readonly string[]> {
  const problems: string[] = [];
  if (object['kind'] !== 'List') problems.push(...(yield* problemsOf(kubectl, object)));
  else if (!Array.isArray(object['items'])) problems.push('invalid object to validate');
  else {
    for (const item of object['items'] as readonly unknown[]) {
      const basic = basicProblems(item);
      if (basic.length > 0 || !isObject(item)) problems.push(...basic);
      else problems.push(...(yield* problemsOf(kubectl, item)));
    }
  }
  return [...new Set(problems)];
}

function kindOf(object: AnyObject): GroupVersionKind {
  return { ...parseApiVersion(textAt(object, 'apiVersion')), kind: textAt(object, 'kind') };
}

/** A type that the server does not publish is not looked at. */
function* problemsOf(kubectl: Kubectl, object: AnyObject): Process<readonly string[]> {
  const kind = kindOf(object);
  const model = yield* modelOf(kubectl, kind);
  return model ? [...problemsIn(object, kind.kind, model)] : [];
}

function* modelOf(kubectl: Kubectl, kind: GroupVersionKind): Process<Model | undefined> {
  const definition = definitionOf(kind);
  const known = definition === undefined ? undefined : schemaNamed(definition);
  if (definition !== undefined && known) return { schema: known, name: definition };
  const discovery = yield* kubectl.discovery();
  if (!discovery.forKind(kind.group, kind.version, kind.kind)) return undefined;
  const schema = yield* publishedSchema(kubectl, kind);
  return schema && { schema, name: [...kind.group.split('.').reverse(), kind.version, kind.kind].join('.') };
}

const goKind = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value === 'object' ? 'map' : typeof value;
};

/** What kinds of values may stand for a type; any single value for a text. */
const acceptable: Readonly<Record<string, readonly string[]>> = {
  boolean: ['boolean'], integer: ['integer', 'number'], number: ['integer', 'number'], string: ['boolean', 'integer', 'number', 'string'],
};

/** Fields that can hold anything. */
const isArbitrary = (schema: Schema & Readonly<Record<string, unknown>>): boolean =>
  schema.type === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-int-or-string'] === true || schema['nullable'] === true;

function* problemsIn(value: unknown, at: string, model: Model): Generator<string> {
  const name = referencedDefinition(model.schema) ?? model.name;
  const schema = resolveSchema(model.schema);
  if (isArbitrary({ ...schema })) return;
  const { type = '' } = schema;
  const expected = type === 'object' ? 'map' : type;
  const got = goKind(value);
  if (!(acceptable[type] ?? [expected]).includes(got)) {
    yield `ValidationError(${at}): invalid type for ${name}: got ${quote(got)}, expected ${quote(expected)}`;
  } else if (Array.isArray(value)) yield* itemProblems(value, at, { schema: schema.items ?? {}, name });
  else if (isObject(value)) yield* schema.properties ? fieldProblems(value, at, { schema, name }) : entryProblems(value, at, { schema: schema.additionalProperties ?? {}, name });
}

function* itemProblems(items: readonly unknown[], at: string, model: Model): Generator<string> {
  for (const [index, item] of items.entries()) {
    const where = `${at}[${index}]`;
    if (item === null) yield `ValidationError(${at}): unknown object type "nil" in ${where}`;
    else yield* problemsIn(item, where, model);
  }
}

const sorted = (value: AnyObject): readonly (readonly [string, unknown])[] => Object.entries(value).sort(([a], [b]) => compareText(a, b));

function* entryProblems(value: AnyObject, at: string, model: Model): Generator<string> {
  for (const [key, entry] of sorted(value)) {
    if (entry === null) yield `unknown object type "nil" in ${at}.${key}`;
    else yield* problemsIn(entry, `${at}.${key}`, model);
  }
}

function* fieldProblems(value: AnyObject, at: string, { schema, name }: Model): Generator<string> {
  const { properties = {}, required = [] } = schema;
  for (const [field, each] of sorted(value)) {
    const known = properties[field];
    if (each === null) continue;
    if (known) yield* problemsIn(each, `${at}.${field}`, { schema: known, name: `${name}.${field}` });
    else yield `ValidationError(${at}): unknown field ${quote(field)} in ${name}`;
  }
  for (const field of required) {
    if ((value[field] ?? null) === null) yield `ValidationError(${at}): missing required field ${quote(field)} in ${name}`;
  }
}
