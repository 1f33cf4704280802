// What a kustomization does to its objects.
// Upstream: sigs.k8s.io/kustomize api/internal/builtins

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { at, mapAt, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { mapContainers, podSpecPath } from '../workloads/pod-spec.ts';
import type { LabelRule } from './kustomization.ts';
import type { Resource } from './resource.ts';

const clusterKinds = new Set(['ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'IngressClass', 'Namespace', 'Node', 'PersistentVolume', 'PriorityClass', 'StorageClass']);

const templateKinds = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

const merged = (object: AnyObject, path: readonly string[], added: Readonly<Record<string, string>>): AnyObject => withField(object, path, { ...mapAt(object, ...path), ...added });

/** The object with labels: in its metadata, its template and its selector as the rule says. */
export function withLabels(object: AnyObject, rule: LabelRule): AnyObject {
  const kind = textAt(object, 'kind');
  let next = merged(object, ['metadata', 'labels'], rule.pairs);
  const template = kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  if (rule.includeTemplates && templateKinds.has(kind)) next = merged(next, [...template, 'metadata', 'labels'], rule.pairs);
  if (!rule.includeSelectors) return next;
  if (kind === 'Service' && at(next, 'spec', 'selector') !== undefined) return merged(next, ['spec', 'selector'], rule.pairs);
  if (kind === 'ReplicationController') return merged(next, ['spec', 'selector'], rule.pairs);
  if (['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind)) return merged(next, ['spec', 'selector', 'matchLabels'], rule.pairs);
  return next;
}

/** The object with annotations, its template too. */
export function withAnnotations(object: AnyObject, annotations: Readonly<Record<string, string>>): AnyObject {
  const next = merged(object, ['metadata', 'annotations'], annotations);
  return templateKinds.has(textAt(object, 'kind')) && at(object, 'spec', 'template') !== undefined ? merged(next, ['spec', 'template', 'metadata', 'annotations'], annotations) : next;
}

/** The object in a namespace, unless it has none; a Namespace is that one then. */
export function inNamespace(object: AnyObject, namespace: string): AnyObject {
  if (textAt(object, 'kind') === 'Namespace') return withField(object, ['metadata', 'name'], namespace);
  if (clusterKinds.has(textAt(object, 'kind'))) return object;
  return withField(object, ['metadata', 'namespace'], namespace);
}

/** The object with other images, tags or digests. */
export function withImages(object: AnyObject, images: readonly AnyObject[]): AnyObject {
  const path = podSpecPath(textAt(object, 'kind'));
  if (!path || at(object, ...path) === undefined) return object;
  return mapContainers(object, path, (container) => {
    const current = textAt(container, 'image');
    const name = current.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    const rule = images.find((each) => each['name'] === name);
    if (!rule) return container;
    const next = textAt(rule, 'newName') || name;
    const digest = textAt(rule, 'digest');
    const tag = String(rule['newTag'] ?? '');
    const suffix = digest !== '' ? `@${digest}` : tag !== '' ? `:${tag}` : current.slice(name.length);
    return { ...container, image: next + suffix };
  });
}

const scaledKinds = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

const isScaledBy = ({ object, names }: Resource, rule: AnyObject): boolean => scaledKinds.includes(textAt(object, 'kind')) && names.includes(textAt(rule, 'name'));

/** Throws CommandError for numbers of replicas that no object takes. */
export function checkReplicas(resources: readonly Resource[], rules: readonly AnyObject[]): void {
  const idle = rules.find((rule) => !resources.some((resource) => isScaledBy(resource, rule)));
  if (idle) throw new CommandError(`resource with name ${textAt(idle, 'name')} does not match a config with the following GVK [${scaledKinds.map((kind) => `${kind}.[noVer].[noGrp]`).join(' ')}]`);
}

/** The object with other numbers of replicas. */
export function withReplicas(resource: Resource, rules: readonly AnyObject[]): AnyObject {
  const rule = rules.find((each) => isScaledBy(resource, each));
  return rule ? withField(resource.object, ['spec', 'replicas'], rule['count']) : resource.object;
}

/** Which kind a reference by name is to, by the field that holds it. */
const references: Readonly<Record<string, string>> = {
  configMapRef: 'ConfigMap', configMapKeyRef: 'ConfigMap', configMap: 'ConfigMap', secretRef: 'Secret', secretKeyRef: 'Secret', persistentVolumeClaim: 'PersistentVolumeClaim', imagePullSecrets: 'Secret',
};
const nameFields: Readonly<Record<string, string>> = { secretName: 'Secret', serviceAccountName: 'ServiceAccount', claimName: 'PersistentVolumeClaim', serviceName: 'Service' };

/** The value with references to renamed objects put right; `renamed` maps `Kind/name` to the new name. */
export function withNewNames(value: unknown, renamed: ReadonlyMap<string, string>, field = ''): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => withNewNames(each, renamed, field));
  if (!isObject(value)) return value;
  const next: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    const kind = nameFields[key] ?? (key === 'name' ? (references[field] ?? (field === 'service' ? 'Service' : kindOf(value))) : undefined);
    const found = typeof each === 'string' && kind !== undefined ? renamed.get(`${kind}/${each}`) : undefined;
    next[key] = found ?? withNewNames(each, renamed, key);
  }
  return next;
}

/** Subjects, role references and scale targets name the kind beside the name. */
function kindOf(value: AnyObject): string | undefined {
  return typeof value['kind'] === 'string' && value['metadata'] === undefined ? value['kind'] : undefined;
}
