// Where names, labels, annotations, images and numbers of replicas stand in objects, and which names mean other objects; what
// `configurations` of a kustomization add.
// Upstream: sigs.k8s.io/kustomize api/internal/konfig/builtinpluginconsts

import type { AnyObject } from '../core/object.ts';
import { listAt, textAt } from '../core/object.ts';
import { fieldSpec } from './field-specs.ts';
import type { FieldSpec } from './field-specs.ts';

/** What objects of a kind are called elsewhere. */
export interface NameReference {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly fields: readonly FieldSpec[];
}

/** Where a kustomization's transformers act. */
export interface TransformerConfig {
  readonly labels: readonly FieldSpec[];
  readonly metadataLabels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly annotations: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly prefix: readonly FieldSpec[];
  readonly suffix: readonly FieldSpec[];
  /** Where variables are used. */
  readonly variables: readonly FieldSpec[];
  readonly names: readonly NameReference[];
}

/** Specs of `Kind.group path` lines; a `+` before the path makes what is missing. */
function specs(...lines: readonly string[]): readonly FieldSpec[] {
  return lines.map((line) => {
    const [type = '', path = ''] = line.split(' ');
    const [kind = '', ...group] = type.split('.');
    return { path: path.replace(/^\+/, ''), kind: kind === '*' ? '' : kind, group: group.join('.'), version: '', creates: path.startsWith('+') };
  });
}

const each = (kinds: readonly string[], paths: readonly string[]): readonly string[] => kinds.flatMap((kind) => paths.map((path) => `${kind} ${path}`));

const sets = ['Deployment.apps', 'ReplicaSet.apps', 'DaemonSet.apps', 'StatefulSet.apps'] as const;
const terms = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [`${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`, `${affinity}/requiredDuringSchedulingIgnoredDuringExecution`]);
const spread = [...terms.map((term) => `affinity/${term}`), 'topologySpreadConstraints'].map((path) => `spec/template/spec/${path}/labelSelector/matchLabels`);

const metadataLabels = specs('* +metadata/labels');
const templateLabels = specs(
  ...each(['ReplicationController', ...sets, 'Job.batch'], ['+spec/template/metadata/labels']), 'StatefulSet.apps +spec/volumeClaimTemplates[]/metadata/labels',
  ...each(['CronJob.batch'], ['+spec/jobTemplate/metadata/labels', '+spec/jobTemplate/spec/template/metadata/labels']),
);
const selectors = specs(
  ...each(['Service', 'ReplicationController'], ['+spec/selector']), ...each(sets, ['+spec/selector/matchLabels']), ...each(['Deployment.apps', 'StatefulSet.apps'], spread),
  'Job.batch spec/selector/matchLabels', 'CronJob.batch spec/jobTemplate/spec/selector/matchLabels', 'PodDisruptionBudget.policy spec/selector/matchLabels',
  ...each(['NetworkPolicy.networking.k8s.io'], ['spec/podSelector/matchLabels', 'spec/ingress/from/podSelector/matchLabels', 'spec/egress/to/podSelector/matchLabels']),
);

/** Where Pods are described, and the kinds of which each does. */
const podSpecs: readonly (readonly [kinds: readonly string[], path: string])[] = [
  [['Pod'], 'spec'], [['ReplicationController', ...sets, 'Job.batch'], 'spec/template/spec'], [['CronJob.batch'], 'spec/jobTemplate/spec/template/spec'],
];
const inPods = (...paths: readonly string[]): readonly string[] => podSpecs.flatMap(([kinds, path]) => each(kinds, paths.map((below) => `${path}/${below}`)));
const inContainers = (...paths: readonly string[]): readonly string[] => paths.flatMap((path) => [`containers/${path}`, `initContainers/${path}`]);

const webhooks = ['ValidatingWebhookConfiguration.admissionregistration.k8s.io', 'MutatingWebhookConfiguration.admissionregistration.k8s.io'] as const;
const bindings = ['RoleBinding.rbac.authorization.k8s.io', 'ClusterRoleBinding.rbac.authorization.k8s.io'] as const;
const roles = ['Role.rbac.authorization.k8s.io', 'ClusterRole.rbac.authorization.k8s.io'] as const;

function named(type: string, ...lines: readonly string[]): NameReference {
  const [kind = '', ...group] = type.split('.');
  return { kind, group: group.join('.'), version: '', fields: specs(...lines) };
}

const scaled = ['Deployment.apps', 'ReplicationController', 'ReplicaSet.apps', 'StatefulSet.apps'] as const;

/** In the order in which errors list them. */
const counted = ['Deployment.apps', 'StatefulSet.apps', 'ReplicaSet.apps', 'ReplicationController'] as const;

