// Objects as Go prints its own types: every field by its Go name, absent ones as zero. Some errors show them so.
// Upstream: k8s.io/apimachinery util/diff, encoding/json on types without tags

import { compareText, goJson } from '../base/index.ts';
import type { GoField } from './facts.ts';
import { shapeNamed } from './facts.ts';
import { inGoOrder } from './go-order.ts';
import { saidEmptyIn } from './said-empty.ts';
import { isUnsaid } from './unsaid-list.ts';

const packages = [
  'io.k8s.api.core.v1.', 'io.k8s.apimachinery.pkg.apis.meta.v1.', 'io.k8s.api.resource.v1.', 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.',
  'io.k8s.api.flowcontrol.v1.',
];
/** Where the server's own type has a field elsewhere than the type that it is written in: the field, and the one before it. */
const movedAfter: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Volume: [['quobyte', 'rbd'], ['flexVolume', 'quobyte']],
  PersistentVolumeSpec: [['quobyte', 'rbd'], ['flexVolume', 'iscsi']],
  JSONSchemaProps: [['nullable', 'type']],
};

/** Types that are others by another name. */
const aliases: Readonly<Record<string, string>> = {
  'v1.JSONSchemaDefinitions': 'map[string]v1.JSONSchemaProps', 'v1.JSONSchemaDependencies': 'map[string]v1.JSONSchemaPropsOrStringArray',
  'v1.ValidationRules': '[]v1.ValidationRule',
};

const numbers = new Set(['float64', 'int32', 'int64']);
/** Types that write themselves; the first is what an absent one is. */
const selfWritten: Readonly<Record<string, unknown>> = {
  'intstr.IntOrString': 0, 'resource.Quantity': '0', 'v1.LabelSelector': {}, 'runtime.RawExtension': null, 'v1.MicroTime': null, 'v1.Time': null,
};

const labelSelector = 'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector';

function shapeOf(type: string): readonly GoField[] | undefined {
  const name = type.slice(type.indexOf('.') + 1);
  for (const prefix of packages) {
    const shape = shapeNamed(prefix + name);
    if (shape.length > 0) return inOwnOrder(name, shape);
  }
  return undefined;
}

function inOwnOrder(name: string, shape: readonly GoField[]): readonly GoField[] {
  const moves = movedAfter[name];
  if (!moves) return shape;
  const result = [...shape];
  for (const [moved, before] of moves) {
    const [field] = result.splice(result.findIndex(([json]) => json === moved), 1);
    if (field) result.splice(result.findIndex(([json]) => json === before) + 1, 0, field);
  }
  return result;
}

/** A map by its keys; of structs each is printed as one. */
function sortedMap(value: object, valueType: string): Record<string, unknown> {
  const isOfStructs = shapeOf(valueType) !== undefined;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)).map(([key, each]) => [key, isOfStructs ? goValue(valueType, each) : each]));
}

/** What is written as one thing or another, and is a struct with a field for each. */
const eitherOr: Readonly<Record<string, (value: unknown) => object>> = {
  'v1.JSONSchemaPropsOrArray': (value) => (Array.isArray(value) ? { JSONSchemas: value } : { Schema: value }),
  'v1.JSONSchemaPropsOrBool': (value) => (typeof value === 'boolean' ? { Allows: value } : { Allows: true, Schema: value }),
  'v1.JSONSchemaPropsOrStringArray': (value) => (Array.isArray(value) ? { Property: value } : { Schema: value }),
};

/** A value as its Go type prints it. */
export function goValue(name: string, value: unknown): unknown {
  const type = aliases[name] ?? name;
  if (type.startsWith('*')) return value === undefined || value === null ? null : goValue(type.slice(1), value);
  if (type.startsWith('[]')) return Array.isArray(value) && !isUnsaid(value) ? value.map((item) => goValue(type.slice(2), item)) : null;
  if (type.startsWith('map[') || type === 'v1.ResourceList') return typeof value === 'object' && value !== null ? sortedMap(value, type.slice(type.indexOf(']') + 1)) : null;
  if (type in selfWritten) return value === undefined || value === null ? selfWritten[type] : type === 'v1.LabelSelector' ? inGoOrder(labelSelector, value) : value;
  if (type === 'bool') return value ?? false;
  if (numbers.has(type)) return value ?? 0;
  const shape = shapeOf(type);
  const either = eitherOr[type];
  if (shape && either) {
    const said: Readonly<Record<string, unknown>> = { ...either(value) };
    return Object.fromEntries(shape.map((field) => [goFieldName(field), goValue(field[2], said[goFieldName(field)])]));
  }
  return shape ? Object.fromEntries(goFields(type, (value ?? {}) as object)) : (value ?? '');
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What Go calls a field. */
export function goFieldName([json, , , goName]: GoField): string {
  return goName || capitalized(json);
}

/** What Go prints, a field a line: the texts that errors about changes compare. */
export function goLines(value: unknown): string {
  return goJson(value, { indent: 1, keepsOrder: true });
}

/** The fields of an object of a Go type by their Go names, in the order of the type. */
export function goFields(type: string, object: object): ReadonlyMap<string, unknown> {
  const values = object as Readonly<Record<string, unknown>>;
  return new Map((shapeOf(type) ?? []).flatMap((field): readonly (readonly [string, unknown])[] => {
    const said = values[field[0]];
    const value = said === undefined || said === null || isUnsaid(said) ? (saidEmptyIn(object, field[0]) ?? said) : said;
    // Metadata stands among the other fields, as it is written.
    if (field[2] === 'v1.ObjectMeta') return Object.entries(inGoOrder('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', value ?? {}) as object);
    return [[goFieldName(field), goValue(field[2], value)]];
  }));
}
