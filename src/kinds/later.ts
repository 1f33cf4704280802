// What a cluster asks only once somebody has written more than a new one has: its parts must be there by then.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** How definitions and their objects, policies, webhooks, and kinds of which a new cluster has no objects are checked. */
export const checks = new Late<typeof everyLater>('what checks kinds that a new cluster has no objects of');

export const checkCounters = checks.deferred((every) => every.checkCounters);
export const checkDevice = checks.deferred((every) => every.checkDevice);
export const checkNodes = checks.deferred((every) => every.checkNodes);
export const checkResourceClaimSpec = checks.deferred((every) => every.checkResourceClaimSpec);
export const claimStatusErrors = checks.deferred((every) => every.claimStatusErrors);
export const customKinds = checks.deferred((every) => every.customKinds);
export const onlyTrue = checks.deferred((every) => every.onlyTrue);
export const typeWarnings = checks.deferred((every) => every.typeWarnings);
export const unknownFormats = checks.deferred((every) => every.unknownFormats);
export const validateApproval = checks.deferred((every) => every.validateApproval);
export const validateAutoscaler = checks.deferred((every) => every.validateAutoscaler);
export const validateAutoscalerStatus = checks.deferred((every) => every.validateAutoscalerStatus);
export const validateCertificateStatus = checks.deferred((every) => every.validateCertificateStatus);
export const validateClaim = checks.deferred((every) => every.validateClaim);
export const validateClaimStatus = checks.deferred((every) => every.validateClaimStatus);
export const validateClaimUpdate = checks.deferred((every) => every.validateClaimUpdate);
export const validateCronJob = checks.deferred((every) => every.validateCronJob);
export const validateCronJobUpdate = checks.deferred((every) => every.validateCronJobUpdate);
export const validateDaemonSet = checks.deferred((every) => every.validateDaemonSet);
export const validateDaemonSetStatus = checks.deferred((every) => every.validateDaemonSetStatus);
export const validateDaemonSetUpdate = checks.deferred((every) => every.validateDaemonSetUpdate);
export const validateDefinition = checks.deferred((every) => every.validateDefinition);
export const validateDefinitionStatus = checks.deferred((every) => every.validateDefinitionStatus);
export const validateDefinitionUpdate = checks.deferred((every) => every.validateDefinitionUpdate);
export const validateIngress = checks.deferred((every) => every.validateIngress);
export const validateIngressClass = checks.deferred((every) => every.validateIngressClass);
export const validateIngressClassUpdate = checks.deferred((every) => every.validateIngressClassUpdate);
export const validateIngressStatus = checks.deferred((every) => every.validateIngressStatus);
export const validateIngressUpdate = checks.deferred((every) => every.validateIngressUpdate);
export const validateJob = checks.deferred((every) => every.validateJob);
export const validateJobStatus = checks.deferred((every) => every.validateJobStatus);
export const validateJobUpdate = checks.deferred((every) => every.validateJobUpdate);
export const validateLimitRange = checks.deferred((every) => every.validateLimitRange);
export const validateMutatingBinding = checks.deferred((every) => every.validateMutatingBinding);
export const validateMutatingPolicy = checks.deferred((every) => every.validateMutatingPolicy);
export const validateNetworkPolicy = checks.deferred((every) => every.validateNetworkPolicy);
export const validatePersistentVolume = checks.deferred((every) => every.validatePersistentVolume);
export const validatePersistentVolumeUpdate = checks.deferred((every) => every.validatePersistentVolumeUpdate);
export const validateReplicationController = checks.deferred((every) => every.validateReplicationController);
export const validateReplicationControllerStatus = checks.deferred((every) => every.validateReplicationControllerStatus);
export const validateResourceQuota = checks.deferred((every) => every.validateResourceQuota);
export const validateResourceQuotaStatus = checks.deferred((every) => every.validateResourceQuotaStatus);
export const validateResourceQuotaUpdate = checks.deferred((every) => every.validateResourceQuotaUpdate);
export const validateSigningRequest = checks.deferred((every) => every.validateSigningRequest);
export const validateStatefulSet = checks.deferred((every) => every.validateStatefulSet);
export const validateStatefulSetName = checks.deferred((every) => every.validateStatefulSetName);
export const validateStatefulSetStatus = checks.deferred((every) => every.validateStatefulSetStatus);
export const validateStatefulSetUpdate = checks.deferred((every) => every.validateStatefulSetUpdate);
export const validateValidatingBinding = checks.deferred((every) => every.validateValidatingBinding);
export const validateValidatingPolicy = checks.deferred((every) => every.validateValidatingPolicy);
export const validateWebhooks = checks.deferred((every) => every.validateWebhooks);
