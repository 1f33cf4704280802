// What may stand in a kustomization file. A field stands under its path in Go, which is what a refusal tells of it: parts that have a
// type's name are structs within structs, and JSON knows only the last.
// Upstream: sigs.k8s.io/kustomize api/types

import { compareText, isObject, jsonKind } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';

/** What may stand in a field; a list in brackets, a struct as its name and fields. `any` is not looked into. */
type Shape = 'any' | 'bool' | 'int' | 'string' | 'texts' | 'types.SortOrder' | Struct | readonly [Struct] | readonly ['string'];

interface Struct {
  readonly type: string;
  readonly fields: Readonly<Record<string, Shape>>;
}

const struct = (type: string, fields: Readonly<Record<string, Shape>>): Struct => ({ type, fields });
const strings = ['string'] as const;

const gvk = { 'Gvk.group': 'string', 'Gvk.version': 'string', 'Gvk.kind': 'string' } as const;
const id = { 'ResId.Gvk.group': 'string', 'ResId.Gvk.version': 'string', 'ResId.Gvk.kind': 'string', 'ResId.name': 'string', 'ResId.namespace': 'string' } as const;
const selector = struct('Selector', { ...id, annotationSelector: 'string', labelSelector: 'string' });
const fieldOptions = struct('FieldOptions', { delimiter: 'string', index: 'int', encoding: 'string', create: 'bool' });
const fieldSpec = struct('FieldSpec', { ...gvk, path: 'string', create: 'bool' });
const patch = struct('Patch', { path: 'string', patch: 'string', target: selector, options: 'any' });
const generatorOptions = struct('GeneratorOptions', { labels: 'texts', annotations: 'texts', disableNameSuffixHash: 'bool', immutable: 'bool' });
const generator = {
  'GeneratorArgs.namespace': 'string', 'GeneratorArgs.name': 'string', 'GeneratorArgs.behavior': 'string', 'GeneratorArgs.options': generatorOptions,
  'GeneratorArgs.KvPairSources.literals': strings, 'GeneratorArgs.KvPairSources.files': strings, 'GeneratorArgs.KvPairSources.envs': strings, 'GeneratorArgs.KvPairSources.env': 'string',
} as const;
const replacement = {
  'Replacement.source': struct('SourceSelector', { ...id, fieldPath: 'string', options: fieldOptions }), 'Replacement.sourceValue': 'string',
  'Replacement.targets': [struct('TargetSelector', { select: selector, reject: [selector], fieldPaths: strings, options: fieldOptions })],
} as const;
const image = struct('Image', { name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string' });

const kustomization = struct('Kustomization', {
  'TypeMeta.kind': 'string', 'TypeMeta.apiVersion': 'string', metadata: struct('ObjectMeta', { name: 'string', namespace: 'string', labels: 'texts', annotations: 'texts' }), openapi: 'texts',
  namePrefix: 'string', nameSuffix: 'string', namespace: 'string', commonLabels: 'texts', commonAnnotations: 'texts',
  labels: [struct('Label', { pairs: 'texts', includeSelectors: 'bool', includeTemplates: 'bool', fields: [fieldSpec] })],
  patches: [patch], patchesStrategicMerge: strings, patchesJson6902: [patch], images: [image], imageTags: [image],
  replacements: [struct('ReplacementField', { ...replacement, path: 'string' })], replicas: [struct('Replica', { name: 'string', count: 'int' })],
  vars: [struct('Var', { name: 'string', objref: struct('Target', { ...gvk, apiVersion: 'string', name: 'string', namespace: 'string' }), fieldref: struct('FieldSelector', { fieldPath: 'string', fieldpath: 'string' }) })],
  sortOptions: struct('SortOptions', { order: 'types.SortOrder', legacySortOptions: struct('LegacySortOptions', { orderFirst: strings, orderLast: strings }) }),
  resources: strings, bases: strings, components: strings, crds: strings, configurations: strings, generators: strings, transformers: strings, validators: strings, buildMetadata: strings,
  configMapGenerator: [struct('ConfigMapArgs', generator)], secretGenerator: [struct('SecretArgs', { ...generator, type: 'string' })], generatorOptions,
  helmGlobals: 'any', helmCharts: 'any', helmChartInflationGenerator: 'any',
});

/** Throws CommandError for the first thing that is no kustomization's, as JSON sorts its fields. */
export function checkFields(root: unknown): asserts root is Readonly<Record<string, unknown>> {
  if (!isObject(root)) throw refused(`cannot unmarshal ${jsonKind(root)} into Go value of type types.Kustomization`);
  checkStruct(root, kustomization, []);
}

const refused = (why: string): CommandError => new CommandError(`invalid Kustomization: json: ${why}`);

function checkStruct(value: Readonly<Record<string, unknown>>, { type, fields }: Struct, path: readonly string[]): void {
  const paths = new Map(Object.keys(fields).map((each) => [each.slice(each.lastIndexOf('.') + 1), each]));
  for (const name of Object.keys(value).sort(compareText)) {
    const goPath = paths.get(name);
    const shape = goPath === undefined ? undefined : fields[goPath];
    if (goPath === undefined || shape === undefined) throw refused(`unknown field ${JSON.stringify(name)}`);
    checkValue(value[name], shape, { type, path: [...path, goPath.replace('TypeMeta.', '')] });
  }
}

interface Place {
  readonly type: string;
  readonly path: readonly string[];
}

const goTypes: Readonly<Record<string, string>> = { bool: 'bool', int: 'int64', texts: 'map[string]string' };

function goType(shape: Shape): string {
  if (typeof shape === 'string') return goTypes[shape] ?? shape;
  if ('type' in shape) return `types.${shape.type}`;
  return `[]${goType(shape[0])}`;
}

function checkValue(value: unknown, shape: Shape, place: Place): void {
  if (value === null || value === undefined || shape === 'any') return;
  const isRight = typeof shape === 'string' ? isScalar(value, shape) : 'type' in shape ? isObject(value) : Array.isArray(value);
  const said = shape === 'int' && typeof value === 'number' ? ` ${value}` : '';
  if (!isRight) throw refused(`cannot unmarshal ${jsonKind(value)}${said} into Go struct field ${place.type}.${place.path.join('.')} of type ${goType(shape)}`);
  if (shape === 'texts') for (const each of Object.values(value)) checkValue(each, 'string', place);
  if (typeof shape === 'string') return;
  if ('type' in shape) checkStruct(value as Readonly<Record<string, unknown>>, shape, place.path);
  else for (const each of value as readonly unknown[]) checkValue(each, shape[0], place);
}

function isScalar(value: unknown, shape: string): boolean {
  if (shape === 'texts') return isObject(value);
  if (shape === 'int') return Number.isInteger(value);
  return typeof value === (shape === 'bool' ? 'boolean' : 'string');
}
