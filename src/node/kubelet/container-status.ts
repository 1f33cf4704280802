// Upstream: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses
import { withFields } from '../../base/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import { containerStatus as knownStatus } from '../../kinds/index.ts';
import type { ContainerState, ContainerStateTerminated, ContainerStatus, Pod, ResourceRequirements, VolumeMountStatus } from '../../kinds/index.ts';
import type { Container } from '../runtime/container.ts';
import { timeText } from './moments.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';
import { shouldRestart } from './pod-worker.ts';

const noState: ContainerState = Object.freeze({});

/** What the API tells of one container. `isLost`: the Pod is over, and a container that is not here will never be. */
export function containerStatusOf(kernel: Kernel, worker: PodWorker, spec: AnyContainer, waitsWith: string, isLost: boolean): ContainerStatus {
  const { runtime } = worker;
  const container = runtime.latest(spec.name);
  const previous = runtime.previous(spec.name);
  const reason = worker.waiting.get(spec.name);
  const before = previous?.exit ? { terminated: terminatedState(kernel, previous) } : noState;
  if (!container) {
    const known = worker.stored && knownStatus(worker.stored, spec.name);
    if (known?.state.terminated) return known;
    if (isLost) return withFields({ ...unmade(spec, noState), ...known }, { ready: false, started: false, state: { terminated: lost } });
    return unmade(spec, { waiting: reason ? { ...reason } : { reason: waitsWith } });
  }
  if (isLost && worker.ended?.isForgotten) {
    return withFields(unmade(spec, { terminated: lost }), { restartCount: container.config.attempt + 1, lastState: { terminated: forgotten } });
  }
  if (container.exit) {
    const terminated = terminatedState(kernel, container);
    const waits = reason !== undefined && !worker.isEnding && shouldRestart(worker.pod, spec, container.exit.code);
    return waits
      ? madeStatus(spec, container, { ready: false, started: false, state: { waiting: { ...reason } }, lastState: { terminated } })
      : madeStatus(spec, container, { ready: isDoneInit(worker.pod, spec, container), started: false, state: { terminated }, lastState: before });
  }
  if (container.startedMs === undefined) {
    return madeStatus(spec, container, { ready: false, started: false, state: { waiting: reason ? { ...reason } : { reason: waitsWith } }, lastState: before });
  }
  const started = worker.probes?.isStarted(container) ?? true;
  const ready = started && (worker.probes?.isReady(container) ?? true) && countsAsReady(worker.pod, spec);
  return madeStatus(spec, container, { ready, started, state: { running: { startedAt: timeText(kernel, container.startedMs) } }, lastState: before });
}

/** How a container has ended that nobody knows anything of. */
const lost: ContainerStateTerminated = unknownEnd('The container could not be located when the pod was terminated');

/** The same of one that was removed while it ran. */
const forgotten: ContainerStateTerminated = unknownEnd('The container could not be located when the pod was deleted.  The container used to be Running');

function unknownEnd(message: string): ContainerStateTerminated {
  return Object.freeze({ exitCode: 137, reason: 'ContainerStatusUnknown', message });
}

/** An init container that has done its work is ready; one that still works is not. */
function isDoneInit(pod: Pod, spec: AnyContainer, container: Container): boolean {
  return container.exit?.code === 0 && spec.restartPolicy !== 'Always' && (pod.spec.initContainers?.some(({ name }) => name === spec.name) ?? false);
}

function countsAsReady(pod: Pod, spec: AnyContainer): boolean {
  if (pod.spec.ephemeralContainers?.some(({ name }) => name === spec.name)) return false;
  return spec.restartPolicy === 'Always' || !(pod.spec.initContainers?.some(({ name }) => name === spec.name) ?? false);
}

function unmade(spec: AnyContainer, state: ContainerState): ContainerStatus {
  const mounts = volumeMounts(spec);
  return { name: spec.name, image: spec.image, imageID: '', restartCount: 0, ready: false, started: false, state, lastState: noState, ...(mounts ? { volumeMounts: mounts } : {}) };
}

/** What changes while a container lives. */
type Condition = Required<Pick<ContainerStatus, 'ready' | 'started' | 'state' | 'lastState'>>;

function madeStatus(spec: AnyContainer, container: Container, { ready, started, state, lastState }: Condition): ContainerStatus {
  const { image, attempt, user } = container.config;
  const { requests } = spec.resources;
  const mounts = volumeMounts(spec);
  return {
    name: spec.name,
    containerID: `containerd://${container.id}`,
    image: image.tags[0] ?? image.id,
    imageID: image.id,
    restartCount: attempt,
    ready,
    started,
    state,
    lastState,
    ...(requests ? { allocatedResources: requests } : {}),
    resources: resourcesOf(container.isRunning ? container : spec),
    user: { linux: { uid: user.uid, gid: user.gid, supplementalGroups: user.groups } },
    ...(mounts ? { volumeMounts: mounts } : {}),
  };
}

function resourcesOf({ resources: { limits, requests } }: Pick<Container, 'resources'>): ResourceRequirements {
  return { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) };
}

const mountStatuses = new WeakMap<object, readonly VolumeMountStatus[]>();

function volumeMounts(spec: AnyContainer): readonly VolumeMountStatus[] | undefined {
  if (!spec.volumeMounts) return undefined;
  let statuses = mountStatuses.get(spec.volumeMounts);
  if (!statuses) {
    statuses = spec.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name, mountPath, ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
    }));
    mountStatuses.set(spec.volumeMounts, statuses);
  }
  return statuses;
}

function terminatedState(kernel: Kernel, container: Container): ContainerStateTerminated {
  const { exit, startedMs, id } = container;
  if (!exit) return { exitCode: 0 };
  return {
    exitCode: exit.code,
    reason: exit.reason,
    ...(exit.message === undefined || exit.message === '' ? {} : { message: exit.message }),
    startedAt: startedMs === undefined ? '1970-01-01T00:00:00Z' : timeText(kernel, startedMs),
    finishedAt: timeText(kernel, exit.finishedMs),
    containerID: `containerd://${id}`,
  };
}
