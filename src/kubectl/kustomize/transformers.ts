// The transformers of a kustomization, in the order in which they act: its own fields, then those that `transformers` names.
// Upstream: sigs.k8s.io/kustomize api/internal/target/kusttarget_configplugin.go

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { listAt, mapAt, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml, parseYaml } from '../core/yaml.ts';
import { fieldSpec } from './field-specs.ts';
import type { FieldSpec } from './field-specs.ts';
import type { ReadFile } from './generate.ts';
import { patchRule } from './kustomization.ts';
import type { Kustomization, PatchRule } from './kustomization.ts';
import { applyRule, patchBody } from './patches.ts';
import { pluginText } from './plugins.ts';
import { replaced } from './replacements.ts';
import type { Resource } from './resource.ts';
import { inNamespace, labelSpecs, withAffix, withImage, withReplicas, withTexts } from './transform.ts';
import type { TransformerConfig } from './transformer-config.ts';

type Change = (resources: readonly Resource[]) => readonly Resource[];

/** One of them, with the kind that tells what it does. */
export interface Transformer {
  readonly kind: string;
  readonly change: Change;
}

const eachOf = (change: (resource: Resource) => Resource): Change => (resources) => resources.map(change);

/** What the fields of a kustomization do. Throws CommandError for what none can do. */
export function ownTransformers(kustomization: Kustomization, config: TransformerConfig, read: ReadFile): readonly Transformer[] {
  const { namePrefix, nameSuffix, namespace, labels, annotations, images, replicas, patches, replacements } = kustomization;
  const made = (kind: string, isThere: boolean, change: Change): readonly Transformer[] => (isThere ? [{ kind, change }] : []);
  return [
    ...patches.first.map((rule) => patchTransformer(rule, read)),
    ...made('NamespaceTransformer', namespace !== '', (resources) => inNamespace(resources, { namespace, unsetOnly: false, subjects: 'defaultOnly' }, config.namespace)),
    ...made('PrefixTransformer', namePrefix !== '', eachOf((resource) => withAffix(resource, (name) => namePrefix + name, config.prefix))),
    ...made('SuffixTransformer', nameSuffix !== '', eachOf((resource) => withAffix(resource, (name) => name + nameSuffix, config.suffix))),
    ...labels.map((rule) => ({ kind: 'LabelTransformer', change: eachOf((resource) => withTexts(resource, rule.pairs, labelSpecs(rule, config))) })),
    ...made('AnnotationsTransformer', Object.keys(annotations).length > 0, eachOf((resource) => withTexts(resource, annotations, config.annotations))),
    ...patches.last.map((rule) => patchTransformer(rule, read)),
    ...replicas.map((rule) => ({ kind: 'ReplicaCountTransformer', change: (resources: readonly Resource[]) => withReplicas(resources, rule, config.replicas) })),
    ...images.map((rule) => ({ kind: 'ImageTagTransformer', change: eachOf((resource) => withImage(resource, rule, config.images)) })),
    ...made('ReplacementTransformer', replacements.length > 0, replacementChange(replacements, read)),
  ];
}

function patchTransformer(rule: PatchRule, read: ReadFile): Transformer {
  const config = formatYaml(rule.given);
  const body = during(`trouble configuring builtin PatchTransformer with config: \`\n${config}\`: `, () => patchBody(rule, config, read));
  return { kind: 'PatchTransformer', change: (resources) => applyRule(resources, rule, body) };
}

function replacementChange(given: readonly AnyObject[], read: ReadFile): Change {
  const failed = `trouble configuring builtin ReplacementTransformer with config: \`\n${formatYaml({ Replacements: given })}\`: `;
  const all = given.flatMap((each): readonly AnyObject[] => {
    const path = textAt(each, 'path');
    if (path === '') return [each];
    if (each['source'] !== undefined || each['targets'] !== undefined) throw new CommandError(`${failed}cannot specify both path and inline replacement`);
    const file = parseYaml(read(path, failed));
    return Array.isArray(file) ? file.filter((one) => isObject(one)) : isObject(file) ? [file] : [];
  });
  return (resources) => all.reduce(replaced, resources);
}

/** What an object of `transformers` does. Throws CommandError for one that is not built in. */
export function builtinTransformer(object: AnyObject, config: TransformerConfig, read: ReadFile): Transformer {
  const kind = textAt(object, 'kind');
  const make = builtins[kind];
  if (!make) throw new CommandError(kind.endsWith('Generator') ? `plugin ${pluginText(object)} not a transformer` : `unable to load builtin ${kind}.builtin.[noGrp]`);
  const specs = (listAt(object, 'fieldSpecs') as readonly AnyObject[]).map(fieldSpec);
  return during(`plugin ${pluginText(object)} fails configuration: `, () => ({ kind, change: make({ object, specs, config, read }) }));
}

interface Given {
  readonly object: AnyObject;
  readonly specs: readonly FieldSpec[];
  readonly config: TransformerConfig;
  readonly read: ReadFile;
}

const builtins: Readonly<Record<string, (given: Given) => Change>> = {
  LabelTransformer: ({ object, specs }) => eachOf((resource) => withTexts(resource, mapAt(object, 'labels'), specs)),
  AnnotationsTransformer: ({ object, specs }) => eachOf((resource) => withTexts(resource, mapAt(object, 'annotations'), specs)),
  PrefixTransformer: ({ object, specs }) => affixed(object, specs, (name) => textAt(object, 'prefix') + name),
  SuffixTransformer: ({ object, specs }) => affixed(object, specs, (name) => name + textAt(object, 'suffix')),
  NamespaceTransformer: ({ object, specs }) => {
    const given = textAt(object, 'setRoleBindingSubjects');
    const subjects = given === 'allServiceAccounts' || given === 'none' ? given : 'defaultOnly';
    return (resources) => inNamespace(resources, { namespace: namespaceOf(object), unsetOnly: object['unsetOnly'] === true, subjects }, specs);
  },
  ImageTagTransformer: ({ object, specs }) => eachOf((resource) => withImage(resource, mapAt(object, 'imageTag'), specs)),
  ReplicaCountTransformer: ({ object, specs }) => (resources) => withReplicas(resources, mapAt(object, 'replica'), specs),
  ReplacementTransformer: ({ object, read }) => replacementChange(listAt(object, 'replacements') as readonly AnyObject[], read),
  PatchTransformer: ({ object, read }) => {
    const rule = patchRule(object);
    const body = patchBody(rule, formatYaml(object), read);
    return (resources) => applyRule(resources, rule, body);
  },
};

function affixed({ fieldSpecs }: AnyObject, specs: readonly FieldSpec[], affix: (name: string) => string): Change {
  if (fieldSpecs === undefined) throw new CommandError('fieldSpecs is not expected to be nil');
  return eachOf((resource) => withAffix(resource, affix, specs));
}

function during<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(what + error.message);
  }
}

/** How an object tells of a transformer: where it was asked for, and its name where it has one. */
export function changeRecord(kind: string, name: string, configuredIn: string): AnyObject {
  return { configuredIn, configuredBy: { apiVersion: 'builtin', kind, ...(name === '' ? undefined : { name }) } };
}
