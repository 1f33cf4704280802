// What is read of Jobs and their Pods by whoever watches them.
import { isConditionTrue } from '../../kinds/index.ts';
import type { Job, Pod } from '../../kinds/index.ts';

/** Keeps a Pod until its end has been counted. */
export const jobTrackingFinalizer = 'batch.kubernetes.io/job-tracking';

/** Whether the Pod's end has yet to be counted. */
export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(jobTrackingFinalizer) === true;
}

/** Whether the Job has ended, with or without success. */
export function isJobFinished({ status: { conditions } }: Job): boolean {
  return isConditionTrue(conditions, 'Complete') || isConditionTrue(conditions, 'Failed');
}

/** A patch of a Pod whose end need not be counted any more. */
export const untracked = { metadata: { '$deleteFromPrimitiveList/finalizers': [jobTrackingFinalizer] } };
