// What controllers do with objects that a new cluster has none of.

export { changedSchedule, syncCronJob } from './cronjob/cronjob-sync.ts';
export { apiMetrics } from './horizontal-pod-autoscaler/api-metrics.ts';
export { syncAutoscaler } from './horizontal-pod-autoscaler/autoscaler-pass.ts';
export { syncJob } from './job/job-sync.ts';
