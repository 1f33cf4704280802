// Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus
import { compareText, formatMilli, formatWhole } from '../../base/index.ts';
import type { ContainerStatus, Pod, PodStatus } from '../../kinds/index.ts';
import { podLimits, podRequests, qosClassOf } from '../../kinds/index.ts';
import { containerStatusOf } from './container-status.ts';
import type { KubeletContext } from './context.ts';
import { timeText } from './moments.ts';
import { conditionsOf } from './pod-conditions.ts';
import type { Resize } from './pod-conditions.ts';
import { phaseOf } from './pod-phase.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';

/** The status of a Pod as the node sees it now. `isOver`: nothing of it runs any more, nor will. */
export function makePodStatus(context: KubeletContext, worker: PodWorker, isOver: boolean): PodStatus {
  const { kernel } = context;
  const { pod } = worker;
  const { spec } = pod;
  const before = worker.stored?.status ?? pod.status;
  if (worker.isRejected) return rejectedStatus(worker, before);
  const list = (specs: readonly AnyContainer[] | undefined, waits: string, isLost = false): readonly ContainerStatus[] =>
    (specs ?? []).map((container) => containerStatusOf(kernel, worker, container, waits, isLost));
  const waits = spec.initContainers && !hasStartedContainers(worker) ? 'PodInitializing' : 'ContainerCreating';
  const inits = list(spec.initContainers, 'PodInitializing');
  const isInitialised = inits.every((init, index) => (spec.initContainers?.[index]?.restartPolicy === 'Always' ? init.started : init.ready));
  const statuses = list(spec.containers, waits, isOver && isInitialised);
  const ephemeral = list(spec.ephemeralContainers, 'ContainerCreating', isOver);
  const isEndedByNode = isOver && worker.ended !== undefined;
  const wanted = settledPhase(worker, isEndedByNode ? 'Failed' : phaseOf(pod, inits, statuses, isOver));
  worker.isFinished = wanted === 'Failed' || wanted === 'Succeeded';
  // A Pod has not ended while its sidecars still run.
  const phase = worker.isFinished && !isOver && worker.runtime.running.length > 0 ? (worker.status?.phase ?? 'Running') : wanted;
  const sandbox = worker.runtime.sandbox;
  const hasSandbox = sandbox?.isReady ?? false;
  const address = sandbox?.stack.address;
  const hostAddress = context.host.stack.address;
  const conditions = conditionsOf({
    pod, before: before.conditions ?? [], own: worker.status?.conditions ?? before.conditions ?? [], phase, inits, statuses, hasSandbox, disruption: isOver ? worker.ended?.disruption : undefined, resizes: resizesOf(worker), now: timeText(kernel, kernel.nowMs),
  });
  const { generation } = pod.metadata;
  return {
    conditions,
    containerStatuses: byName(statuses),
    hostIP: hostAddress,
    hostIPs: [{ ip: hostAddress }],
    phase,
    qosClass: before.qosClass ?? qosClassOf(spec),
    startTime: before.startTime ?? timeText(kernel, worker.startedMs),
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(address === undefined ? keptAddress(before) : { podIP: address, podIPs: [{ ip: address }] }),
    ...(isOver && worker.ended ? { reason: worker.ended.reason, message: worker.ended.message } : {}),
    ...resourceTotals(pod),
  };
}

const noResizes: readonly Resize[] = [];

function resizesOf({ deferral, resize }: PodWorker): readonly Resize[] {
  if (!deferral && !resize) return noResizes;
  return [
    ...(deferral ? [{ type: 'PodResizePending', ...deferral } as const] : []),
    ...(resize ? [{ type: 'PodResizeInProgress', generation: resize.generation } as const] : []),
  ];
}

/** Statuses are kept in the order of their names, not in that of the spec. */
function byName(statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return statuses.length < 2 ? statuses : statuses.toSorted((a, b) => compareText(a.name, b.name));
}

/** A Pod that the node did not take: nothing is known of its containers. */
function rejectedStatus(worker: PodWorker, before: PodStatus): PodStatus {
  const { generation } = worker.pod.metadata;
  worker.isFinished = true;
  return {
    ...before,
    phase: 'Failed',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(worker.ended ? { reason: worker.ended.reason, message: worker.ended.message } : {}),
  };
}

/** A Pod that has ended stays so. */
function settledPhase(worker: PodWorker, phase: PodStatus['phase']): PodStatus['phase'] {
  const known = worker.status?.phase ?? worker.stored?.status.phase;
  return known === 'Failed' || known === 'Succeeded' ? known : phase;
}

function hasStartedContainers(worker: PodWorker): boolean {
  return worker.pod.spec.containers.some(({ name }) => worker.runtime.latest(name) !== undefined);
}

function keptAddress(before: PodStatus): Pick<PodStatus, 'podIP' | 'podIPs'> {
  return before.podIP === undefined ? {} : { podIP: before.podIP, podIPs: before.podIPs ?? [{ ip: before.podIP }] };
}

type ResourceTotals = Pick<PodStatus, 'allocatedResources' | 'resources'>;

const totalsBySpec = new WeakMap<object, ResourceTotals>();

/** What the Pod as a whole asks for and may use, where it says so. */
function resourceTotals(pod: Pod): ResourceTotals {
  let totals = totalsBySpec.get(pod.spec);
  if (!totals) totalsBySpec.set(pod.spec, (totals = addUp(pod)));
  return totals;
}

function addUp(pod: Pod): ResourceTotals {
  const requests = quantitiesOf(podRequests(pod));
  const limits = quantitiesOf(podLimits(pod));
  if (!requests && !limits) return {};
  const resources = { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) };
  return requests ? { allocatedResources: requests, resources } : { resources };
}

function quantitiesOf(amounts: Readonly<Record<string, number>>): Record<string, string> | undefined {
  const names = Object.keys(amounts);
  if (names.length === 0) return undefined;
  const quantities: Record<string, string> = {};
  for (const name of names) {
    const amount = amounts[name] ?? 0;
    if (name === 'cpu') quantities[name] = formatMilli(amount);
    else quantities[name] = formatWhole(amount, name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-') ? 'BinarySI' : 'DecimalSI');
  }
  return quantities;
}
