// The document of OpenAPI v2 in protobuf, which is how kubectl asks for it. Which field has which number is recorded in
// `openapi-facts.json`, written as `number:type` under the name that JSON has for it, with `[]` for lists and `|` for one of
// several. What JSON writes as an object of many names is a list of named values there.
// Upstream: github.com/google/gnostic-models openapiv2

import { isObject } from '../../base/index.ts';
import facts from './openapi-facts.json' with { type: 'json' };
import { WireWriter } from './wire-writer.ts';

type Fields = Readonly<Record<string, string>>;

const messages: Readonly<Record<string, Fields>> = facts;

/** What a client calls this form, with the two names that it has had. */
const mediaTypes = ['application/com.github.proto-openapi.spec.v2.v1.0+protobuf', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'] as const;
/** What an answer calls it. */
export const [openApiWireType] = mediaTypes;

/** Whether a request asks for the document in this form before any other. */
export function wantsOpenApiWire(path: string, accept = ''): boolean {
  return /^\/openapi\/v2(\?|$)/.test(path) && mediaTypes.some((type) => accept.split(',', 1)[0]?.trim() === type);
}

/** A document of OpenAPI v2, read from JSON, in protobuf. */
export function encodeOpenApi(document: object): Uint8Array {
  return encode('Document', document);
}

function encode(message: string, value: unknown): Uint8Array {
  const writer = new WireWriter();
  const fields = messages[message] ?? {};
  if (message === 'Any') put(writer, fields['yaml'], JSON.stringify(value));
  else if (fields['value'] === '1:[]string' || fields['schema'] === '1:[]Schema') putAll(writer, fields['value'] ?? fields['schema'], Array.isArray(value) ? value : [value]);
  else if (alternatives[message]) putChosen(writer, message, fields, value);
  else if (isObject(value)) putFields(writer, fields, value);
  return writer.finish();
}

function putFields(writer: WireWriter, fields: Fields, object: Readonly<Record<string, unknown>>): void {
  const named = fields['additionalProperties']?.includes(']Named') ? fields['additionalProperties'] : (fields['path'] ?? fields['responseCode']);
  for (const [name, value] of Object.entries(object)) {
    const entries = (name.startsWith('x-') ? fields['vendorExtension'] : undefined) ?? named;
    if (entries !== undefined) putAll(writer, entries, [{ name, value }]);
    else if (fields[name]?.includes('[]')) putAll(writer, fields[name], Array.isArray(value) ? value : []);
    else if (fields[name] !== undefined) put(writer, fields[name], value);
  }
}

function putAll(writer: WireWriter, field: string | undefined, values: readonly unknown[]): void {
  for (const value of values) put(writer, field?.replace('[]', ''), value);
}

/** Writes one value; what says nothing is left out, as Go leaves it out. */
function put(writer: WireWriter, field: string | undefined, value: unknown): void {
  const [number = 0, type = ''] = [Number(field?.slice(0, field.indexOf(':'))), field?.slice(field.indexOf(':') + 1)];
  switch (type) {
    case 'string':
      if (value !== '') writer.bytes(number, Buffer.from(String(value)));
      return;
    case 'bool':
    case 'int64':
      if (value !== 0 && value !== false) writer.integer(number, Number(value));
      return;
    case 'double':
      if (value !== 0) writer.double(number, Number(value));
      return;
    default: writer.bytes(number, encode(type, value));
  }
}

/** Which of its alternatives a value is, as the field that holds it. */
const alternatives: Readonly<Record<string, (value: unknown) => string>> = {
  AdditionalPropertiesItem: (value) => (typeof value === 'boolean' ? 'boolean' : 'schema'),
  ParametersItem: (value) => (isObject(value) && '$ref' in value ? 'jsonReference' : 'parameter'),
  Parameter: (value) => (isObject(value) && value['in'] === 'body' ? 'bodyParameter' : 'nonBodyParameter'),
  NonBodyParameter: (value) => `${String(isObject(value) ? value['in'] : '')}ParameterSubSchema`,
  ResponseValue: (value) => (isObject(value) && '$ref' in value ? 'jsonReference' : 'response'),
  SchemaItem: (value) => (isObject(value) && value['type'] === 'file' ? 'fileSchema' : 'schema'),
  SecurityDefinitionsItem: (value) => (isObject(value) && value['type'] === 'apiKey' ? 'apiKeySecurity' : 'basicAuthenticationSecurity'),
};

function putChosen(writer: WireWriter, message: string, fields: Fields, value: unknown): void {
  const field = fields[alternatives[message]?.(value) ?? '']?.replace('|', '');
  const type = field?.slice(field.indexOf(':') + 1);
  // Go writes what was chosen also when it says nothing.
  if (type === 'bool') writer.integer(Number(field?.slice(0, field.indexOf(':'))), value === true ? 1 : 0);
  else put(writer, field, value);
}
