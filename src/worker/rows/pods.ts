import { containerStatus, controllerOf, isSidecar, podIsReady, summarizePod } from '../../kinds/index.ts';
import type { Container, Pod } from '../../kinds/index.ts';
import type { ContainerRow, EntityId, PodPhase, PodRow } from '../../protocol/index.ts';
import type { KindNames } from '../kind-names.ts';
import { idOf, ownerId, virtualMs } from './ids.ts';

/** What a tile shows beyond the object: from the machines, the scheduler and the owners. */
export interface PodSurroundings {
  /** The topmost owner above the Pod's controller. */
  readonly topOwner: EntityId | undefined;
  readonly assumedNode: string | undefined;
  readonly note: string | undefined;
  readonly pull: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly kinds: KindNames;
  /** Unix time in milliseconds at which the world began. */
  readonly epochMs: number;
}

/** A Pod as a tile. */
export function podRow(pod: Pod, around: PodSurroundings): PodRow {
  const { metadata, spec, status } = pod;
  const summary = summarizePod(pod);
  const owner = controllerOf(pod);
  const graceEnds = metadata.deletionTimestamp === undefined ? undefined : virtualMs(metadata.deletionTimestamp, around.epochMs);
  const { topOwner, assumedNode, note, pull } = around;
  return {
    id: idOf(pod),
    uid: metadata.uid,
    namespace: metadata.namespace,
    name: metadata.name,
    ...(owner ? { owner: ownerId(around.kinds, owner, metadata.namespace) } : {}),
    ...(topOwner === undefined ? {} : { topOwner }),
    phase: phaseOf(pod, summary.status),
    status: summary.status,
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    ...(assumedNode === undefined || spec.nodeName ? {} : { assumedNode }),
    ...(note === undefined || spec.nodeName ? {} : { note }),
    readyContainers: summary.ready,
    containers: summary.total,
    restarts: summary.restarts,
    ...(status.podIP ? { ip: status.podIP } : {}),
    createdMs: virtualMs(metadata.creationTimestamp, around.epochMs),
    ...(pull ? { pull } : {}),
    ...(graceEnds === undefined ? {} : { graceUntilMs: graceEnds }),
    container: containerRows(pod),
  };
}

const troubled = /BackOff|Err|Error|OOMKilled|Invalid|StartError|ContainerCannotRun|CreateContainer/;

/** Which moon the Pod is. */
export function phaseOf(pod: Pod, status: string): PodPhase {
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (pod.status.phase === 'Succeeded') return 'succeeded';
  if (pod.status.phase === 'Failed') return 'failed';
  if (troubled.test(status)) return 'crashLoop';
  if (!pod.spec.nodeName) return 'pending';
  if (pod.status.phase !== 'Running') return 'creating';
  return podIsReady(pod) ? 'ready' : 'notReady';
}

function containerRows(pod: Pod): readonly ContainerRow[] {
  const init = (pod.spec.initContainers ?? []).map((container) => containerRow(pod, container, isSidecar(container) ? 'sidecar' : 'init'));
  return [...init, ...pod.spec.containers.map((container) => containerRow(pod, container, 'main'))];
}

function containerRow(pod: Pod, container: Container, type: ContainerRow['type']): ContainerRow {
  const status = containerStatus(pod, container.name);
  const { running, terminated, waiting } = status?.state ?? {};
  return {
    name: container.name,
    image: container.image ?? '',
    type,
    state: running ? 'running' : terminated ? 'terminated' : 'waiting',
    reason: terminated?.reason ?? waiting?.reason ?? '',
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
  };
}
