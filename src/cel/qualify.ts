// Fields of objects, entries of maps and elements of lists.

import { CelError, CelList, isMap, Optional, typeOfValue, Uint } from './values.ts';
import type { Value } from './values.ts';
import { showKey } from './show-key.ts';

/** The value of a field that must be there. */
export function field(value: Value, name: string): Value {
  if (value instanceof CelList) throw new CelError(`unsupported index type 'string' in list`);
  const found = isMap(value) ? value.field(name) : undefined;
  if (found === undefined) throw new CelError(`no such key: ${name}`);
  return found;
}

/** Whether a field is there. */
export function present(value: Value, name: string): boolean {
  if (value instanceof Optional) return value.value !== undefined && present(value.value, name);
  if (!isMap(value)) throw new CelError('no such overload');
  return value.field(name) !== undefined;
}

/** The value at a key or a place. */
export function indexAt(value: Value, key: Value): Value {
  if (value instanceof CelList) return elementAt(value, key);
  const found = isMap(value) ? value.get(key) : undefined;
  if (found === undefined) throw new CelError(`no such key: ${showKey(key)}`);
  return found;
}

function elementAt(list: CelList, key: Value): Value {
  const index = key instanceof Uint ? Number(key.value) : typeof key === 'bigint' || typeof key === 'number' ? Number(key) : undefined;
  if (index === undefined || !Number.isInteger(index)) throw new CelError(`unsupported index type '${typeOfValue(key).name}' in list`);
  const found = list.items[index];
  if (found === undefined) throw new CelError(`index out of bounds: ${index}`);
  return found;
}
