// Kubernetes' objects in protobuf, as clients in Go write their bodies, as the JSON that says the same. Which field has which
// number is recorded in `wire-facts.json`, written as `name:type` with `*` for what may be absent, `[]` for lists and `{}` for
// maps; the name `=` is a message whose fields stand in the outer object, `*` one that is nothing but its field.
// Upstream: k8s.io/apimachinery pkg/runtime/serializer/protobuf

import facts from './wire-facts.json' with { type: 'json' };
import { WireError, bytesOf, fieldsOf, numberOf, textOf } from './wire-reader.ts';
import type { WireField } from './wire-reader.ts';

type Value = WireField['value'];
type JsonObject = Record<string, unknown>;

/** A value, and in how many messages it lies. */
interface Found {
  readonly value: Value;
  readonly depth: number;
}

const kinds: Readonly<Record<string, string>> = facts.kinds;
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = facts.types;
/** What a body in protobuf says that it is. */
const mediaType = 'application/vnd.kubernetes.protobuf';
/** What every such body begins with. */
const magic = 'k8s\0';
/** How deep messages may lie in each other. */
const maxDepth = 1_000;
/** The seconds in which a year has four digits: others cannot be written. */
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799];

/** Whether a request's body is of this kind. */
export function isProtobuf(contentType = ''): boolean {
  return contentType.startsWith(mediaType);
}

/** The object in a body. Throws WireError for what is no such body, or of a kind that is not known. */
export function decodeObject(body: Uint8Array): JsonObject {
  if (Buffer.from(body.subarray(0, 4)).toString('latin1') !== magic) throw new WireError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  let typeMeta: JsonObject = {};
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of fieldsOf(body.subarray(4))) {
    if (number === 1) typeMeta = readFields(bytesOf(value), { 1: 'apiVersion:string', 2: 'kind:string' });
    else if (number === 2) raw = bytesOf(value);
  }
  const { apiVersion = '', kind = '' } = typeMeta;
  const type = kind === 'DeleteOptions' ? kinds['v1/DeleteOptions'] : kinds[`${String(apiVersion)}/${String(kind)}`];
  if (type === undefined) throw new WireError(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/api/legacyscheme/scheme.go:30"`);
  return { kind, apiVersion, ...readFields(raw, types[type] ?? {}) };
}

function readFields(bytes: Uint8Array, fields: Readonly<Record<string, string>>, depth = 0): JsonObject {
  if (depth > maxDepth) throw new WireError('proto: exceeded max depth');
  const object: JsonObject = {};
  for (const { number, value } of fieldsOf(bytes)) {
    const field = fields[number];
    if (field === undefined) continue;
    const colon = field.indexOf(':');
    takeField(object, field.slice(0, colon), field.slice(colon + 1), { value, depth: depth + 1 });
  }
  return object;
}

function takeField(object: JsonObject, name: string, type: string, found: Found): void {
  const { value, depth } = found;
  if (type.startsWith('[]')) {
    const list = (object[name] ??= []) as unknown[];
    list.push(readValue(type.slice(2), found));
  } else if (type.startsWith('{}')) {
    const entry = readFields(bytesOf(value), { 1: 'key:*string', 2: `value:*${type.slice(2)}` }, depth);
    const map = (object[name] ??= {}) as JsonObject;
    map[String(entry['key'] ?? '')] = 'value' in entry ? entry['value'] : zeroOf(type.slice(2));
  } else if (name === '=') {
    Object.assign(object, readValue(type, found));
  } else {
    const read = readValue(type.replace(/^\*/, ''), found);
    // Go writes what a plain field has also when that is nothing; JSON leaves it out.
    if (type.startsWith('*') || !isZero(read)) object[name] = read;
  }
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || value === null;
}

function zeroOf(type: string): unknown {
  return type === 'string' || type === 'bytes' ? '' : {};
}

function readValue(type: string, { value, depth }: Found): unknown {
  switch (type) {
    case 'string': return textOf(value);
    case 'int':
    case 'double': return numberOf(value);
    case 'bool': return numberOf(value) !== 0;
    case 'bytes': return Buffer.from(bytesOf(value)).toString('base64');
    case 'Quantity': return readFields(bytesOf(value), { 1: 'string:string' })['string'] ?? '0';
    case 'Time': return timeText(value, 'seconds');
    case 'MicroTime': return timeText(value, 'micros');
    case 'IntOrString': return intOrString(value);
    case 'Raw': return rawJson(value);
    default: return message(types[type] ?? {}, { value, depth });
  }
}

function message(fields: Readonly<Record<string, string>>, { value, depth }: Found): unknown {
  const object = readFields(bytesOf(value), fields, depth);
  return Object.values(fields).some((field) => field.startsWith('*:')) ? object['*'] ?? [] : object;
}

function timeText(value: Value, precision: 'seconds' | 'micros'): string | null {
  const bytes = bytesOf(value);
  if (bytes.length === 0) return null;
  const { seconds = 0, nanos = 0 } = readFields(bytes, { 1: 'seconds:int', 2: 'nanos:int' });
  if (Number(seconds) < firstSecond || Number(seconds) > lastSecond) throw new WireError('Time.MarshalJSON: year outside of range [0,9999]');
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return precision === 'seconds' ? `${text}Z` : `${text}.${String(Math.floor(Number(nanos) / 1000)).padStart(6, '0')}Z`;
}

function intOrString(value: Value): number | string {
  const { type = 0, intVal = 0, strVal = '' } = readFields(bytesOf(value), { 1: 'type:int', 2: 'intVal:int', 3: 'strVal:string' });
  return type === 0 ? Number(intVal) : String(strVal);
}

/** JSON that travels as it is. */
function rawJson(value: Value): unknown {
  const { raw = '' } = readFields(bytesOf(value), { 1: 'raw:string' });
  if (raw === '') return null;
  try {
    return JSON.parse(String(raw));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new WireError(error.message);
  }
}
