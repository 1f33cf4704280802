// Pauses before failed Pods are replaced: twice as long after each failure since the last success.
// Upstream: pkg/controller/job/backoff_utils.go
import type { Pod } from '../../kinds/index.ts';
import { allEarlierFailures, finishedMs } from './job-pods.ts';

const firstMs = 10_000; // DefaultJobPodFailureBackOff
const longestMs = 600_000; // MaxJobPodFailureBackOff

/** Failures of a Job since its last success. */
export interface Failures {
  readonly count: number;
  readonly lastMs: number;
}

export const noFailures: Failures = { count: 0, lastMs: 0 };

/** Those failures after some Pods more have ended. */
export function failuresAfter(before: Failures, succeeded: readonly Pod[], failed: readonly Pod[]): Failures {
  const lastSuccessMs = succeeded.length === 0 ? undefined : Math.max(...succeeded.map(finishedMs));
  const recent = failed.map(finishedMs).filter((ms) => lastSuccessMs === undefined || ms >= lastSuccessMs);
  const known = lastSuccessMs === undefined ? before : noFailures;
  return recent.length === 0 ? known : { count: known.count + recent.length, lastMs: Math.max(...recent) };
}

/** For how long no Pod is to be made. */
export function pauseMs({ count, lastMs }: Failures, nowMs: number): number {
  return count === 0 ? 0 : Math.max(0, Math.min(longestMs, firstMs * 2 ** (count - 1)) - (nowMs - lastMs));
}

/** For how long the Pod, which failed, is not to be replaced where each index has a limit of its own. */
export function indexPauseMs(replaced: Pod | undefined, nowMs: number): number {
  return replaced ? pauseMs({ count: allEarlierFailures(replaced) + 1, lastMs: finishedMs(replaced) }, nowMs) : 0;
}
