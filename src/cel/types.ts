// The types that expressions have.

/** What sort of type it is. `opaque` types are known by their name, as `optional_type` and those of the libraries. */
export type TypeSort =
  | 'bool' | 'bytes' | 'double' | 'duration' | 'dyn' | 'error' | 'int' | 'list' | 'map' | 'null' | 'object' | 'opaque'
  | 'parameter' | 'string' | 'timestamp' | 'type' | 'uint';

/** A type. */
export interface CelType {
  readonly sort: TypeSort;
  /** As a running expression calls it: `google.protobuf.Timestamp`, `net.IP`. */
  readonly name: string;
  /** Of what: the element of a list, key and value of a map. */
  readonly of: readonly CelType[];
}

const simple = (sort: TypeSort, name: string = sort): CelType => ({ sort, name, of: [] });

export const boolType = simple('bool');
export const bytesType = simple('bytes');
export const doubleType = simple('double');
export const durationType = simple('duration', 'google.protobuf.Duration');
export const dynType = simple('dyn');
export const errorType = simple('error', '!error!');
export const intType = simple('int');
export const nullType = simple('null', 'null_type');
export const stringType = simple('string');
export const timestampType = simple('timestamp', 'google.protobuf.Timestamp');
export const uintType = simple('uint');

export const listOf = (element: CelType): CelType => ({ sort: 'list', name: 'list', of: [element] });
export const mapOf = (key: CelType, value: CelType): CelType => ({ sort: 'map', name: 'map', of: [key, value] });
export const typeOf = (type: CelType): CelType => ({ sort: 'type', name: 'type', of: [type] });
export const opaque = (name: string, ...of: readonly CelType[]): CelType => ({ sort: 'opaque', name, of });
export const optionalOf = (type: CelType): CelType => opaque('optional_type', type);
export const objectNamed = (name: string): CelType => ({ sort: 'object', name, of: [] });
/** A type that a call decides. */
export const parameter = (name: string): CelType => ({ sort: 'parameter', name, of: [] });

/** The type inside an optional one. */
export function insideOptional(type: CelType): CelType | undefined {
  return type.sort === 'opaque' && type.name === 'optional_type' ? (type.of[0] ?? dynType) : undefined;
}

/** Whether anything goes. */
export const isOpen = (type: CelType): boolean => type.sort === 'dyn' || type.sort === 'error';

/** Whether two types are the same in every part. */
export function isSameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  if (a.sort !== b.sort || a.name !== b.name || a.of.length !== b.of.length) return false;
  return a.of.every((part, index) => isSameType(part, b.of[index] ?? errorType));
}

/** A type as errors name it: `map(string, int)`. */
export function showType(type: CelType): string {
  switch (type.sort) {
    case 'duration':
    case 'timestamp':
    case 'null':
      return type.sort;
    case 'bool':
    case 'bytes':
    case 'double':
    case 'dyn':
    case 'error':
    case 'int':
    case 'list':
    case 'map':
    case 'object':
    case 'opaque':
    case 'parameter':
    case 'string':
    case 'type':
    case 'uint':
      return type.of.length === 0 ? type.name : `${type.name}(${type.of.map(showType).join(', ')})`;
  }
}

/** A type as it is written in declarations: by the names that running expressions use. */
export function typeText(type: CelType): string {
  return type.of.length === 0 ? type.name : `${type.name}(${type.of.map(typeText).join(', ')})`;
}

const byName = new Map([
  boolType, bytesType, doubleType, durationType, dynType, intType, nullType, stringType, timestampType, uintType,
].map((type) => [type.name, type]));

/** Reads a type as `typeText` writes it; a name in angle brackets is a parameter. */
export function readType(text: string): CelType {
  const [, name = text, inner] = /^([^(]*)\((.*)\)$/.exec(text) ?? [];
  if (name.startsWith('<')) return parameter(name.slice(1, -1));
  const of = inner === undefined ? [] : splitTypes(inner).map(readType);
  const known = byName.get(name);
  if (known) return known;
  if (name === 'list' || name === 'map' || name === 'type') return { sort: name, name, of };
  return opaque(name, ...of);
}

/** The types of a list with commas between them. */
export function splitTypes(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (text[i] !== ',' || depth > 0) continue;
    parts.push(text.slice(start, i).trim());
    start = i + 1;
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}
