// Writes src/kinds/generated/ from src/kinds/facts/: the TypeScript types of the API and the facts as modules.
// Run it after a change to the facts or to always-set.mjs:  node scripts/generate-types.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { alwaysSet, nullable, nullableWhenDecoded, renamed } from './always-set.mjs';

const facts = new URL('../src/kinds/facts/', import.meta.url);
const target = new URL('../src/kinds/generated/', import.meta.url);
const read = (name) => readFileSync(new URL(name, facts), 'utf8');
const schemas = JSON.parse(read('schemas.json'));
const shapes = JSON.parse(read('go-shapes.json'));
const discovery = JSON.parse(read('discovery.json'));

const prefix = '#/definitions/';
const leaf = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'Quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'Time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'MicroTime',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'JsonObject',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'JsonObject',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'JsonObject',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'unknown',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'JSONSchemaProps | readonly JSONSchemaProps[]',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'JSONSchemaProps | boolean',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'JSONSchemaProps | readonly string[]',
};
const shortName = (definition) => renamed[definition] ?? definition.slice(definition.lastIndexOf('.') + 1);
const definitions = Object.keys(schemas).filter((definition) => !(definition in leaf)).sort(byName);
function byName(a, b) { return shortName(a) < shortName(b) ? -1 : 1; }

/** Whether a kind lives in a namespace, from discovery. */
const namespaced = new Map();
for (const [path, list] of Object.entries(discovery)) {
  for (const resource of list.resources ?? []) {
    if (resource.name.includes('/')) continue;
    const group = path === '/api/v1' ? '' : path.split('/')[2];
    namespaced.set(`${group}/${resource.kind}`, resource.namespaced);
  }
}
const isNamespaced = (definition) =>
  (schemas[definition]['x-kubernetes-group-version-kind'] ?? []).some((gvk) => namespaced.get(`${gvk.group}/${gvk.kind}`));

/** Fields that Go writes out even when they are empty: those without omitempty, and structs held by value. */
function writtenAlways(definition) {
  const names = new Set(schemas[definition].required ?? []);
  for (const [name, flags] of shapes[definition] ?? []) {
    if (flags.includes('p') || flags.includes('z')) continue;
    if (!flags.includes('o') || flags.includes('s')) names.add(name);
  }
  // A Quantity, IntOrString or Time held by value is a struct to Go and a plain value here.
  for (const [name, flags, type] of shapes[definition] ?? []) {
    if (flags.includes('o') && /\.(IntOrString|Quantity|Time|MicroTime)$/.test(type) && !nullable[shortName(definition)]?.includes(name)) names.delete(name);
  }
  return names;
}

function isNullable(definition, field) {
  const name = shortName(definition);
  return (nullable[name]?.includes(field) || nullableWhenDecoded[name]?.includes(field)) ?? false;
}

function typeOf(schema, form) {
  if (schema.$ref) {
    const definition = schema.$ref.slice(prefix.length);
    if (leaf[definition]) return form === 'Input' ? leaf[definition].replaceAll('JSONSchemaProps', 'JSONSchemaPropsInput') : leaf[definition];
    return shortName(definition) + (form === 'Input' ? 'Input' : '');
  }
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  switch (schema.type) {
    case 'string': return 'string';
    case 'integer': case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'array': {
      const item = typeOf(schema.items, form);
      return `readonly ${item.includes('|') ? `(${item})` : item}[]`;
    }
    case 'object': return schema.additionalProperties ? `Readonly<Record<string, ${typeOf(schema.additionalProperties, form)}>>` : 'JsonObject';
    default: return 'unknown';
  }
}

function body(definition, form) {
  const schema = schemas[definition];
  const name = shortName(definition);
  const gvk = schema['x-kubernetes-group-version-kind'];
  const isObject = gvk?.length === 1 && schema.properties?.metadata !== undefined;
  const set = form === 'Input' ? new Set(schema.required ?? []) : new Set([...writtenAlways(definition), ...(alwaysSet[name] ?? [])]);
  const lines = [];
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    let type = typeOf(property, form);
    let present = set.has(key);
    if (isObject && key === 'apiVersion') [type, present] = [`'${gvk[0].group ? `${gvk[0].group}/` : ''}${gvk[0].version}'`, true];
    if (isObject && key === 'kind') [type, present] = [`'${gvk[0].kind}'`, true];
    if (key === 'metadata' && form === 'Stored') [type, present] = [metadataType(definition), true];
    if (isNullable(definition, key)) type = `${type} | null`;
    lines.push(`  readonly ${/^[\w$]+$/.test(key) ? key : `'${key}'`}${present ? '' : '?'}: ${type};`);
  }
  return lines.join('\n');
}

