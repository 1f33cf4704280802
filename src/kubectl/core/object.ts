// Objects as kubectl handles them: plain JSON whose fields it looks into only where it must.

import { isObject } from '../../base/index.ts';

/** An object of any kind as it came from a server or a file. */
export type AnyObject = Readonly<Record<string, unknown>>;

/** The value at a path of fields; undefined where something on the way is missing. */
export function at(object: unknown, ...path: readonly (number | string)[]): unknown {
  let value = object;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value as readonly unknown[])[step] : undefined;
    else value = isObject(value) ? value[step] : undefined;
  }
  return value;
}

/** The text at a path; empty where there is none. */
export function textAt(object: unknown, ...path: readonly (number | string)[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' ? value : '';
}

/** The number at a path; 0 where there is none. */
export function numberAt(object: unknown, ...path: readonly (number | string)[]): number {
  const value = at(object, ...path);
  return typeof value === 'number' ? value : 0;
}

/** The list at a path; empty where there is none. */
export function listAt(object: unknown, ...path: readonly (number | string)[]): readonly unknown[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The texts of a map at a path; empty where there is none. */
export function mapAt(object: unknown, ...path: readonly (number | string)[]): Readonly<Record<string, string>> {
  const value = at(object, ...path);
  return isObject(value) ? (value as Readonly<Record<string, string>>) : {};
}

/** The object with the value at a path of fields; undefined takes the field away. */
export function withField(object: AnyObject, path: readonly string[], value: unknown): AnyObject {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    if (value !== undefined) return { ...object, [first]: value };
    const { [first]: _, ...others } = object;
    return others;
  }
  const inner = object[first];
  return { ...object, [first]: withField(isObject(inner) ? inner : {}, rest, value) };
}

export const nameOf = (object: unknown): string => textAt(object, 'metadata', 'name');
export const namespaceOf = (object: unknown): string => textAt(object, 'metadata', 'namespace');

/** The object without what the server's bookkeeping adds. */
export function withoutManagedFields(object: AnyObject): AnyObject {
  return at(object, 'metadata', 'managedFields') === undefined ? object : withField(object, ['metadata', 'managedFields'], undefined);
}
