// What a kustomization says.
// Upstream: sigs.k8s.io/kustomize api/types

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { at, listAt, mapAt, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { YamlError, parseYaml } from '../core/yaml.ts';
import { fieldSpec } from './field-specs.ts';
import type { FieldSpec } from './field-specs.ts';
import { checkFields } from './fields.ts';

/** A generator of a ConfigMap or Secret. */
export interface Generator {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly literals: readonly string[];
  readonly files: readonly string[];
  readonly envs: readonly string[];
  readonly options: AnyObject;
  /** What becomes of an object of that name that is there. */
  readonly behavior: '' | 'create' | 'merge' | 'replace';
}

/** Labels to add, and where. */
export interface LabelRule {
  readonly pairs: Readonly<Record<string, string>>;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
  readonly fields: readonly FieldSpec[];
}

/** A patch and what it is for. */
export interface PatchRule {
  readonly target: AnyObject | undefined;
  /** What stands in the file, unless it stands elsewhere. */
  readonly text: string;
  readonly path: string;
  /** Whether the patch may give another name. */
  readonly mayRename: boolean;
  /** The rule as it was written. */
  readonly given: AnyObject;
}

/** In which order objects are written: as they came, or by their kinds. */
export interface OrderRule {
  readonly isKept: boolean;
  readonly first: readonly string[] | undefined;
  readonly last: readonly string[] | undefined;
}

/** A kustomization file, read. */
export interface Kustomization {
  readonly kind: string;
  readonly resources: readonly string[];
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly labels: readonly LabelRule[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly images: readonly AnyObject[];
  readonly replicas: readonly AnyObject[];
  readonly generators: readonly Generator[];
  readonly generatorOptions: AnyObject;
  readonly components: readonly string[];
  /** Before names and labels are changed, and those after it. */
  readonly patches: { readonly first: readonly PatchRule[]; readonly last: readonly PatchRule[] };
  readonly replacements: readonly AnyObject[];
  readonly order: OrderRule;
  readonly metadata: readonly string[];
  /** What should be written otherwise. */
  readonly warnings: readonly string[];
  readonly helmCharts: readonly AnyObject[];
  /** The files that describe what plugins make and change. */
  readonly plugins: Readonly<Record<'generator' | 'transformer' | 'validator', readonly string[]>>;
  /** Files that say where transformers act. */
  readonly configurations: readonly string[];
  readonly crds: readonly string[];
  /** The older way of replacements. */
  readonly variables: readonly AnyObject[];
  readonly openApi: Readonly<Record<string, string>>;
}

const texts = (value: readonly unknown[]): readonly string[] => value.filter((each) => typeof each === 'string');

/** A generator as an entry of `configMapGenerator` or `secretGenerator` has it. */
export function generatorRule(given: unknown, kind: Generator['kind']): Generator {
  return {
    kind, name: textAt(given, 'name'), namespace: textAt(given, 'namespace'), type: textAt(given, 'type'), literals: texts(listAt(given, 'literals')), files: texts(listAt(given, 'files')),
    envs: [...texts(listAt(given, 'envs')), ...(textAt(given, 'env') === '' ? [] : [textAt(given, 'env')])], options: mapAt(given, 'options'),
    behavior: behaviorOf(textAt(given, 'behavior')),
  };
}

function behaviorOf(text: string): Generator['behavior'] {
  return text === 'merge' || text === 'replace' || text === 'create' ? text : '';
}

function labelRules(root: AnyObject): readonly LabelRule[] {
  const rules = (listAt(root, 'labels') as readonly AnyObject[]).map((each) => ({
    pairs: mapAt(each, 'pairs'), includeSelectors: each['includeSelectors'] === true, includeTemplates: each['includeTemplates'] === true,
    fields: (listAt(each, 'fields') as readonly AnyObject[]).map(fieldSpec),
  }));
  const common = mapAt(root, 'commonLabels');
  return Object.keys(common).length > 0 ? [...rules, { pairs: common, includeSelectors: true, includeTemplates: true, fields: [] }] : rules;
}

/** A patch as an entry of `patches` has it. */
export function patchRule(given: AnyObject): PatchRule {
  return { target: isObject(given['target']) ? given['target'] : undefined, text: textAt(given, 'patch'), path: textAt(given, 'path'), mayRename: at(given, 'options', 'allowNameChange') === true, given };
}

function patchRules(root: AnyObject): Kustomization['patches'] {
  const rules = (field: string): readonly PatchRule[] => (listAt(root, field) as readonly AnyObject[]).map(patchRule);
  const strategic = texts(listAt(root, 'patchesStrategicMerge')).map((each) => patchRule(each.includes('\n') ? { patch: each } : { path: each }));
  return { first: [...strategic, ...rules('patches')], last: rules('patchesJson6902') };
}

function orderRule(root: AnyObject): OrderRule {
  const options = mapAt(root, 'sortOptions') as AnyObject;
  const legacy = mapAt(options, 'legacySortOptions') as AnyObject;
  const kinds = (field: string): readonly string[] | undefined => (legacy[field] === undefined ? undefined : texts(listAt(legacy, field)));
  return { isKept: textAt(options, 'order') === 'fifo', first: kinds('orderFirst'), last: kinds('orderLast') };
}

/** Fields of older kustomizations, and those that have taken their place. */
const olderFields: Readonly<Record<string, string>> = {
  bases: "'resources' instead.", commonLabels: "'labels' instead.", imageTags: "'images' instead.", patchesJson6902: "'patches' instead.", patchesStrategicMerge: "'patches' instead.", vars: "'replacements' instead. [EXPERIMENTAL]",
};

function olderWarnings(root: AnyObject): readonly string[] {
  return Object.entries(olderFields).flatMap(([field, instead]) => (root[field] === undefined ? [] : [`# Warning: '${field}' is deprecated. Please use ${instead} Run 'kustomize edit fix' to update your Kustomization automatically.`]));
}

/** The kinds of these files, and of which version each is. */
const versions: Readonly<Record<string, string>> = { Kustomization: 'v1beta1', Component: 'v1alpha1' };

/** What is wrong with the type that a file gives itself. */
function typeProblems(kind: string, apiVersion: string): readonly string[] {
  const version = `kustomize.config.k8s.io/${versions[kind] ?? versions['Kustomization'] ?? ''}`;
  return [
    ...(versions[kind] === undefined ? ['kind should be Kustomization or Component'] : []),
    ...(apiVersion !== '' && apiVersion !== version ? [`apiVersion for ${kind} should be ${version}`] : []),
  ];
}

/** Whether nothing stands there but what the file is. */
const isNothing = (value: unknown): boolean => value === null || value === '' || value === false || (typeof value === 'object' && Object.keys(value).length === 0);

/** Reads a kustomization file. @param directory where it is, for the refusal of another type */
export function readKustomization(text: string, directory: string): Kustomization {
  const root = parsed(text) ?? {};
  checkFields(root);
  if (Object.entries(root).every(([field, value]) => field === 'kind' || field === 'apiVersion' || isNothing(value))) throw new CommandError('kustomization.yaml is empty');
  const kind = textAt(root, 'kind') || 'Kustomization';
  const problems = typeProblems(kind, textAt(root, 'apiVersion'));
  if (problems.length > 0) throw new CommandError(`Failed to read kustomization file under ${directory}:\n${problems.join('\n')}`);
  const order = textAt(root, 'sortOptions', 'order');
  if (!['', 'fifo', 'legacy'].includes(order)) throw new CommandError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  return {
    kind, resources: texts([...listAt(root, 'resources'), ...listAt(root, 'bases')]), components: texts(listAt(root, 'components')),
    namePrefix: textAt(root, 'namePrefix'), nameSuffix: textAt(root, 'nameSuffix'), namespace: textAt(root, 'namespace'),
    labels: labelRules(root), annotations: mapAt(root, 'commonAnnotations'), images: [...listAt(root, 'images'), ...listAt(root, 'imageTags')] as readonly AnyObject[], replicas: listAt(root, 'replicas') as readonly AnyObject[],
    generators: [...listAt(root, 'configMapGenerator').map((each) => generatorRule(each, 'ConfigMap')), ...listAt(root, 'secretGenerator').map((each) => generatorRule(each, 'Secret'))],
    generatorOptions: mapAt(root, 'generatorOptions'), patches: patchRules(root), replacements: listAt(root, 'replacements') as readonly AnyObject[], order: orderRule(root), metadata: texts(listAt(root, 'buildMetadata')), warnings: olderWarnings(root),
    helmCharts: listAt(root, 'helmCharts') as readonly AnyObject[], configurations: texts(listAt(root, 'configurations')), crds: texts(listAt(root, 'crds')), variables: listAt(root, 'vars') as readonly AnyObject[],
    plugins: { generator: texts(listAt(root, 'generators')), transformer: texts(listAt(root, 'transformers')), validator: texts(listAt(root, 'validators')) }, openApi: mapAt(root, 'openapi'),
  };
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`invalid Kustomization: ${error.message.replace('error converting YAML to JSON: ', '')}`);
  }
}