function metadataType(definition) {
  const name = shortName(definition);
  if (/TemplateSpec$|Template$/.test(name) && name !== 'PodTemplate' && name !== 'ResourceClaimTemplate') return 'ObjectMetaInput';
  if (name.endsWith('List')) return 'ListMeta';
  return isNamespaced(definition) ? 'NamespacedMeta' : 'ObjectMeta';
}

/** A type differs between its forms when its own text does, or a type that it mentions differs. */
function differing() {
  const differs = new Set(definitions.filter((d) => body(d, 'Stored') !== body(d, 'Input').replaceAll(/\b(\w+)Input\b/g, '$1')));
  const refs = (d) => [...JSON.stringify(schemas[d]).matchAll(/#\/definitions\/([^"]+)/g)].map((match) => match[1]);
  for (let grown = true; grown;) {
    grown = false;
    for (const d of definitions) {
      if (!differs.has(d) && refs(d).some((ref) => differs.has(ref))) { differs.add(d); grown = true; }
    }
  }
  return differs;
}

const differs = differing();
const lines = [
  '// Generated by scripts/generate-types.mjs from src/kinds/facts; do not edit.',
  '',
  "import type { IntOrString, JsonObject, MicroTime, Quantity, Time } from '../values.ts';",
  '',
];
for (const definition of definitions) {
  const name = shortName(definition);
  lines.push(`/** ${definition}, as stored. */`, `export interface ${name} {`, body(definition, 'Stored'), '}', '');
  if (differs.has(definition)) lines.push(`/** ${definition}, as written. */`, `export interface ${name}Input {`, body(definition, 'Input'), '}', '');
  else lines.push(`/** ${definition}, as written: the same. */`, `export type ${name}Input = ${name};`, '');
}
lines.push('/** The metadata of an object in a namespace, as stored. */', 'export interface NamespacedMeta extends ObjectMeta {', '  readonly namespace: string;', '}', '');

mkdirSync(target, { recursive: true });
const text = lines.join('\n').replaceAll(/\{\n\n\}/g, '{}');
writeFileSync(new URL('types.ts', target), text);

/** The facts as text in a module: parsing a string is faster than a literal, and its type costs the compiler nothing. */
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const asModule = (name, value, what) => {
  const json = JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  writeFileSync(new URL(`${name}.ts`, target), `// Generated by scripts/generate-types.mjs from src/kinds/facts; do not edit.\n\n/** ${what} */\nexport const ${camel(name)}Text = '${json}';\n`);
};
/** Kinds that a new cluster writes objects of beside those that it begins with: their facts are there from the beginning, all others come later. */
const written = ['/v1/Endpoints', '/v1/Event', '/v1/Node', '/v1/Pod', '/v1/Secret', 'apps/v1/Deployment', 'apps/v1/ReplicaSet', 'discovery.k8s.io/v1/EndpointSlice', 'events.k8s.io/v1/Event', 'storage.k8s.io/v1/CSINode'];
const bootstrap = read('bootstrap.jsonl').trim().split('\n').map((line) => JSON.parse(line));
const byKind = {};
for (const [definition, { 'x-kubernetes-group-version-kind': gvks = [] }] of Object.entries(schemas)) {
  if (gvks.length === 1) byKind[`${gvks[0].group}/${gvks[0].version}/${gvks[0].kind}`] = definition;
}
const first = new Set();
const needs = (definition) => {
  if (first.has(definition)) return;
  first.add(definition);
  for (const [, further] of JSON.stringify(schemas[definition]).matchAll(/#\/definitions\/([^"]+)/g)) needs(further);
};
for (const kind of written) needs(byKind[kind]);
for (const { apiVersion, kind } of bootstrap) needs(byKind[`${apiVersion.includes('/') ? '' : '/'}${apiVersion}/${kind}`]);
const inTwo = (name, value, what) => {
  const part = (isFirst) => Object.fromEntries(Object.entries(value).filter(([definition]) => first.has(definition) === isFirst));
  asModule(name, part(true), `${what} Those of the kinds that a new cluster has objects of.`);
  asModule(`further-${name}`, part(false), `${what} Those that a new cluster does without.`);
};
asModule('definitions', byKind, 'The full name of the definition of every kind, by group, version and kind.');
inTwo('schemas', schemas, 'The OpenAPI definitions of types, by full name.');
const marked = Object.fromEntries(Object.entries(shapes).map(([definition, fields]) =>
  [definition, fields.map(([name, flags, ...rest]) => [name, isNullable(definition, name) ? `${flags}n` : flags, ...rest])]));
inTwo('shapes', marked, 'How Go lays types out: [json name, flags, Go type, Go name if unusual, embedded in], in order.');
asModule('discovery', discovery, 'What the discovery endpoints answer, by path.');
asModule('bootstrap', bootstrap, 'The objects that a new cluster holds.');
console.log(`${definitions.length} types, ${differs.size} of them in two forms, ${text.length} characters`);
