// JSON as it goes over the wire: in the order of Go's structs, which begin with the type.

import { isObject } from '../../base/index.ts';
import { asGoMap, definitionOf, parseApiVersion } from '../../kinds/index.ts';

const unsafe = /[<>&\u2028\u2029]/g;

/** A body as text, in one line unless it is to be indented; `<`, `>` and `&` are escaped as Go does it. */
export function wireJson(body: unknown, indent?: number): string {
  const text = JSON.stringify(isObject(body) ? typeFirst(body) : body, undefined, indent);
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same fields with `kind`, `apiVersion` and `metadata` in front. */
export function typeFirst(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { kind, apiVersion, metadata, items, ...rest } = body;
  if (kind === undefined && apiVersion === undefined) return { ...body, ...(isObject(body['object']) ? { object: asGoMap(body['object']) ?? body['object'] } : {}) };
  const custom = asGoMap(body);
  if (custom) return custom;
  const ofType = Array.isArray(items) && typeof kind === 'string' && typeof apiVersion === 'string' && isTypedList(apiVersion, kind);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(items === undefined ? {} : { items: ofType ? items.map(withoutType) : items }),
    ...rest,
  };
}

/** Whether Go has a type for the list: then its items, whose type is known, do not say it. */
const isTypedList = (apiVersion: string, kind: string): boolean => definitionOf({ ...parseApiVersion(apiVersion), kind }) !== undefined;

function withoutType(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { kind: _kind, apiVersion: _apiVersion, metadata, ...rest } = item;
  return { metadata, ...rest };
}
