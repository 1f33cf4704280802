// What controllers do with objects that a new cluster has none of: it must be there before somebody makes one.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** The passes over autoscalers, Jobs and CronJobs. */
export const passes = new Late<typeof everyLater>('what controllers do with objects that a new cluster has none of');

export const apiMetrics = passes.deferred((every) => every.apiMetrics);
export const changedSchedule = passes.deferred((every) => every.changedSchedule);
export const syncAutoscaler = passes.deferred((every) => every.syncAutoscaler);
export const syncCronJob = passes.deferred((every) => every.syncCronJob);
export const syncJob = passes.deferred((every) => every.syncJob);
