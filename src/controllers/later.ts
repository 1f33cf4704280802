// What controllers do with objects that a new cluster has none of: it must be there before somebody makes one.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** The passes over autoscalers, Jobs, CronJobs, StatefulSets, DaemonSets, volumes and claims, what is attached to nodes, and endpoints that are written by hand or shared out among zones. */
export const passes = new Late<typeof everyLater>('what controllers do with objects that a new cluster has none of');

export const apiMetrics = passes.deferred((every) => every.apiMetrics);
export const syncAttachments = passes.deferred((every) => every.syncAttachments);
export const changedSchedule = passes.deferred((every) => every.changedSchedule);
export const evictForDevice = passes.deferred((every) => every.evictForDevice);
export const endOfPatience = passes.deferred((every) => every.endOfPatience);
export const freeClaim = passes.deferred((every) => every.freeClaim);
export const makeClaims = passes.deferred((every) => every.makeClaims);
export const mirror = passes.deferred((every) => every.mirror);
export const processorShares = passes.deferred((every) => every.processorShares);
export const reserveClaims = passes.deferred((every) => every.reserveClaims);
export const shareOut = passes.deferred((every) => every.shareOut);
export const syncAutoscaler = passes.deferred((every) => every.syncAutoscaler);
export const syncClaim = passes.deferred((every) => every.syncClaim);
export const syncCronJob = passes.deferred((every) => every.syncCronJob);
export const syncDaemonSet = passes.deferred((every) => every.syncDaemonSet);
export const syncJob = passes.deferred((every) => every.syncJob);
export const syncStatefulSet = passes.deferred((every) => every.syncStatefulSet);
export const syncVolume = passes.deferred((every) => every.syncVolume);
