// The kinds that every server of this cluster knows, in the order in which discovery lists them.

import { customResourceDefinitionKind } from './apiextensions/custom-resource-definition.ts';
import { controllerRevisionKind } from './apps/controller-revision.ts';
import { daemonSetKind } from './apps/daemon-set.ts';
import { deploymentKind } from './apps/deployment.ts';
import { replicaSetKind } from './apps/replica-set.ts';
import { statefulSetKind } from './apps/stateful-set.ts';
import { cronJobKind } from './batch/cron-job.ts';
import { jobKind } from './batch/job.ts';
import { leaseKind } from './coordination/lease.ts';
import { bindingKind } from './core/binding.ts';
import { componentStatusKind } from './core/component-status.ts';
import { configMapKind } from './core/config-map.ts';
import { endpointsKind } from './core/endpoints.ts';
import { eventKind } from './core/event.ts';
import { namespaceKind } from './core/namespace.ts';
import { nodeKind } from './core/node.ts';
import { persistentVolumeClaimKind } from './core/persistent-volume-claim.ts';
import { podTemplateKind } from './core/pod-template.ts';
import { newerEventKind } from './core/newer-event.ts';
import { podKind } from './core/pod/pod.ts';
import { replicationControllerKind } from './core/replication-controller.ts';
import { secretKind } from './core/secret.ts';
import { serviceAccountKind } from './core/service-account.ts';
import { serviceKind } from './core/service/service.ts';
import type { AnyKind } from './define-kind.ts';
import { endpointSliceKind } from './discovery/endpoint-slice.ts';
import { limitRangeKind } from './core/limit-range.ts';
import { persistentVolumeKind } from './core/persistent-volume.ts';
import { resourceQuotaKind } from './core/resource-quota.ts';
import { networkPolicyKind } from './networking/network-policy.ts';
import { runtimeClassKind } from './node/runtime-class.ts';
import { podDisruptionBudgetKind } from './policy/pod-disruption-budget.ts';
import { storageClassKind } from './storage/storage-class.ts';
import { horizontalPodAutoscalerKind } from './autoscaling/horizontal-pod-autoscaler.ts';
import { horizontalPodAutoscalerV1Kind } from './autoscaling/horizontal-pod-autoscaler-v1.ts';
import { clusterRoleBindingKind, roleBindingKind } from './rbac/binding.ts';
import { clusterRoleKind, roleKind } from './rbac/role.ts';
import { apiServiceKind } from './apiregistration/api-service.ts';
import { flowSchemaKind } from './flowcontrol/flow-schema.ts';
import { priorityLevelConfigurationKind } from './flowcontrol/priority-level-configuration.ts';
import { ipAddressKind } from './networking/ip-address.ts';
import { serviceCidrKind } from './networking/service-cidr.ts';
import { csiDriverKind } from './storage/csi-driver.ts';
import { csiNodeKind } from './storage/csi-node.ts';
import { csiStorageCapacityKind } from './storage/csi-storage-capacity.ts';
import { volumeAttachmentKind } from './storage/volume-attachment.ts';
import { volumeAttributesClassKind } from './storage/volume-attributes-class.ts';
import {
  mutatingAdmissionPolicyBindingKind, mutatingAdmissionPolicyKind, validatingAdmissionPolicyBindingKind, validatingAdmissionPolicyKind,
} from './admissionregistration/admission-policy.ts';
import { mutatingWebhookConfigurationKind, validatingWebhookConfigurationKind } from './admissionregistration/webhook-configuration.ts';
import { certificateSigningRequestKind } from './certificates/certificate-signing-request.ts';
import { deviceClassKind } from './resource/device-class.ts';
import { resourceClaimKind } from './resource/resource-claim.ts';
import { resourceClaimTemplateKind } from './resource/resource-claim-template.ts';
import { resourceSliceKind } from './resource/resource-slice.ts';
import { selfSubjectReviewKind, tokenReviewKind } from './authentication/reviews.ts';
import { localSubjectAccessReviewKind, selfSubjectAccessReviewKind, subjectAccessReviewKind } from './authorization/access-review.ts';
import { selfSubjectRulesReviewKind } from './authorization/rules-review.ts';
import { KindRegistry } from './kind-registry.ts';
import { ingressClassKind } from './networking/ingress-class.ts';
import { ingressKind } from './networking/ingress.ts';
import { priorityClassKind } from './scheduling/priority-class.ts';

/** Every kind; a further kind is its file and a line here. */
export const kinds: readonly AnyKind[] = [
  bindingKind,
  componentStatusKind,
  configMapKind,
  endpointsKind,
  eventKind,
  newerEventKind,
  limitRangeKind,
  namespaceKind,
  nodeKind,
  persistentVolumeClaimKind,
  persistentVolumeKind,
  podKind,
  podTemplateKind,
  replicationControllerKind,
  resourceQuotaKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  controllerRevisionKind,
  daemonSetKind,
  deploymentKind,
  replicaSetKind,
  statefulSetKind,
  selfSubjectReviewKind,
  tokenReviewKind,
  localSubjectAccessReviewKind,
  selfSubjectAccessReviewKind,
  selfSubjectRulesReviewKind,
  subjectAccessReviewKind,
  horizontalPodAutoscalerKind,
  horizontalPodAutoscalerV1Kind,
  certificateSigningRequestKind,
  mutatingWebhookConfigurationKind,
  validatingWebhookConfigurationKind,
  cronJobKind,
  jobKind,
  ingressKind,
  ingressClassKind,
  ipAddressKind,
  networkPolicyKind,
  serviceCidrKind,
  podDisruptionBudgetKind,
  clusterRoleBindingKind,
  clusterRoleKind,
  roleBindingKind,
  roleKind,
  deviceClassKind,
  resourceClaimKind,
  resourceClaimTemplateKind,
  resourceSliceKind,
  csiDriverKind,
  csiNodeKind,
  csiStorageCapacityKind,
  storageClassKind,
  volumeAttachmentKind,
  volumeAttributesClassKind,
  priorityClassKind,
  leaseKind,
  runtimeClassKind,
  flowSchemaKind,
  priorityLevelConfigurationKind,
  mutatingAdmissionPolicyBindingKind,
  mutatingAdmissionPolicyKind,
  validatingAdmissionPolicyBindingKind,
  validatingAdmissionPolicyKind,
  apiServiceKind,
  customResourceDefinitionKind,
  endpointSliceKind,
];

/** The registry of all built-in kinds. */
export const kindRegistry = new KindRegistry(kinds);
