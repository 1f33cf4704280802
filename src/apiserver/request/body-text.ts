// A body that came as text: what its value is, and which of its keys occur twice.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/rest.go transformDecodeError, sigs.k8s.io/yaml

import { JsonSyntaxError, YamlError, isObject, keyPlaces, readJson, readYaml, utf8Bytes } from '../../base/index.ts';
import { unknownOperationFields } from '../../kinds/index.ts';
import type { BodyText, PatchType } from '../../kinds/index.ts';
import { badRequest } from '../failures.ts';

/** What a text says. */
export interface ReadBody {
  readonly value: unknown;
  /** The paths of keys that occur again, in the order of the text. */
  readonly duplicates: readonly string[];
  /** The first number that is too large, as it is written. */
  readonly overflow?: string;
  /** By their paths: how numbers are written that are not written as Go writes them. */
  readonly spelled?: ReadonlyMap<string, string>;
}

/** Whether a body is still to be read. */
export function isBodyText(body: unknown): body is BodyText {
  return isObject(body) && body['type'] === 'body.text';
}

const typeStruct = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** `unknown field "spec.nope"` */
export const unknownField = (field: string): string => `unknown field "${field}"`;

/** What strict decoding tells of a patch itself, before it tells of what that makes. */
export function patchComplaints(type: PatchType, patch: unknown, text: BodyText | undefined): readonly string[] {
  if (type === 'json') return strictComplaints(text, unknownOperationFields(patch)).map((complaint) => `json patch ${complaint}`);
  return strictComplaints(text, []);
}

/** What strict decoding tells of a body: its unknown fields, and the known ones that occur twice, in the order of the text. */
export function strictComplaints(text: BodyText | undefined, unknownFields: readonly string[]): readonly string[] {
  const unknown = unknownFields.map(unknownField);
  if (text?.form !== 'json') return unknown;
  const { first, again } = keyPlaces(text.text);
  const isBelowUnknown = (path: string) => unknownFields.some((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`));
  const known = again.filter(([path]) => !isBelowUnknown(path));
  if (known.length === 0) return unknown;
  const placed: (readonly [string, number])[] = [
    ...unknownFields.map((field, index) => [unknown[index] ?? '', first.get(field) ?? 0] as const),
    ...known.map(([path, at]) => [`duplicate field "${path}"`, at] as const),
  ];
  return placed.sort(([, a], [, b]) => a - b).map(([complaint]) => complaint);
}

/** Reads an object of a kind. Throws BadRequest for text that is no object. */
export function readObjectText(kind: string, { text, form }: BodyText): ReadBody {
  const refuse = (why: string) => badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(text)})`);
  const body = readText(text, form, (why, isSyntax) => refuse(isSyntax && form === 'json' ? `couldn't get version/kind; json parse error: ${why}` : why));
  if (body.value === null) return { value: {}, duplicates: body.duplicates };
  const wrong = wrongType(body.value);
  if (wrong !== undefined) throw refuse(wrong);
  return body;
}

/** Reads DeleteOptions. Throws BadRequest for text that is no object. */
export function readOptionsText({ text, form }: BodyText): ReadBody {
  const body = readText(text, form, (why) => badRequest(`couldn't get version/kind; json parse error: ${why}`));
  const wrong = wrongType(body.value);
  if (wrong !== undefined && body.value !== null) throw badRequest(wrong);
  return body;
}

/** Reads a patch. Throws BadRequest for text that is no JSON. */
export function readPatchText(type: PatchType, { text, form }: BodyText): ReadBody {
  const before = type === 'strategic' ? '' : type === 'apply' ? 'error decoding YAML: error converting YAML to JSON: ' : 'error decoding patch: ';
  const read = readText(text, form, (why) => badRequest(before + why));
  if (read.overflow !== undefined && type !== 'json') throw badRequest(`${before}json: cannot unmarshal number ${read.overflow} into Go value of type float64`);
  const what = type === 'apply' ? goType(read.value) : undefined;
  if (what !== undefined) throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${what} into Go value of type map[string]interface {}`);
  return read;
}

function readText(text: string, form: BodyText['form'], refusal: (why: string, isSyntax: boolean) => Error): ReadBody {
  try {
    return form === 'yaml' ? { value: readYaml(text), duplicates: [] } : readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof YamlError) throw refusal(error.message, true);
    throw error;
  }
}

/** What Go says of a value that has no version and kind. */
export function wrongType(value: unknown): string | undefined {
  const what = goType(value);
  if (what !== undefined) return `couldn't get version/kind; json parse error: json: cannot unmarshal ${what} into Go value of type ${typeStruct}`;
  if (!isObject(value)) return undefined;
  for (const field of ['apiVersion', 'kind']) {
    const said = value[field];
    const wrong = isObject(said) ? 'object' : said === undefined || said === null || typeof said === 'string' ? undefined : goType(said);
    if (wrong !== undefined) return `couldn't get version/kind; json parse error: json: cannot unmarshal ${wrong} into Go struct field .${field} of type string`;
  }
  const { apiVersion } = value;
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  return undefined;
}

/** What Go calls a JSON value that is no object. */
function goType(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' || typeof value === 'number' ? typeof value : undefined;
}

const shown = 30;

/** The beginning of a text, as bytes unless it looks like JSON. */
function summary(text: string): string {
  const bytes = utf8Bytes(text);
  const rest = bytes.length > shown ? ' ...' : '';
  if (text === '') return '<empty>';
  if (text.startsWith('{')) return text.slice(0, shown) + rest;
  return Array.from(bytes.slice(0, shown), (byte) => byte.toString(16).padStart(2, '0')).join('') + rest;
}
