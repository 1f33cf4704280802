// How `kubectl get pods` sums a Pod up.
// Upstream: pkg/printers/internalversion printPod

import { parseTime } from '../../../base/index.ts';
import { age, ageColumn, nameColumn, textColumn, wideColumn } from '../../column-cells.ts';
import { isConditionTrue } from '../../conditions.ts';
import type { Column } from '../../define-kind.ts';
import type { ContainerStateTerminated, ContainerStatus, Pod } from '../../generated/types.ts';
import { isPodTerminal, isSidecar, podIsReady } from './pod-state.ts';

/** What the columns Ready, Status and Restarts say. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  readonly lastRestart: string | undefined;
}

interface Restarts {
  readonly count: number;
  readonly last: string | undefined;
}

const noRestarts: Restarts = { count: 0, last: undefined };

function countRestarts(sum: Restarts, status: ContainerStatus): Restarts {
  const ended = status.lastState.terminated?.finishedAt;
  const isLater = ended !== undefined && (sum.last === undefined || (parseTime(ended) ?? 0) > (parseTime(sum.last) ?? 0));
  return { count: sum.count + status.restartCount, last: isLater ? ended : sum.last };
}

function endReason({ reason, signal, exitCode }: ContainerStateTerminated): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** The Pod's own reason before its containers are looked at. */
function ownReason({ status }: Pod): string {
  if (status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')) return 'SchedulingGated';
  return status.reason || status.phase;
}

interface Initialization {
  /** The reason of the init container that is not done; undefined when all are. */
  readonly reason: string | undefined;
  readonly readySidecars: number;
  readonly restarts: Restarts;
  readonly sidecarRestarts: Restarts;
}

function initReason(status: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = status.state;
  if (terminated) return `Init:${endReason(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${total}`;
}

function initialization({ spec, status }: Pod): Initialization {
  const containers = spec.initContainers ?? [];
  const sidecars = new Set(containers.filter(isSidecar).map((container) => container.name));
  let restarts = noRestarts;
  let sidecarRestarts = noRestarts;
  let readySidecars = 0;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const isStartedSidecar = sidecars.has(container.name) && container.started === true;
    restarts = countRestarts(restarts, container);
    if (sidecars.has(container.name)) sidecarRestarts = countRestarts(sidecarRestarts, container);
    if (container.state.terminated?.exitCode === 0) continue;
    if (!isStartedSidecar) return { reason: initReason(container, index, containers.length), readySidecars, restarts, sidecarRestarts };
    if (container.ready) readySidecars++;
  }
  return { reason: undefined, readySidecars, restarts, sidecarRestarts };
}

interface Running {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: Restarts;
}

function running(pod: Pod, before: string, initial: Initialization): Running {
  let reason = before;
  let restarts = initial.sidecarRestarts;
  let ready = initial.readySidecars;
  let hasRunning = false;
  let failure: string | undefined;
  for (const container of (pod.status.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated } = container.state;
    restarts = countRestarts(restarts, container);
    if (waiting?.reason) {
      reason = waiting.reason;
    } else if (terminated) {
      const ended = endReason(terminated);
      // One that has done its work does not hide that another has failed.
      reason = terminated.exitCode === 0 && ended === 'Completed' ? (failure ?? ended) : ended;
      if (terminated.exitCode !== 0) failure = ended;
    } else if (container.ready && container.state.running) {
      hasRunning = true;
      ready++;
    }
  }
  if (reason === 'Completed' && hasRunning) reason = podIsReady(pod) ? 'Running' : 'NotReady';
  return { reason, ready, restarts };
}

function deletionReason(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status.reason === 'NodeLost') return 'Unknown';
  return isPodTerminal(pod) ? undefined : 'Terminating';
}

/** Sums a Pod up in one word and three numbers. */
export function summarizePod(pod: Pod): PodSummary {
  const initial = initialization(pod);
  const isInitializing = initial.reason !== undefined && !isConditionTrue(pod.status.conditions, 'Initialized');
  const { reason, ready, restarts } = isInitializing
    ? { reason: initial.reason ?? '', ready: initial.readySidecars, restarts: initial.restarts }
    : running(pod, initial.reason ?? ownReason(pod), initial);
  return {
    ready,
    total: pod.spec.containers.length + (pod.spec.initContainers?.filter(isSidecar).length ?? 0),
    status: deletionReason(pod) ?? reason,
    restarts: restarts.count,
    lastRestart: restarts.last,
  };
}

function restartsCell(pod: Pod, nowMs: number): string {
  const { restarts, lastRestart } = summarizePod(pod);
  return restarts !== 0 && lastRestart !== undefined ? `${restarts} (${age(lastRestart, nowMs)} ago)` : String(restarts);
}

function readinessGatesCell({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter(({ conditionType }) => isConditionTrue(status.conditions, conditionType));
  return `${met.length}/${gates.length}`;
}

function readyCell(pod: Pod): string {
  const { ready, total } = summarizePod(pod);
  return `${ready}/${total}`;
}

/** The columns of `kubectl get pods`. */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  textColumn('Ready', readyCell),
  textColumn('Status', (pod) => summarizePod(pod).status),
  textColumn('Restarts', restartsCell),
  ageColumn,
  wideColumn('IP', ({ status }) => status.podIPs?.[0]?.ip || status.podIP || '<none>'),
  wideColumn('Node', ({ spec }) => spec.nodeName || '<none>'),
  wideColumn('Nominated Node', ({ status }) => status.nominatedNodeName || '<none>'),
  wideColumn('Readiness Gates', readinessGatesCell),
];
