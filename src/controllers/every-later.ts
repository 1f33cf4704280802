// What controllers do with objects that a new cluster has none of.

export { changedSchedule, syncCronJob } from './cronjob/cronjob-sync.ts';
export { syncJob } from './job/job-sync.ts';
