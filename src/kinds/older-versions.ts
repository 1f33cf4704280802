// Versions that a server serves no more, or not yet, and knows all the same: it tells whoever writes one which it expects.
// Upstream: the schemes of k8s.io/kubernetes pkg/apis/*/install

import { definitionOf } from './facts.ts';
import { apiVersionOf } from './object.ts';
import type { GroupVersionKind } from './object.ts';

const policies = 'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding';
const roles = 'ClusterRole ClusterRoleBinding Role RoleBinding';
const devices = 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice';
const flows = 'FlowSchema PriorityLevelConfiguration';

const older: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1alpha1': policies,
  'admissionregistration.k8s.io/v1beta1': `${policies} MutatingWebhookConfiguration ValidatingWebhookConfiguration`,
  'apiextensions.k8s.io/v1beta1': 'CustomResourceDefinition',
  'apiregistration.k8s.io/v1beta1': 'APIService',
  'apps/v1beta1': 'ControllerRevision Deployment DeploymentRollback Scale StatefulSet',
  'apps/v1beta2': 'ControllerRevision DaemonSet Deployment ReplicaSet Scale StatefulSet',
  'authentication.k8s.io/v1alpha1': 'SelfSubjectReview',
  'authentication.k8s.io/v1beta1': 'SelfSubjectReview TokenReview',
  'authorization.k8s.io/v1beta1': 'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'batch/v1beta1': 'CronJob',
  'certificates.k8s.io/v1beta1': 'CertificateSigningRequest',
  'coordination.k8s.io/v1beta1': 'Lease',
  'discovery.k8s.io/v1beta1': 'EndpointSlice',
  'events.k8s.io/v1beta1': 'Event',
  'extensions/v1beta1': 'DaemonSet Deployment DeploymentRollback Ingress NetworkPolicy ReplicaSet Scale',
  'flowcontrol.apiserver.k8s.io/v1beta1': flows,
  'flowcontrol.apiserver.k8s.io/v1beta2': flows,
  'flowcontrol.apiserver.k8s.io/v1beta3': flows,
  'networking.k8s.io/v1beta1': 'IPAddress Ingress IngressClass ServiceCIDR',
  'node.k8s.io/v1alpha1': 'RuntimeClass',
  'node.k8s.io/v1beta1': 'RuntimeClass',
  'policy/v1beta1': 'Eviction PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1alpha1': roles,
  'rbac.authorization.k8s.io/v1beta1': roles,
  'resource.k8s.io/v1beta1': devices,
  'resource.k8s.io/v1beta2': devices,
  'scheduling.k8s.io/v1beta1': 'PriorityClass',
  'storage.k8s.io/v1alpha1': 'CSIStorageCapacity VolumeAttachment VolumeAttributesClass',
  'storage.k8s.io/v1beta1': 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
};

/** Whether a server knows the kind in that version, served or not. */
export function isKnownKind(type: GroupVersionKind): boolean {
  return definitionOf(type) !== undefined || (older[apiVersionOf(type)]?.split(' ').includes(type.kind) ?? false);
}
