// JSON as it goes over the wire: the type first, and for who reads it as text all fields in the order of Go's structs.

import { isObject } from '../../base/index.ts';
import { asGoMap, asGoWrites, definitionOf, parseApiVersion, withoutType } from '../../kinds/index.ts';

const unsafe = /[<>&\u2028\u2029]/g;

/** How a body is to be written. */
interface JsonForm {
  /** Columns of each level; one line unless said. */
  readonly indent?: number;
  /** All fields in the order in which Go writes them, which costs more than it is worth for programs. */
  readonly inOrder?: boolean;
}

/** Whether a client may show what it gets as it is: `curl`, `kubectl get --raw` and the like accept anything. */
export function takesAnything(accept: string | undefined): boolean {
  return accept === undefined || accept.includes('*/*');
}

/** A body as text; `<`, `>` and `&` are escaped as Go does it. */
export function wireJson(body: unknown, { indent, inOrder = false }: JsonForm = {}): string {
  const text = JSON.stringify(isObject(body) ? (inOrder ? ordered(body) : typeFirst(body)) : body, undefined, indent);
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What was told last. */
let told: { readonly payload: unknown; readonly inOrder: boolean; readonly line: string } = { payload: undefined, inOrder: false, line: '' };

/** What a stream tells, as a line. An event goes to one watcher after the other: its text is made once. */
export function wireLine(payload: unknown, inOrder: boolean): string {
  if (told.payload !== payload || told.inOrder !== inOrder) told = { payload, inOrder, line: `${wireJson(payload, { inOrder })}\n` };
  return told.line;
}

function ordered(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { kind, object } = body;
  if (kind !== undefined) return asGoWrites(typeFirst(body));
  return isObject(object) ? { ...body, object: asGoWrites(object) } : body;
}

/** The same fields with `kind`, `apiVersion` and `metadata` in front. */
export function typeFirst(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { kind, apiVersion, metadata, items } = body;
  if (kind === undefined && apiVersion === undefined) return { ...body, ...(isObject(body['object']) ? { object: asGoMap(body['object']) ?? body['object'] } : {}) };
  const custom = asGoMap(body);
  if (custom) return custom;
  const ofType = Array.isArray(items) && typeof kind === 'string' && typeof apiVersion === 'string' && isTypedList(apiVersion, kind);
  const ordered: Record<string, unknown> = {};
  if (kind !== undefined) ordered['kind'] = kind;
  if (apiVersion !== undefined) ordered['apiVersion'] = apiVersion;
  if (metadata !== undefined) ordered['metadata'] = metadata;
  if (items !== undefined) ordered['items'] = ofType ? items.map(withoutType) : items;
  for (const name in body) if (name !== 'kind' && name !== 'apiVersion' && name !== 'metadata' && name !== 'items') ordered[name] = body[name];
  return ordered;
}

/** Whether Go has a type for the list: then its items, whose type is known, do not say it. */
const isTypedList = (apiVersion: string, kind: string): boolean => definitionOf({ ...parseApiVersion(apiVersion), kind }) !== undefined;
