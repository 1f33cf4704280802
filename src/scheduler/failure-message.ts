// Upstream: pkg/scheduler/schedule_one.go, framework/plugins/dynamicresources (PostFilter)
import { claimNamesOf } from '../kinds/index.ts';
import { requestsDevices } from './devices/resource-classes.ts';
import type { Attempt } from './attempt.ts';
import { describeReasons } from './fit-error.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { PodInfo } from './pod-info.ts';
import { preemptionOutlook } from './preemption-outlook.ts';
import type { Snapshot } from './snapshot.ts';

const noNodes = 'no nodes available to schedule pods';

/** Why a Pod fits nowhere, as its condition and its event say it. */
export function failureMessage(
  pod: PodInfo,
  snapshot: Snapshot,
  attempt: Attempt,
  plugins: readonly SchedulerPlugin[],
): string {
  if (attempt.nodeCount === 0) return noNodes;
  const { refusedFirst, nodeCount } = attempt;
  // What would make room is asked for something that was not reached, and says only that.
  if (refusedFirst) {
    const sentence = `0/${nodeCount} nodes are available: ${refusedFirst.rejection.reasons.join(', ')}.`;
    return refusedFirst.plugin === 'DynamicResources' ? `${sentence} ${noClaims}, ${preemptionOutlook(pod, snapshot, attempt, plugins)}` : `${sentence} not found`;
  }
  const sentence = sentenceOf(attempt);
  const outlook = preemptionOutlook(pod, snapshot, attempt, plugins);
  return outlook === undefined ? sentence : `${sentence} ${claimsOutlook(pod, snapshot)}, ${outlook}`;
}

const noClaims = 'no new claims to deallocate';

/** Whether giving back what claims of the Pod have would help. */
function claimsOutlook(pod: PodInfo, { devices }: Snapshot): string {
  return claimNamesOf(pod.pod).length > 0 || requestsDevices(pod, devices) ? 'still not schedulable' : noClaims;
}

/** Why a Pod fits nowhere while the node that it waits for empties. */
export function waitingMessage(pod: PodInfo, snapshot: Snapshot, attempt: Attempt): string {
  return `${sentenceOf(attempt)} ${claimsOutlook(pod, snapshot)}, preemption: not eligible due to a terminating pod on the nominated node.`;
}

function sentenceOf({ nodeCount, refused }: Attempt): string {
  return describeReasons(nodeCount, [...refused.values()].flatMap(({ rejection }) => rejection.reasons));
}
