// Makes public/k8s-schema.json, by which the editor completes, explains and checks: field facts as the API server states
// them (src/kinds/facts/schemas.json), descriptions from the package kubernetes-models. Run it when either changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commentsOf } from './model-comments.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const facts = JSON.parse(readFileSync(join(root, 'src/kinds/facts/schemas.json'), 'utf8'));
const definitions = facts.definitions ?? facts;

/** Kinds that the editor knows, with the version that it offers. */
const kinds = [
  'Pod/v1', 'Service/v1', 'Namespace/v1', 'Node/v1', 'Endpoints/v1', 'ConfigMap/v1', 'Secret/v1', 'ServiceAccount/v1', 'Event/v1', 'ReplicationController/v1',
  'PersistentVolume/v1', 'PersistentVolumeClaim/v1', 'LimitRange/v1', 'ResourceQuota/v1', 'Deployment/apps/v1', 'ReplicaSet/apps/v1', 'StatefulSet/apps/v1', 'DaemonSet/apps/v1',
  'Job/batch/v1', 'CronJob/batch/v1', 'Ingress/networking.k8s.io/v1', 'IngressClass/networking.k8s.io/v1', 'NetworkPolicy/networking.k8s.io/v1', 'EndpointSlice/discovery.k8s.io/v1',
  'Lease/coordination.k8s.io/v1', 'PriorityClass/scheduling.k8s.io/v1', 'PodDisruptionBudget/policy/v1', 'HorizontalPodAutoscaler/autoscaling/v2',
  'Role/rbac.authorization.k8s.io/v1', 'RoleBinding/rbac.authorization.k8s.io/v1', 'ClusterRole/rbac.authorization.k8s.io/v1', 'ClusterRoleBinding/rbac.authorization.k8s.io/v1', 'StorageClass/storage.k8s.io/v1',
  'CustomResourceDefinition/apiextensions.k8s.io/v1', 'ValidatingAdmissionPolicy/admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding/admissionregistration.k8s.io/v1',
  'MutatingAdmissionPolicy/admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicyBinding/admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration/admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration/admissionregistration.k8s.io/v1', 'CertificateSigningRequest/certificates.k8s.io/v1', 'RuntimeClass/node.k8s.io/v1', 'VolumeAttributesClass/storage.k8s.io/v1',
  'FlowSchema/flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration/flowcontrol.apiserver.k8s.io/v1', 'APIService/apiregistration.k8s.io/v1', 'ControllerRevision/apps/v1', 'PodTemplate/v1',
];

const longest = 420;

/** The words about a field, as far as the first paragraph goes. */
function clean(comment) {
  const text = comment.split(/\n\s*\n/)[0].replaceAll(/\s+/g, ' ').trim();
  return text.length > longest ? `${text.slice(0, longest).replace(/\s\S*$/, '')} …` : text;
}

function describe(name) {
  const { own, fields } = commentsOf(name);
  return { fields: new Map([...fields].map(([field, comment]) => [field, clean(comment)])), own: own === undefined ? undefined : clean(own) };
}

const out = {};
const short = (name) => name.split('.').slice(-3).join('.');

function convert(schema) {
  if (schema.$ref) return refer(schema.$ref);
  const { allOf, format, ...rest } = schema;
  if (allOf?.length === 1 && allOf[0].$ref) return refer(allOf[0].$ref);
  const next = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-kubernetes') && key !== 'oneOf'));
  if (format === 'int-or-string' || schema['x-kubernetes-int-or-string']) return { type: ['integer', 'string'] };
  if (next.items) next.items = convert(next.items);
  if (typeof next.additionalProperties === 'object') next.additionalProperties = convert(next.additionalProperties);
  return next;
}

function refer(pointer) {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const type = name.split('.').at(-1);
  if (type === 'Quantity') return { type: ['string', 'number'] };
  if (type === 'IntOrString') return { type: ['string', 'integer'] };
  if (type === 'RawExtension' || type === 'FieldsV1') return { type: 'object' };
  if (type === 'Time' || type === 'MicroTime') return { type: 'string' };
  define(name);
  return { $ref: `#/definitions/${short(name)}` };
}

function define(name) {
  const key = short(name);
  if (out[key]) return;
  const schema = definitions[name];
  out[key] = {};
  const { fields, own } = describe(name);
  const properties = Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([field, value]) => {
    const converted = convert(value);
    const description = fields.get(field);
    return [field, description === undefined ? converted : converted.$ref ? { allOf: [converted], description } : { ...converted, description }];
  }));
  const isMap = !schema?.properties && schema?.type !== 'object';
  out[key] = isMap ? { ...convert(schema ?? {}), ...(own === undefined ? {} : { description: own }) }
    : { type: 'object', properties, ...(schema.required ? { required: schema.required } : {}), additionalProperties: Object.keys(properties).length === 0, ...(own === undefined ? {} : { description: own }) };
}

function definitionOf(kind, apiVersion) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return Object.keys(definitions).find((name) => definitions[name]['x-kubernetes-group-version-kind']?.some((one) => one.group === group && one.version === version && one.kind === kind)
    && name.endsWith(`.${kind}`));
}

const branches = [];
for (const entry of kinds) {
  const [kind, ...version] = entry.split('/');
  const apiVersion = version.join('/');
  const name = definitionOf(kind, apiVersion);
  if (!name) throw new Error(`The facts have no ${kind} of ${apiVersion}`);
  define(name);
  const key = short(name);
  out[key].properties.kind = { const: kind, description: `The kind of this object: ${kind}.` };
  out[key].properties.apiVersion = { const: apiVersion };
  branches.push({ if: { properties: { kind: { const: kind } }, required: ['kind'] }, then: { $ref: `#/definitions/${key}` } });
}

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#', title: 'Kubernetes v1.36', type: 'object',
  properties: {
    apiVersion: { type: 'string', enum: [...new Set(kinds.map((entry) => entry.slice(entry.indexOf('/') + 1)))], description: 'The group and version that serves this kind.' },
    kind: { type: 'string', enum: kinds.map((entry) => entry.split('/')[0]), description: 'What this document is.' },
    metadata: { $ref: '#/definitions/meta.v1.ObjectMeta' },
  },
  allOf: branches, definitions: out,
};
const text = JSON.stringify(schema);
writeFileSync(join(root, 'public/k8s-schema.json'), `${text}\n`);
console.log(`public/k8s-schema.json: ${kinds.length} kinds, ${Object.keys(out).length} types, ${Math.round(text.length / 1000)} kB`);
