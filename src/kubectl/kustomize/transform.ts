// What a kustomization does to its objects, each at the places that it is told.
// Upstream: sigs.k8s.io/kustomize api/internal/builtins

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { listAt, nameOf, namespaceOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { changedAtAll, isMeant } from './field-specs.ts';
import type { FieldSpec } from './field-specs.ts';
import type { LabelRule } from './kustomization.ts';
import { renamed } from './resource.ts';
import type { Resource } from './resource.ts';
import type { TransformerConfig } from './transformer-config.ts';

/** Kinds without a namespace, as the schema that kustomize carries knows them; it does not ask the cluster. */
const clusterKinds = new Set([
  'APIService', 'CSIDriver', 'CSINode', 'CertificateSigningRequest', 'ClusterRole', 'ClusterRoleBinding', 'ComponentStatus', 'CustomResourceDefinition', 'FlowSchema', 'IngressClass', 'MutatingWebhookConfiguration', 'Namespace', 'Node',
  'PersistentVolume', 'PodSecurityPolicy', 'PriorityClass', 'PriorityLevelConfiguration', 'RuntimeClass', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'StorageClass', 'SubjectAccessReview', 'TokenReview', 'ValidatingWebhookConfiguration', 'VolumeAttachment',
]);

type Texts = Readonly<Record<string, string>>;

const withObject = (resource: Resource, object: AnyObject): Resource => (object === resource.object ? resource : { ...resource, object });

/** The object with texts more in the maps at these places. */
export function withTexts(resource: Resource, added: Texts, specs: readonly FieldSpec[]): Resource {
  return withObject(resource, changedAtAll(resource.object, specs, (before) => ({ ...(isObject(before) ? before : {}), ...added })));
}

/** Where a rule's labels go. */
export function labelSpecs(rule: LabelRule, config: TransformerConfig): readonly FieldSpec[] {
  const usual = rule.includeSelectors ? config.labels : [...config.metadataLabels, ...(rule.includeTemplates ? config.templateLabels : [])];
  return [...rule.fields, ...usual];
}

/** The object with a prefix or suffix at these places; what others know by its whole name keeps that. */
export function withAffix(resource: Resource, affix: (name: string) => string, specs: readonly FieldSpec[]): Resource {
  const { object } = resource;
  const isFixed = [{ kind: 'Namespace', group: '' }, { kind: 'CustomResourceDefinition', group: '' }, { kind: 'APIService', group: 'apiregistration.k8s.io' }].some((each) => isMeant(object, { ...each, version: '' }));
  const next = changedAtAll(object, specs.filter(({ path }) => !isFixed || path !== 'metadata/name'), (before) => (typeof before === 'string' ? affix(before) : before));
  return nameOf(next) === nameOf(object) ? withObject(resource, next) : { ...renamed({ ...resource, object: next }, nameOf(next)), affixes: [...resource.affixes, affix('')] };
}

/** How objects come into a namespace. */
export interface NamespaceRule {
  readonly namespace: string;
  /** Whether objects that are in one stay there. */
  readonly unsetOnly: boolean;
  /** Which service accounts of bindings move too. */
  readonly subjects: 'allServiceAccounts' | 'defaultOnly' | 'none';
}

/** The objects in a namespace, unless they have none; a Namespace is that one then. */
export function inNamespace(resources: readonly Resource[], { namespace, unsetOnly, subjects }: NamespaceRule, specs: readonly FieldSpec[]): readonly Resource[] {
  const moved = (before: unknown): unknown => (unsetOnly && typeof before === 'string' && before !== '' ? before : namespace);
  return resources.map((resource) => {
    const { object } = resource;
    const kind = textAt(object, 'kind');
    if (kind === 'Namespace') return renamed(resource, namespace);
    const placed = clusterKinds.has(kind) ? object : withField(object, ['metadata', 'namespace'], moved(namespaceOf(object)));
    const next = changedAtAll(placed, specs, moved);
    return withObject(resource, /^(Cluster)?RoleBinding$/.test(kind) ? withSubjects(next, (subject) => isMoved(subject, subjects) ? { ...subject, namespace: moved(subject['namespace']) } : subject) : next);
  });
}

function isMoved(subject: AnyObject, which: NamespaceRule['subjects']): boolean {
  return textAt(subject, 'kind') === 'ServiceAccount' && (which === 'allServiceAccounts' || (which === 'defaultOnly' && textAt(subject, 'name') === 'default'));
}

/** A binding with its subjects changed. */
export function withSubjects(binding: AnyObject, change: (subject: AnyObject) => AnyObject): AnyObject {
  const subjects = listAt(binding, 'subjects') as readonly AnyObject[];
  return subjects.length === 0 ? binding : { ...binding, subjects: subjects.map(change) };
}

/** The object with another image, tag or digest: in all containers, wherever they are, and at these places. */
export function withImage(resource: Resource, rule: AnyObject, specs: readonly FieldSpec[]): Resource {
  const change = (before: unknown): unknown => (typeof before === 'string' ? changedImage(before, rule) : before);
  const everywhere = textAt(resource.object, 'kind') === 'CustomResourceDefinition' ? resource.object : withContainerImages(resource.object, change);
  return withObject(resource, changedAtAll(isObject(everywhere) ? everywhere : resource.object, specs, change));
}

function withContainerImages(value: unknown, change: (before: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => withContainerImages(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => {
    if ((key !== 'containers' && key !== 'initContainers') || !Array.isArray(part)) return [key, withContainerImages(part, change)];
    return [key, part.map((each: unknown) => (isObject(each) && 'image' in each ? { ...each, image: change(each['image']) } : each))];
  }));
}

function changedImage(image: string, rule: AnyObject): string {
  const [, name = '', tag = '', digest = ''] = /^(.*?)(?::(\w[\w.-]*))?(?:@(.*))?$/.exec(image) ?? [];
  if (name !== rule['name']) return image;
  const [newTag, newDigest, suffix] = [textAt(rule, 'newTag'), textAt(rule, 'digest'), textAt(rule, 'tagSuffix')];
  const isTagged = newTag !== '' || newDigest !== '' || suffix !== '';
  const [nextTag, nextDigest] = newTag !== '' || newDigest !== '' ? [newTag, newDigest] : [tag + suffix, isTagged ? '' : digest];
  return `${textAt(rule, 'newName') || name}${nextTag !== '' ? `:${nextTag}` : ''}${nextDigest !== '' ? `@${nextDigest}` : ''}`;
}

/** The objects with another number of replicas. Throws CommandError where no object takes it. */
export function withReplicas(resources: readonly Resource[], rule: AnyObject, specs: readonly FieldSpec[]): readonly Resource[] {
  let isFound = false;
  const scaled = resources.map((resource) => {
    if (!specs.some((spec) => isMeant(resource.object, spec)) || ![...resource.names, nameOf(resource.object)].includes(textAt(rule, 'name'))) return resource;
    isFound = true;
    return withObject(resource, changedAtAll(resource.object, specs, () => rule['count']));
  });
  if (!isFound) throw new CommandError(`resource with name ${textAt(rule, 'name')} does not match a config with the following GVK [${specs.map(({ kind }) => `${kind}.[noVer].[noGrp]`).join(' ')}]`);
  return scaled;
}
