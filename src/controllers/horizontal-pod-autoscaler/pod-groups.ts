import { parseTime } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { limits } from './limits.ts';
import type { PodMetric } from './metrics-source.ts';

/** How Pods count when it is computed how many there should be. */
export interface PodGroups {
  /** Measured and at work. */
  readonly ready: number;
  /** Measured perhaps, but not at work yet: what they use is counted as nothing, if it counts at all. */
  readonly unready: readonly string[];
  /** At work, and nothing was measured. */
  readonly missing: readonly string[];
  /** On their way out. */
  readonly ignored: readonly string[];
}

/** Sorts Pods by what is known of them. Of CPU alone it matters how they begin: a beginning takes more than work does. */
export function groupPods(pods: readonly Pod[], metrics: ReadonlyMap<string, PodMetric>, resource: string, nowMs: number): PodGroups {
  const unready: string[] = [];
  const missing: string[] = [];
  const ignored: string[] = [];
  let ready = 0;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const metric = metrics.get(name);
    if (deletionTimestamp !== undefined || pod.status.phase === 'Failed') ignored.push(name);
    else if (pod.status.phase === 'Pending') unready.push(name);
    else if (!metric) missing.push(name);
    else if (resource === 'cpu' && isBeginning(pod, metric, nowMs)) unready.push(name);
    else ready++;
  }
  return { ready, unready, missing, ignored };
}

/** Whether what a Pod uses may yet be its beginning. */
function isBeginning({ status }: Pod, { atMs, windowMs }: PodMetric, nowMs: number): boolean {
  const condition = findCondition(status.conditions, 'Ready');
  const startedMs = parseTime(status.startTime ?? '');
  if (!condition || startedMs === undefined) return true;
  const isUnready = condition.status === 'False';
  const changedMs = parseTime(condition.lastTransitionTime ?? '') ?? 0;
  if (startedMs + limits.cpuInitializationMs > nowMs) return isUnready || atMs < changedMs + windowMs;
  return isUnready && startedMs + limits.initialReadinessMs > changedMs;
}