const names: readonly NameReference[] = [
  ...scaled.map((kind) => named(kind, 'HorizontalPodAutoscaler.autoscaling spec/scaleTargetRef/name')),
  named('ConfigMap', ...inPods('volumes/configMap/name', 'volumes/projected/sources/configMap/name', ...inContainers('env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name')), ...each(roles, ['rules/resourceNames']), 'Node spec/configSource/configMap/name'),
  named('Secret', ...inPods('volumes/secret/secretName', 'volumes/projected/sources/secret/name', 'imagePullSecrets/name', ...inContainers('env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name')),
    'ServiceAccount imagePullSecrets/name', 'Ingress.networking.k8s.io spec/tls/secretName', ...each(roles, ['rules/resourceNames'])),
  named('Service', 'StatefulSet.apps spec/serviceName', ...each(['Ingress.networking.k8s.io'], ['spec/rules/http/paths/backend/service/name', 'spec/defaultBackend/service/name']), 'APIService.apiregistration.k8s.io spec/service/name',
    'CustomResourceDefinition.apiextensions.k8s.io spec/conversion/webhook/clientConfig/service/name', ...each(webhooks, ['webhooks/clientConfig/service/name'])),
  named('ServiceAccount', ...inPods('serviceAccountName'), ...each(bindings, ['subjects'])),
  named('Role.rbac.authorization.k8s.io', ...each([bindings[0]], ['roleRef/name'])),
  named('ClusterRole.rbac.authorization.k8s.io', ...each(bindings, ['roleRef/name'])),
  named('PersistentVolumeClaim', ...inPods('volumes/persistentVolumeClaim/claimName')),
  named('PersistentVolume', 'PersistentVolumeClaim spec/volumeName'),
  named('StorageClass.storage.k8s.io', ...each(['PersistentVolume', 'PersistentVolumeClaim'], ['spec/storageClassName']), 'StatefulSet.apps spec/volumeClaimTemplates/spec/storageClassName'),
  named('PriorityClass.scheduling.k8s.io', ...inPods('priorityClassName')),
];

/** Where transformers act when nothing else is said. */
export const defaultConfig: TransformerConfig = {
  metadataLabels, templateLabels, labels: [...metadataLabels, ...selectors, ...templateLabels],
  annotations: specs('* +metadata/annotations', ...each(['ReplicationController', ...sets, 'Job.batch'], ['+spec/template/metadata/annotations']), ...each(['CronJob.batch'], ['+spec/jobTemplate/metadata/annotations', '+spec/jobTemplate/spec/template/metadata/annotations'])),
  images: specs(...each(['*'], ['spec', 'spec/template/spec'].flatMap((path) => ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((below) => `${path}/${below}`)))),
  replicas: specs(...each(counted, ['+spec/replicas'])),
  namespace: specs('APIService.apiregistration.k8s.io +spec/service/namespace', 'CustomResourceDefinition.apiextensions.k8s.io spec/conversion/webhook/clientConfig/service/namespace'),
  prefix: specs('* metadata/name'), suffix: specs('* metadata/name'),
  variables: specs(
    ...inPods(...inContainers('args', 'command', 'env/value', 'volumeMounts/mountPath'), 'volumes/nfs/server'), ...each(['Ingress.networking.k8s.io'], ['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName']),
    'Service spec/ports/port', '* metadata/labels', '* metadata/annotations',
  ),
  names,
};

/** What a file of `configurations` adds. */
export function withConfiguration(config: TransformerConfig, file: AnyObject): TransformerConfig {
  const more = (field: string): readonly FieldSpec[] => (listAt(file, field) as readonly AnyObject[]).map(fieldSpec);
  const references = (listAt(file, 'nameReference') as readonly AnyObject[]).map((given) => ({
    group: textAt(given, 'group'), version: textAt(given, 'version'), kind: textAt(given, 'kind'), fields: (listAt(given, 'fieldSpecs') as readonly AnyObject[]).map(fieldSpec),
  }));
  return {
    labels: [...config.labels, ...more('commonLabels'), ...more('labels')], metadataLabels: [...config.metadataLabels, ...more('labels')], templateLabels: [...config.templateLabels, ...more('templateLabels')],
    annotations: [...config.annotations, ...more('commonAnnotations')], images: [...config.images, ...more('images')], replicas: [...config.replicas, ...more('replicas')],
    namespace: [...config.namespace, ...more('namespace')], prefix: [...config.prefix, ...more('namePrefix')], suffix: [...config.suffix, ...more('nameSuffix')],
    variables: [...config.variables, ...more('varReference')], names: [...config.names, ...references],
  };
}

/** Both together: what a base says holds for those who use it too. */
export function joinedConfig(config: TransformerConfig, more: TransformerConfig): TransformerConfig {
  const all = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...a, ...b.filter((each) => !a.includes(each))];
  return {
    labels: all(config.labels, more.labels), metadataLabels: all(config.metadataLabels, more.metadataLabels), templateLabels: all(config.templateLabels, more.templateLabels), annotations: all(config.annotations, more.annotations),
    images: all(config.images, more.images), replicas: all(config.replicas, more.replicas), namespace: all(config.namespace, more.namespace), prefix: all(config.prefix, more.prefix), suffix: all(config.suffix, more.suffix),
    variables: all(config.variables, more.variables), names: all(config.names, more.names),
  };
}
