// JSON as values of expressions, by its schema; made as far as somebody looks.
// Upstream: k8s.io/apiserver pkg/cel/common/values.go

import { base64Decode, isObject } from '../base/index.ts';
import { escapeField, unescapeField } from './field-names.ts';
import { readDuration, readTimestamp } from './functions/moments.ts';
import { isEmbedded, propertiesOf } from './schema.ts';
import type { Schema } from './schema.ts';
import { CelError, CelList } from './values.ts';
import type { CelMap, ListIdentity, Value } from './values.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON value as the schema says. */
export function valueOfJson(json: unknown, schema: Schema, isResource = isEmbedded(schema)): Value {
  if (json === null || json === undefined) return null;
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(json);
  switch (schema.type) {
    case 'array': return listValue(json, schema);
    case 'object': return objectValue(json, schema, isResource);
    case 'string': return textValue(json, schema);
    case 'boolean': return typeof json === 'boolean' ? json : invalid('a boolean');
    case 'number': return typeof json === 'number' ? json : invalid('a number');
    case 'integer': return wholeValue(json) ?? invalid('an integer');
    default: return invalid('something with a type');
  }
}

function invalid(what: string): never {
  throw new CelError(`invalid data, expected ${what}`);
}

const wholeValue = (json: unknown): bigint | undefined => (typeof json === 'number' && Number.isInteger(json) ? BigInt(json) : typeof json === 'bigint' ? json : undefined);

function intOrString(json: unknown): Value {
  if (typeof json === 'string') return json;
  return wholeValue(json) ?? invalid('XIntOrString value to be either a string or integer');
}

function listValue(json: unknown, schema: Schema): Value {
  if (!Array.isArray(json)) return invalid('an array to match the schema type');
  const items = schema.items ?? {};
  return new CelList(() => json.map((item: unknown) => valueOfJson(item, items)), identityOf(schema));
}

function identityOf(schema: Schema): ListIdentity | undefined {
  if (schema['x-kubernetes-list-type'] === 'set') return 'set';
  return schema['x-kubernetes-list-type'] === 'map' ? { keys: (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => escapeField(key) ?? key) } : undefined;
}

function objectValue(json: unknown, schema: Schema, isResource: boolean): Value {
  if (!isObject(json)) return invalid('a map to match the schema type');
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object') return new JsonMap(json, () => additionalProperties, false);
  const properties = propertiesOf(schema, isResource);
  return new JsonMap(json, (name) => (Object.hasOwn(properties, name) ? properties[name] : undefined), true);
}

function textValue(json: unknown, schema: Schema): Value {
  if (typeof json !== 'string') return invalid('a string');
  switch (schema.format) {
    case 'byte': {
      const bytes = base64Decode(json);
      return bytes instanceof Uint8Array ? bytes : invalid('base64');
    }
    case 'duration': return readDuration(json) ?? invalid('a duration');
    case 'date': return readTimestamp(`${json}T00:00:00Z`) ?? invalid('a date');
    case 'date-time': return readTimestamp(json) ?? invalid('a date and time');
    default: return json;
  }
}

/** A JSON object as a map. */
class JsonMap implements CelMap {
  readonly isMap = true;
  readonly #json: JsonObject;
  readonly #schemaOf: (name: string) => Schema | undefined;
  readonly #isEscaped: boolean;
  readonly #values = new Map<string, Value | undefined>();

  constructor(json: JsonObject, schemaOf: (name: string) => Schema | undefined, isEscaped: boolean) {
    this.#json = json;
    this.#schemaOf = schemaOf;
    this.#isEscaped = isEscaped;
  }

  get size(): number {
    return this.#names().length;
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.field(key) : undefined;
  }

  field(escaped: string): Value | undefined {
    const known = this.#values.get(escaped);
    if (known !== undefined) return known;
    const name = this.#isEscaped ? unescapeField(escaped) : escaped;
    const schema = Object.hasOwn(this.#json, name) ? this.#schemaOf(name) : undefined;
    const json = this.#json[name];
    // A null is as good as nothing, also where it may be.
    const value = !schema || json === undefined || json === null ? undefined : valueOfJson(json, schema);
    this.#values.set(escaped, value);
    return value;
  }

  keys(): readonly Value[] {
    return this.#names().map((name) => (this.#isEscaped ? (escapeField(name) ?? name) : name));
  }

  #names(): readonly string[] {
    return Object.keys(this.#json).filter((name) => this.#json[name] !== undefined && this.#schemaOf(name) !== undefined);
  }
}

/** JSON of which nothing is known: lists, maps with any values, numbers as they are. */
export function valueOfAnyJson(json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (typeof json === 'string' || typeof json === 'boolean' || typeof json === 'bigint') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return new CelList(() => json.map(valueOfAnyJson));
  if (!isObject(json)) return invalid('JSON');
  return new AnyMap(json);
}

/** A JSON object of which nothing is known. */
class AnyMap implements CelMap {
  readonly isMap = true;
  readonly #json: JsonObject;

  constructor(json: JsonObject) {
    this.#json = json;
  }

  get size(): number {
    return Object.keys(this.#json).length;
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.field(key) : undefined;
  }

  field(name: string): Value | undefined {
    return Object.hasOwn(this.#json, name) ? valueOfAnyJson(this.#json[name]) : undefined;
  }

  keys(): readonly Value[] {
    return Object.keys(this.#json);
  }
}
