// Changes of objects as their schemas allow them, chosen by chance: fields set, changed and taken out, items of lists added,
// moved and removed. Whether a server accepts the outcome is for it to say.

import { isObject } from '../../base/index.ts';
import { definitionOf, parseApiVersion, resolveSchema, schemaNamed } from '../../kinds/index.ts';
import type { KubeObject, Schema } from '../../kinds/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Chance: an integer from zero up to below the bound. */
export type Draw = (below: number) => number;

/** Draws that were drawn beforehand; zeros when they are used up. */
export function drawsOf(numbers: readonly number[]): Draw {
  let at = 0;
  return (below) => (numbers[at++] ?? 0) % below;
}

/** The schema of an object's kind; undefined for a kind that is not built in. */
function schemaOf({ apiVersion, kind }: KubeObject): Schema | undefined {
  const definition = definitionOf({ ...parseApiVersion(apiVersion), kind });
  return definition === undefined ? undefined : schemaNamed(definition);
}

/** What of an object's metadata a client changes. */
const metadataParts: Readonly<Record<string, readonly unknown[]>> = {
  labels: [undefined, {}, { app: 'web' }, { app: 'db', 'example.com/tier': 'back' }, { app: '' }],
  annotations: [undefined, {}, { note: 'one' }, { note: 'two', 'example.com/more': '{"a": [1]}' }],
  finalizers: [undefined, [], ['example.com/a'], ['example.com/b', 'example.com/a']],
};

/** The object with a few changes, in its metadata and below its fields; with `part`, below that field alone. */
export function changedObject(object: KubeObject, draw: Draw, part?: 'status'): KubeObject {
  const schema = schemaOf(object);
  const names = Object.keys(schema?.properties ?? object).filter((name) => !['apiVersion', 'kind', 'metadata', 'status'].includes(name));
  let changed = object;
  for (let left = 1 + draw(3); left > 0; left--) {
    const name = part ?? names[draw(names.length + 1)];
    if (name === undefined) {
      changed = { ...changed, metadata: changedMetadata(changed.metadata, draw) };
      continue;
    }
    const type = schema?.properties?.[name];
    const before = new Map<string, unknown>(Object.entries(changed)).get(name);
    changed = { ...changed, [name]: before === undefined ? sample(type, draw) : changedValue(before, type, draw) };
  }
  return changed;
}

function changedMetadata(metadata: KubeObject['metadata'], draw: Draw): KubeObject['metadata'] {
  const names = Object.keys(metadataParts);
  const name = names[draw(names.length)] ?? '';
  const values = metadataParts[name] ?? [];
  const value = values[draw(values.length)];
  const { [name as 'labels']: _, ...rest } = metadata;
  return value === undefined ? rest : { ...rest, [name]: value };
}

function changedValue(value: unknown, schema: Schema | undefined, draw: Draw): unknown {
  const known = schema && resolveSchema(schema);
  if (Array.isArray(value)) return changedList(value, known?.items, draw);
  if (isObject(value)) return changedFields(value, known, draw);
  return changedLeaf(value, known, draw);
}

function changedFields(value: Fields, schema: Schema | undefined, draw: Draw): Fields {
  const present = Object.keys(value);
  const absent = Object.keys(schema?.properties ?? {}).filter((name) => !(name in value));
  const partOf = (name: string): Schema | undefined => schema?.properties?.[name] ?? schema?.additionalProperties;
  const deed = draw(8);
  if (deed === 0 && absent.length > 0) {
    const name = absent[draw(absent.length)] ?? '';
    return { ...value, [name]: sample(partOf(name), draw) };
  }
  if (deed === 0 && !schema?.properties) return { ...value, [`key-${draw(3)}`]: schema?.additionalProperties ? sample(schema.additionalProperties, draw) : (Object.values(value)[0] ?? 'x') };
  const name = present[draw(Math.max(1, present.length))];
  if (name === undefined) return value;
  if (deed === 1) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  return { ...value, [name]: changedValue(value[name], partOf(name), draw) };
}

function changedList(value: readonly unknown[], items: Schema | undefined, draw: Draw): readonly unknown[] {
  const at = draw(Math.max(1, value.length));
  switch (draw(6)) {
    case 0: return value.filter((_, index) => index !== at);
    case 1: return [...value, value.length > 0 && draw(2) === 0 ? changedValue(value[at], items, draw) : sample(items, draw)];
    case 2: return value.toReversed();
    default: return value.map((item, index) => (index === at ? changedValue(item, items, draw) : item));
  }
}

function changedLeaf(value: unknown, schema: Schema | undefined, draw: Draw): unknown {
  if (schema?.enum) return schema.enum[draw(schema.enum.length)];
  if (typeof value === 'number') return value + 1 + draw(2);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string' || schema?.format === 'byte' || schema?.format === 'date-time') return sample(schema, draw);
  return /^\d/.test(value) ? value : `${value}-${draw(3)}`;
}

const depthOfSamples = 4;

/** A value of the type. */
function sample(schema: Schema | undefined, draw: Draw, depth = 0): unknown {
  if (!schema) return 'x';
  if (schema.$ref?.endsWith('.Quantity')) return ['1', '2Gi', '500m'][draw(3)];
  const known = resolveSchema(schema);
  if (known.enum) return known.enum[draw(known.enum.length)];
  switch (known.type) {
    case 'boolean': return draw(2) === 0;
    case 'integer':
    case 'number': return 1 + draw(3);
    case 'array': return [sample(known.items, draw, depth + 1)];
    case 'string': return stringSample(known, draw);
    case 'object':
    case undefined:
  }
  if (known.additionalProperties) return { [`key-${draw(3)}`]: sample(known.additionalProperties, draw, depth + 1) };
  const names = Object.keys(known.properties ?? {});
  const wanted = new Set(known.required ?? []);
  const more = names[draw(Math.max(1, names.length))];
  if (more !== undefined && depth < depthOfSamples) wanted.add(more);
  return Object.fromEntries([...wanted].map((name) => [name, sample(known.properties?.[name], draw, depth + 1)]));
}

function stringSample({ format }: Schema, draw: Draw): unknown {
  if (format === 'date-time') return `2026-01-0${1 + draw(9)}T00:00:00Z`;
  if (format === 'byte') return ['YQ==', 'Yg=='][draw(2)];
  if (format === 'int-or-string') return [8080, 'http'][draw(2)];
  return ['1', '2', 'x', 'y'][draw(4)];
}
