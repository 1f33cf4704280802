// How often the metadata of a change is looked at: what is wrong with it is a cause each time.
// Upstream: k8s.io/apiserver pkg/registry/rest BeforeUpdate; the ValidateUpdate of each kind's strategy

import type { AnyKind, FieldError } from '../../kinds/index.ts';

/** Kinds whose own validation looks at a changed object as at a new one too. */
const asNewToo: ReadonlySet<string> = new Set([
  'APIService', 'CSIStorageCapacity', 'CertificateSigningRequest', 'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'ControllerRevision', 'DeviceClass', 'Endpoints',
  'IPAddress', 'Ingress', 'IngressClass', 'Job', 'Namespace', 'Node', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'ResourceClaim', 'ResourceClaimTemplate',
  'Role', 'RoleBinding', 'RuntimeClass', 'Secret', 'ServiceAccount', 'StorageClass', 'VolumeAttributesClass',
]);
/** Kinds whose own validation does not look at it. */
const notAtAll: ReadonlySet<string> = new Set(['v1/Event', 'policy/v1/PodDisruptionBudget']);
const notThroughStatus: ReadonlySet<string> = new Set(['CronJob', 'PodDisruptionBudget']);
/** Kinds that take any finalizer of an object that is there. */
const anyFinalizer: ReadonlySet<string> = new Set([
  'APIService', 'CustomResourceDefinition', 'Event', 'Lease', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration',
  'PodDisruptionBudget', 'RuntimeClass', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
]);

/** How many rounds the kind itself makes, after those that every change goes through. */
function ownRounds({ kind, apiVersion }: AnyKind, ofStatus: boolean): number {
  if (ofStatus) return kind === 'CertificateSigningRequest' ? 2 : Number(!notThroughStatus.has(kind));
  if (asNewToo.has(kind)) return 2;
  return Number(!notAtAll.has(`${apiVersion}/${kind}`));
}

/** The errors of changed metadata, and of its finalizers, as often as they are told. */
export function inRounds(spoken: AnyKind, ofStatus: boolean, errors: readonly FieldError[], ofFinalizers: readonly FieldError[]): readonly FieldError[] {
  if (errors.length === 0 && ofFinalizers.length === 0) return errors;
  const finalizers = anyFinalizer.has(spoken.kind) && !(spoken.kind === 'Event' && spoken.view) ? [] : ofFinalizers;
  const own = Array.from({ length: ownRounds(spoken, ofStatus) }, () => [...errors, ...finalizers]).flat();
  return [...errors, ...errors, ...own];
}
