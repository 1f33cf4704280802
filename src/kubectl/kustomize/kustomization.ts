// What a kustomization says.
// Upstream: sigs.k8s.io/kustomize api/types

import { isObject, jsonKind } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { listAt, mapAt, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { YamlError, parseYaml } from '../core/yaml.ts';

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
}

/** A patch and what it is for. */
export interface PatchRule {
  readonly target: AnyObject | undefined;
  readonly text: string;
  readonly path: string;
}

/** In which order objects are written: as they came, or by their kinds. */
export interface OrderRule {
  readonly isKept: boolean;
  readonly first: readonly string[] | undefined;
  readonly last: readonly string[] | undefined;
}

/** A kustomization file, read. */
export interface Kustomization {
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
  readonly plugins: Readonly<Record<'generator' | 'transformer', readonly string[]>>;
}

const known = new Set([
  'apiVersion', 'bases', 'buildMetadata', 'commonAnnotations', 'commonLabels', 'components', 'configMapGenerator', 'generatorOptions', 'generators', 'helmCharts', 'helmGlobals', 'images', 'kind', 'labels', 'metadata', 'namePrefix', 'nameSuffix',
  'namespace', 'patches', 'patchesJson6902', 'patchesStrategicMerge', 'replacements', 'replicas', 'resources', 'secretGenerator', 'sortOptions', 'transformers',
]);

const texts = (value: readonly unknown[]): readonly string[] => value.filter((each) => typeof each === 'string');

function generators(root: AnyObject, field: string, kind: Generator['kind']): readonly Generator[] {
  return listAt(root, field).map((each) => ({
    kind, name: textAt(each, 'name'), namespace: textAt(each, 'namespace'), type: textAt(each, 'type'), literals: texts(listAt(each, 'literals')), files: texts(listAt(each, 'files')),
    envs: [...texts(listAt(each, 'envs')), ...(textAt(each, 'env') === '' ? [] : [textAt(each, 'env')])], options: mapAt(each, 'options'),
    behavior: behaviorOf(textAt(each, 'behavior')),
  }));
}

function behaviorOf(text: string): Generator['behavior'] {
  return text === 'merge' || text === 'replace' || text === 'create' ? text : '';
}

/** Labels are texts; YAML makes of some words something else. */
function checkPairs(rules: readonly AnyObject[]): void {
  for (const value of rules.flatMap((rule) => Object.values(mapAt(rule, 'pairs')) as readonly unknown[])) {
    if (typeof value === 'string') continue;
    throw new CommandError(`invalid Kustomization: json: cannot unmarshal ${jsonKind(value)} into Go struct field Label.labels.pairs of type string`);
  }
}

function labelRules(root: AnyObject): readonly LabelRule[] {
  const rules = (listAt(root, 'labels') as readonly AnyObject[]).map((each) => ({
    pairs: mapAt(each, 'pairs'), includeSelectors: each['includeSelectors'] === true, includeTemplates: each['includeSelectors'] === true || each['includeTemplates'] === true,
  }));
  const common = mapAt(root, 'commonLabels');
  return Object.keys(common).length > 0 ? [{ pairs: common, includeSelectors: true, includeTemplates: true }, ...rules] : rules;
}

function patchRules(root: AnyObject): Kustomization['patches'] {
  const strategic = texts(listAt(root, 'patchesStrategicMerge')).map((each) => ({ target: undefined, text: each.includes('\n') ? each : '', path: each.includes('\n') ? '' : each }));
  const rules = (field: string): readonly PatchRule[] => (listAt(root, field) as readonly AnyObject[]).map((each) => ({
    target: isObject(each['target']) ? each['target'] : undefined, text: textAt(each, 'patch'), path: textAt(each, 'path'),
  }));
  return { first: [...strategic, ...rules('patches')], last: rules('patchesJson6902') };
}

function orderRule(root: AnyObject): OrderRule {
  const options = mapAt(root, 'sortOptions') as AnyObject;
  const legacy = mapAt(options, 'legacySortOptions') as AnyObject;
  const kinds = (field: string): readonly string[] | undefined => (legacy[field] === undefined ? undefined : texts(listAt(legacy, field)));
  return { isKept: textAt(options, 'order') === 'fifo', first: kinds('orderFirst'), last: kinds('orderLast') };
}

/** Fields of older kustomizations, and those that have taken their place. */
const olderFields: Readonly<Record<string, string>> = { bases: 'resources', commonLabels: 'labels', patchesJson6902: 'patches', patchesStrategicMerge: 'patches' };

function olderWarnings(root: AnyObject): readonly string[] {
  return Object.entries(olderFields).flatMap(([field, instead]) => (root[field] === undefined ? [] : [`# Warning: '${field}' is deprecated. Please use '${instead}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.`]));
}

/** Reads a kustomization file. */
export function readKustomization(text: string): Kustomization {
  let root: unknown;
  try {
    root = parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`invalid Kustomization: ${error.message}`);
  }
  if (!isObject(root)) throw new CommandError('kustomization.yaml is empty');
  const unknown = Object.keys(root).find((field) => !known.has(field));
  if (unknown !== undefined) throw new CommandError(`invalid Kustomization: json: unknown field ${JSON.stringify(unknown)}`);
  checkPairs(listAt(root, 'labels') as readonly AnyObject[]);
  return {
    resources: texts([...listAt(root, 'resources'), ...listAt(root, 'bases')]), components: texts(listAt(root, 'components')),
    namePrefix: textAt(root, 'namePrefix'), nameSuffix: textAt(root, 'nameSuffix'), namespace: textAt(root, 'namespace'),
    labels: labelRules(root), annotations: mapAt(root, 'commonAnnotations'), images: listAt(root, 'images') as readonly AnyObject[], replicas: listAt(root, 'replicas') as readonly AnyObject[],
    generators: [...generators(root, 'configMapGenerator', 'ConfigMap'), ...generators(root, 'secretGenerator', 'Secret')],
    generatorOptions: mapAt(root, 'generatorOptions'), patches: patchRules(root), replacements: listAt(root, 'replacements') as readonly AnyObject[], order: orderRule(root), metadata: texts(listAt(root, 'buildMetadata')), warnings: olderWarnings(root),
    helmCharts: listAt(root, 'helmCharts') as readonly AnyObject[],
    plugins: { generator: texts(listAt(root, 'generators')), transformer: texts(listAt(root, 'transformers')) },
  };
}
