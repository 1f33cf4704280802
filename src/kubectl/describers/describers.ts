// Which describer a kind has.

import { describeSigningRequest } from './certificate.ts';
import { describeAttributesClass, describeIngressClass, describePriorityClass, describeStorageClass } from './classes.ts';
import { describeConfigMap, describeSecret } from './config.ts';
import type { Describer } from './describer.ts';
import { describeAnything } from './generic.ts';
import { describeAutoscaler } from './horizontal-pod-autoscaler.ts';
import { describeCronJob, describeJob } from './jobs.ts';
import { describeNamespace } from './namespace.ts';
import { describeNetworkPolicy } from './network-policy.ts';
import { describeAddress, describeAddressRange, describeEndpoints, describeEndpointSlice, describeIngress, describeService } from './network.ts';
import { describeNode } from './node.ts';
import { describeBudget } from './pod-disruption-budget.ts';
import { describePod } from './pod.ts';
import { describeLimitRange, describeQuota } from './quotas.ts';
import { describeBinding, describeRole } from './roles.ts';
import { describeServiceAccount } from './service-account.ts';
import { describeClaim, describeCsiNode, describeVolume } from './storage.ts';
import { describeController, describeDaemonSet, describeDeployment, describeReplicaSet, describeStatefulSet } from './workloads.ts';

/** By `kind.group`. */
const describers: Readonly<Record<string, Describer>> = {
  'CertificateSigningRequest.certificates.k8s.io': describeSigningRequest,
  'ClusterRole.rbac.authorization.k8s.io': describeRole,
  'ClusterRoleBinding.rbac.authorization.k8s.io': describeBinding,
  'ConfigMap.': describeConfigMap,
  'CSINode.storage.k8s.io': describeCsiNode,
  'CronJob.batch': describeCronJob,
  'DaemonSet.apps': describeDaemonSet,
  'Deployment.apps': describeDeployment,
  'Endpoints.': describeEndpoints,
  'EndpointSlice.discovery.k8s.io': describeEndpointSlice,
  'HorizontalPodAutoscaler.autoscaling': describeAutoscaler,
  'IPAddress.networking.k8s.io': describeAddress,
  'Ingress.networking.k8s.io': describeIngress,
  'IngressClass.networking.k8s.io': describeIngressClass,
  'Job.batch': describeJob,
  'LimitRange.': describeLimitRange,
  'Namespace.': describeNamespace,
  'NetworkPolicy.networking.k8s.io': describeNetworkPolicy,
  'Node.': describeNode,
  'PersistentVolume.': describeVolume,
  'PersistentVolumeClaim.': describeClaim,
  'Pod.': describePod,
  'PodDisruptionBudget.policy': describeBudget,
  'PriorityClass.scheduling.k8s.io': describePriorityClass,
  'ReplicaSet.apps': describeReplicaSet,
  'ReplicationController.': describeController,
  'ResourceQuota.': describeQuota,
  'Role.rbac.authorization.k8s.io': describeRole,
  'RoleBinding.rbac.authorization.k8s.io': describeBinding,
  'Secret.': describeSecret,
  'Service.': describeService,
  'ServiceAccount.': describeServiceAccount,
  'ServiceCIDR.networking.k8s.io': describeAddressRange,
  'StatefulSet.apps': describeStatefulSet,
  'StorageClass.storage.k8s.io': describeStorageClass,
  'VolumeAttributesClass.storage.k8s.io': describeAttributesClass,
};

/** The describer of a kind; one that shows all fields for kinds without their own. */
export function describerOf(mapping: { readonly group: string; readonly kind: string }): Describer {
  return describers[`${mapping.kind}.${mapping.group}`] ?? describeAnything;
}
