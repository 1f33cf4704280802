// What controllers do with objects that a new cluster has none of.

export { syncAttachments } from './attach-detach/attachments.ts';
export { changedSchedule, syncCronJob } from './cronjob/cronjob-sync.ts';
export { syncDaemonSet } from './daemonset/daemonset-sync.ts';
export { endOfPatience, evictForDevice } from './device-taint-eviction/patience-for-devices.ts';
export { processorShares, shareOut } from './endpointslice/zone-shares.ts';
export { mirror } from './endpointslice-mirroring/mirror.ts';
export { apiMetrics } from './horizontal-pod-autoscaler/api-metrics.ts';
export { syncAutoscaler } from './horizontal-pod-autoscaler/autoscaler-pass.ts';
export { syncJob } from './job/job-sync.ts';
export { syncClaim } from './persistentvolume/claims.ts';
export { syncVolume } from './persistentvolume/volumes.ts';
export { freeClaim } from './resource-claim/free-claim.ts';
export { makeClaims } from './resource-claim/make-claims.ts';
export { reserveClaims } from './resource-claim/reserve-claims.ts';
export { syncStatefulSet } from './statefulset/statefulset-sync.ts';
