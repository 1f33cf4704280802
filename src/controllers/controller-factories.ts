import { attachDetachController } from './attach-detach/attach-detach-controller.ts';
import { bootstrapSigner } from './bootstrap/bootstrap-signer.ts';
import { tokenCleaner } from './bootstrap/token-cleaner.ts';
import { certificateApprovingController } from './certificates/approving-controller.ts';
import { certificateCleanerController } from './certificates/cleaner-controller.ts';
import { certificateSigningController } from './certificates/signing-controller.ts';
import { clusterRoleAggregationController } from './clusterrole-aggregation/clusterrole-aggregation-controller.ts';
import { cronJobController } from './cronjob/cronjob-controller.ts';
import { daemonSetController } from './daemonset/daemonset-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { deviceTaintEvictionController } from './device-taint-eviction/device-taint-eviction-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { endpointsController } from './endpoints/endpoints-controller.ts';
import { endpointSliceController } from './endpointslice/endpointslice-controller.ts';
import { endpointSliceMirroringController } from './endpointslice-mirroring/mirroring-controller.ts';
import { ephemeralVolumeController } from './ephemeral-volume/ephemeral-volume-controller.ts';
import type { ControllerFactory } from './framework/context.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler-controller.ts';
import { jobController } from './job/job-controller.ts';
import { namespaceController } from './namespace/namespace-controller.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle-controller.ts';
import { persistentVolumeController } from './persistentvolume/persistentvolume-controller.ts';
import { persistentVolumeExpander } from './persistentvolume-expander/persistentvolume-expander.ts';
import { podGarbageCollector } from './pod-garbage-collector/pod-garbage-collector.ts';
import { replicaSetController } from './replicaset/replicaset-controller.ts';
import { replicationController } from './replicaset/replication-controller.ts';
import { resourceClaimController } from './resource-claim/resource-claim-controller.ts';
import { resourceQuotaController } from './resourcequota/resource-quota-controller.ts';
import { rootCertificatePublisher, serviceAccountController } from './serviceaccount/service-account-controller.ts';
import { tokensController } from './serviceaccount/tokens-controller.ts';
import { statefulSetController } from './statefulset/statefulset-controller.ts';
import { serviceCidrsController } from './service-cidrs/service-cidrs-controller.ts';
import { storageProtectionControllers } from './storage-protection/protection-controllers.ts';
import { taintEvictionController } from './taint-eviction/taint-eviction-controller.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/ttl-after-finished-controller.ts';
import { ttlController } from './ttl/ttl-controller.ts';
import { policyStatusController } from './validatingadmissionpolicy-status/policy-status-controller.ts';

/** Every controller that a manager runs; a further one is its folder and a line here. */
export const controllerFactories: readonly ControllerFactory[] = [
  serviceAccountController,
  rootCertificatePublisher,
  tokensController,
  bootstrapSigner,
  tokenCleaner,
  certificateSigningController,
  certificateApprovingController,
  certificateCleanerController,
  clusterRoleAggregationController,
  deploymentController,
  replicaSetController,
  replicationController,
  daemonSetController,
  statefulSetController,
  jobController,
  cronJobController,
  ttlAfterFinishedController,
  horizontalPodAutoscalerController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  namespaceController,
  nodeLifecycleController,
  taintEvictionController,
  ttlController,
  podGarbageCollector,
  resourceQuotaController,
  disruptionController,
  policyStatusController,
  persistentVolumeController,
  persistentVolumeExpander,
  attachDetachController,
  ephemeralVolumeController,
  resourceClaimController,
  deviceTaintEvictionController,
  serviceCidrsController,
  ...storageProtectionControllers,
  garbageCollector,
];
