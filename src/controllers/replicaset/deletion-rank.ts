// Upstream: pkg/controller, ActivePodsWithRanks
import { floorLog2, parseTime } from '../../base/index.ts';
import { podReadyCondition } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

interface Ranked {
  readonly pod: Pod;
  readonly isAssigned: boolean;
  readonly phase: number;
  readonly isReady: boolean;
  readonly cost: number;
  /** Active Pods of the same owner on its node: a crowded node gives first. */
  readonly crowd: number;
  readonly readySinceMs: number;
  readonly restarts: number;
  readonly createdMs: number;
}

/** The Pods in the order in which a scale-down takes them: those that do the least first. */
export function rankForDeletion(pods: readonly Pod[], nowMs: number): readonly Pod[] {
  const perNode = new Map<string, number>();
  for (const { spec } of pods) if (spec.nodeName) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  const ranked = pods.map((pod) => rank(pod, perNode));
  return ranked.sort((a, b) => compare(a, b, nowMs)).map(({ pod }) => pod);
}

function rank(pod: Pod, perNode: ReadonlyMap<string, number>): Ranked {
  const ready = podReadyCondition(pod);
  const statuses = pod.status.containerStatuses ?? [];
  return {
    pod,
    isAssigned: pod.spec.nodeName !== undefined && pod.spec.nodeName !== '',
    phase: phaseOrder[pod.status.phase ?? 'Pending'] ?? 0,
    isReady: ready?.status === 'True',
    cost: Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0) || 0,
    crowd: perNode.get(pod.spec.nodeName ?? '') ?? 0,
    readySinceMs: parseTime(ready?.lastTransitionTime ?? '') ?? 0,
    restarts: Math.max(0, ...statuses.map((status) => status.restartCount)),
    createdMs: parseTime(pod.metadata.creationTimestamp) ?? 0,
  };
}

function compare(a: Ranked, b: Ranked, nowMs: number): number {
  if (a.isAssigned !== b.isAssigned) return a.isAssigned ? 1 : -1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.isReady !== b.isReady) return a.isReady ? 1 : -1;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.crowd !== b.crowd) return b.crowd - a.crowd;
  const readyOrder = compareAges(a.readySinceMs, b.readySinceMs, nowMs);
  if (a.isReady && b.isReady && readyOrder !== 0) return readyOrder;
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  return compareAges(a.createdMs, b.createdMs, nowMs) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1);
}

/** Younger first; ages of the same power of two count as equal, so that no batch is preferred. */
function compareAges(aMs: number, bMs: number, nowMs: number): number {
  const bucketA = bucket(nowMs - aMs);
  const bucketB = bucket(nowMs - bMs);
  return bucketA - bucketB;
}

function bucket(ageMs: number): number {
  return ageMs <= 0 ? -1 : floorLog2(ageMs);
}
