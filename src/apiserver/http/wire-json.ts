// JSON as it goes over the wire: in the order of Go's structs, which begin with the type.

import { isObject } from '../../base/index.ts';
import { asGoMap, definitionOf, parseApiVersion } from '../../kinds/index.ts';

const unsafe = /[<>&\u2028\u2029]/g;

/** A body as text, in one line unless it is to be indented; `<`, `>` and `&` are escaped as Go does it. */
export function wireJson(body: unknown, indent?: number): string {
  const text = JSON.stringify(isObject(body) ? typeFirst(body) : body, undefined, indent);
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What was told last. */
let told: { readonly payload: unknown; readonly line: string } = { payload: undefined, line: '' };

/** What a stream tells, as a line. An event goes to one watcher after the other: its text is made once. */
export function wireLine(payload: unknown): string {
  if (told.payload !== payload) told = { payload, line: `${wireJson(payload)}\n` };
  return told.line;
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

function withoutType(item: unknown): unknown {
  if (!isObject(item)) return item;
  const bare: Record<string, unknown> = { metadata: item['metadata'] };
  for (const name in item) if (name !== 'kind' && name !== 'apiVersion' && name !== 'metadata') bare[name] = item[name];
  return bare;
}
