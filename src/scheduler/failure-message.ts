// Upstream: pkg/scheduler/schedule_one.go, framework/plugins/dynamicresources (PostFilter)
import { claimNamesOf } from '../kinds/index.ts';
import type { ResourceClaim } from '../kinds/index.ts';
import { claimsFor } from './devices/pod-claims.ts';
import { requestsDevices } from './devices/resource-classes.ts';
import { claimInTheWay } from './later.ts';
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
  return outlook === undefined ? sentence : `${sentence} ${claimsOutlook(pod, snapshot, attempt)}, ${outlook}`;
}

const noClaims = 'no new claims to deallocate';

/** A claim of the Pod that gives back what it has, so that another node may do; undefined: there is none. */
export function claimToGiveBack({ pod }: PodInfo, { devices, nodes }: Snapshot, { refused }: Attempt): ResourceClaim | undefined {
  const claims = claimsFor(pod, devices);
  if (claims.length === 0 || typeof claims === 'string') return undefined;
  return claimInTheWay(pod, claims, nodes.filter(({ name }) => refused.get(name)?.plugin === 'DynamicResources'));
}

/** Whether giving back what claims of the Pod have would help. */
function claimsOutlook(pod: PodInfo, snapshot: Snapshot, attempt: Attempt): string {
  const { devices } = snapshot;
  if (claimToGiveBack(pod, snapshot, attempt)) return 'deallocation of ResourceClaim completed';
  return claimNamesOf(pod.pod).length > 0 || requestsDevices(pod, devices) ? 'still not schedulable' : noClaims;
}

/** Why a Pod fits nowhere while the node that it waits for empties. */
export function waitingMessage(pod: PodInfo, snapshot: Snapshot, attempt: Attempt): string {
  return `${sentenceOf(attempt)} ${claimsOutlook(pod, snapshot, attempt)}, preemption: not eligible due to a terminating pod on the nominated node.`;
}

function sentenceOf({ nodeCount, refused }: Attempt): string {
  return describeReasons(nodeCount, [...refused.values()].flatMap(({ rejection }) => rejection.reasons));
}
