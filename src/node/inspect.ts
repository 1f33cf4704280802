import type { ProbeState } from './kubelet/probes/pod-probes.ts';
import { allContainers } from './kubelet/pod-worker.ts';
import type { PodWorker } from './kubelet/pod-worker.ts';
import { limits } from './limits.ts';
import type { Container } from './runtime/container.ts';
import { imageSize } from './runtime/image.ts';
import type { ImageStore, Pull } from './runtime/image-store.ts';

/** A pull as far as it has come. */
export interface PullView {
  readonly image: string;
  /** Undefined while it waits for others to end. */
  readonly startedMs: number | undefined;
  /** When it should be done, if nothing goes wrong. */
  readonly endsMs: number | undefined;
  readonly totalBytes: number;
  readonly doneBytes: number;
}

/** One container as the runtime has it. */
export interface ContainerView {
  readonly name: string;
  readonly id: string;
  readonly attempt: number;
  readonly state: 'created' | 'running' | 'exited';
  readonly startedMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly memoryBytes: number;
  readonly cpuMilli: number;
  readonly logLines: number;
  readonly processes: readonly { readonly pid: number; readonly command: string }[];
}

/** One Pod as its kubelet cares for it. */
export interface PodView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly isStatic: boolean;
  readonly isEnding: boolean;
  /** When everything of it is ended by force, while it is being ended. */
  readonly graceUntilMs: number | undefined;
  readonly address: string | undefined;
  readonly containers: readonly ContainerView[];
  /** Why containers wait. */
  readonly waiting: readonly { readonly container: string; readonly reason: string; readonly message: string }[];
  readonly pull: PullView | undefined;
  readonly probes: readonly ProbeState[];
}

/** What a node has and does. */
export interface NodeView {
  readonly name: string;
  readonly isKubeletRunning: boolean;
  readonly isProxyRunning: boolean;
  readonly pods: readonly PodView[];
  readonly images: readonly { readonly name: string; readonly id: string; readonly sizeBytes: number }[];
  readonly pulls: readonly PullView[];
}

/** A Pod for the inspector. */
export function viewPod(worker: PodWorker): PodView {
  const { pod, runtime } = worker;
  const { namespace, name } = pod.metadata;
  return {
    uid: worker.uid, namespace, name,
    isStatic: worker.isStatic,
    isEnding: worker.isEnding,
    graceUntilMs: worker.graceUntilMs,
    address: runtime.sandbox?.isReady ? runtime.sandbox.stack.address : undefined,
    containers: allContainers(pod).flatMap((spec) => {
      const container = runtime.latest(spec.name);
      return container ? [viewContainer(container)] : [];
    }),
    waiting: [...worker.waiting].map(([container, reason]) => ({ container, ...reason })),
    pull: worker.pull ? viewPull(worker.pull) : undefined,
    probes: worker.probes?.states ?? [],
  };
}

function viewContainer(container: Container): ContainerView {
  const { config, id, startedMs, exit, use, log, processes } = container;
  return {
    name: config.name, id, attempt: config.attempt, startedMs,
    state: exit ? 'exited' : startedMs === undefined ? 'created' : 'running',
    exitCode: exit?.code,
    memoryBytes: use.memoryBytes,
    cpuMilli: use.cpuMilli,
    logLines: log.end,
    processes: processes.list().map(({ pid, argv }) => ({ pid, command: argv.join(' ') })),
  };
}

function viewPull({ reference, startedMs, totalBytes, doneBytes }: Pull): PullView {
  const perByteMs = 1 / limits.pullBytesPerMs + 1 / limits.unpackBytesPerMs;
  return {
    image: reference.full, startedMs, totalBytes, doneBytes,
    endsMs: startedMs === undefined ? undefined : startedMs + totalBytes * perByteMs,
  };
}

/** The images and pulls of a node for the inspector. */
export function viewImages(store: ImageStore): Pick<NodeView, 'images' | 'pulls'> {
  return {
    images: [...store.all()].map(({ tags: [name], id, image }) => ({ name: name ?? id, id, sizeBytes: imageSize(image) })),
    pulls: [...store.pulls].map(viewPull),
  };
}
