// Upstream: pkg/kubelet/kubelet.go SyncPod, pkg/kubelet/kuberuntime/kuberuntime_manager.go
import type { Process } from '../../kernel/index.ts';
import { claimNamesOf, isSidecar, mappedPortsOf } from '../../kinds/index.ts';
import type { Container as ContainerSpec, EphemeralContainer, Pod } from '../../kinds/index.ts';
import type { Container } from '../runtime/container.ts';
import type { PodSandbox } from '../runtime/pod-sandbox.ts';
import { mountImages, noteResized, prepareClaims, resizeInPlace, settleResize, runtimeHandler } from '../later.ts';
import { limits } from '../limits.ts';
import { restartPause } from './restart-pause.ts';
import type { ImageWait } from './container/ensure-image.ts';
import { killContainer } from './container/kill-container.ts';
import { resizeWay } from './amounts.ts';
import { beginProbes, startContainer } from './container/start-container.ts';
import type { KubeletContext } from './context.ts';
import { shouldRestart } from './pod-worker.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';
import { publishStatus } from './publish-status.ts';
import { lookForPullSecrets } from './pull-secrets.ts';
import { mountVolumes } from './volumes/mount-volumes.ts';

/** When to look at the Pod again without being woken; undefined: not before. */
export type NextLook = number | undefined;

/** Brings a Pod that is to run nearer to what its spec says. Ends early when the Pod is to end. */
export function* syncPod(context: KubeletContext, worker: PodWorker): Process<NextLook> {
  if (worker.wished) settleResize(context, worker, worker.wished);
  publishStatus(context, worker);
  if (worker.isFinished) return undefined;
  const unmounted = yield* ensureVolumes(context, worker);
  if (unmounted !== undefined) return unmounted;
  if (worker.isEnding) return undefined;
  // What devices wait for comes without a word to the kubelet: it looks again when it looks at all Pods.
  if (!worker.runtime.sandbox?.isReady && claimNamesOf(worker.pod).length > 0 && !(yield* prepareClaims(context, worker))) return limits.resyncMs + context.random.between(0, limits.resyncJitterMs);
  const sandbox = yield* ensureSandbox(context, worker);
  if (!sandbox || worker.isEnding) return context.syncBackOffMs();
  if (!worker.isStatic) yield* context.services.waitForSync();
  yield* lookForPullSecrets(context, worker);
  const walk = new ContainerWalk(context, worker, sandbox);
  yield* walk.run();
  if (worker.resize) noteResized(context, worker);
  worker.probes?.prune();
  publishStatus(context, worker);
  return walk.againMs;
}

/** Undefined when the Pod can go on, else when to look again. A Pod that has its volumes goes on when they cannot follow their sources. */
function* ensureVolumes(context: KubeletContext, worker: PodWorker): Process<NextLook> {
  const { volumes, refreshMs } = worker;
  const isDue = refreshMs !== undefined && refreshMs <= context.kernel.nowMs;
  if (volumes && !isDue) return undefined;
  worker.refreshMs = undefined;
  const againMs = yield* mountVolumes(context, worker);
  return volumes === undefined ? againMs : undefined;
}

/** The Pod's sandbox, made when there is none or its machine was switched off. */
function* ensureSandbox(context: KubeletContext, worker: PodWorker): Process<PodSandbox | undefined> {
  const { runtime, pod } = worker;
  if (runtime.sandbox?.isReady) return runtime.sandbox;
  if (runtime.sandbox) {
    worker.report(context, { type: 'Normal', reason: 'SandboxChanged', message: 'Pod sandbox changed, it will be killed and re-created.' });
  }
  const { runtimeClassName } = pod.spec;
  const wanted = runtimeClassName === undefined ? undefined : yield* runtimeHandler(context, runtimeClassName);
  if (wanted && 'error' in wanted) return noSandbox(context, worker, wanted.error);
  const sandbox = yield* context.runtime.runSandbox(runtime, {
    ...(wanted ? { handler: wanted.handler } : {}),
    hostname: hostnameOf(context, pod), isHostNetwork: pod.spec.hostNetwork ?? false, processes: pod.spec.hostPID ? 'host' : pod.spec.shareProcessNamespace ? 'pod' : 'container',
    hostPorts: mappedPortsOf(pod.spec), sysctls: pod.spec.securityContext.sysctls ?? [],
  });
  return typeof sandbox === 'string' ? noSandbox(context, worker, `rpc error: code = Unknown desc = ${sandbox}`) : sandbox;
}

function noSandbox(context: KubeletContext, worker: PodWorker, why: string): undefined {
  worker.report(context, { type: 'Warning', reason: 'FailedCreatePodSandBox', message: `Failed to create pod sandbox: ${why}` });
}

function hostnameOf(context: KubeletContext, pod: Pod): string {
  if (pod.spec.hostNetwork) return context.host.name;
  return pod.spec.hostnameOverride ?? (pod.spec.hostname || pod.metadata.name.slice(0, 63).replace(/[-.]+$/, ''));
}

/** One walk over the containers of a Pod, in their order. */
class ContainerWalk {
  /** The earliest moment at which something is to be tried again. */
  againMs: NextLook;
  private readonly context: KubeletContext;
  private readonly worker: PodWorker;
  private readonly sandbox: PodSandbox;
  /** Volumes whose images cannot be had, and why. */
  private noImage: ReadonlyMap<string, ImageWait> | undefined;

  constructor(context: KubeletContext, worker: PodWorker, sandbox: PodSandbox) {
    this.context = context;
    this.worker = worker;
    this.sandbox = sandbox;
    if (worker.refreshMs !== undefined) this.again(worker.refreshMs - context.kernel.nowMs);
  }

  *run(): Process {
    const { spec } = this.worker.pod;
    if (spec.volumes?.some(({ image }) => image)) this.noImage = yield* mountImages(this.context, this.worker);
    for (const container of spec.ephemeralContainers ?? []) yield* this.runEphemeral(container);
    if (spec.initContainers && !(yield* this.initialise(spec.initContainers))) return;
    for (const container of spec.containers) {
      if (this.worker.isEnding) return;
      yield* this.keepRunning(container);
    }
  }

  /** An ephemeral container is started once and never again. */
  private *runEphemeral(container: EphemeralContainer): Process {
    if (!this.worker.runtime.latest(container.name)) yield* this.start(container);
  }

  /** Runs the init containers one after the other; whether the others may start. */
  private *initialise(inits: readonly ContainerSpec[]): Process<boolean> {
    const hasBegun = this.worker.pod.spec.containers.some(({ name }) => this.ofThisSandbox(name) !== undefined);
    for (const init of inits) {
      if (this.worker.isEnding) return false;
      if (isSidecar(init)) {
        yield* this.keepRunning(init);
        if (!hasBegun && !this.isStarted(init)) return false;
        continue;
      }
      const container = this.ofThisSandbox(init.name);
      if (hasBegun || container?.exit?.code === 0) continue;
      if (container?.isRunning) return false;
      if (container?.exit && !shouldRestart(this.worker.pod, init, container.exit.code)) return false;
      if (!(yield* this.startAfterPause(init))) return false;
      return false; // its end wakes the worker
    }
    return true;
  }

  private isStarted(init: ContainerSpec): boolean {
    const container = this.worker.runtime.latest(init.name);
    return container?.isRunning === true && (this.worker.probes?.isStarted(container) ?? true);
  }

  /** The newest container of that name if it belongs to the present sandbox. */
  private ofThisSandbox(name: string): Container | undefined {
    const container = this.worker.runtime.latest(name);
    return container && container.createdMs >= this.sandbox.createdMs ? container : undefined;
  }

  private *keepRunning(spec: AnyContainer): Process {
    const { context, worker } = this;
    const container = worker.runtime.latest(spec.name);
    if (container?.isRunning) {
      beginProbes(context, worker, spec, container);
      const resize = resizeWay(spec, container);
      if (resize === 'in place') resizeInPlace(context, worker, spec, container);
      const beganMs = context.kernel.nowMs;
      const untilMs = (): number => beganMs + worker.pod.spec.terminationGracePeriodSeconds * 1000;
      const failed = worker.probes?.failureOf(container);
      const isOutdated = isOtherImage(spec, container);
      if (failed) yield* this.killFailed(spec, container, failed);
      else if (isOutdated) yield* killContainer(context, worker, spec, container, { message: `Container ${spec.name} definition changed, will be restarted`, untilMs });
      else if (resize === 'restart') yield* killContainer(context, worker, spec, container, { message: `Container ${spec.name} resize requires restart`, untilMs });
      else return;
      if (worker.isEnding) return;
    }
    const ended = worker.runtime.latest(spec.name)?.exit;
    if (ended && !shouldRestart(worker.pod, spec, ended.code)) return;
    yield* this.startAfterPause(spec);
  }

  private *killFailed(spec: AnyContainer, container: Container, probe: 'liveness' | 'startup'): Process {
    (this.worker.killedByProbe ??= new Set()).add(spec.name);
    const own = spec[`${probe}Probe`]?.terminationGracePeriodSeconds;
    const graceMs = (own ?? this.worker.pod.spec.terminationGracePeriodSeconds) * 1000;
    const untilMs = this.context.kernel.nowMs + graceMs;
    yield* killContainer(this.context, this.worker, spec, container, { message: `Container ${spec.name} failed ${probe} probe, will be restarted`, untilMs: () => untilMs });
    publishStatus(this.context, this.worker);
  }

  /** Starts a container unless it failed a short while ago. */
  private *startAfterPause(spec: AnyContainer): Process<boolean> {
    const pauseMs = restartPause(this.context, this.worker, spec);
    if (pauseMs === 0) return yield* this.start(spec);
    this.again(pauseMs);
    return false;
  }

  private *start(spec: AnyContainer): Process<boolean> {
    const missing = this.noImage && spec.volumeMounts?.map(({ name }) => this.noImage?.get(name)).find((why) => why !== undefined);
    const verdict = yield* startContainer(this.context, this.worker, this.sandbox, spec, missing);
    if (typeof verdict === 'object') this.again(verdict.againMs);
    if (verdict === 'given up') this.again(0);
    if (verdict === 'started' && this.noImage) this.again(limits.relistMs); // what is in images is looked at with each change
    return verdict === 'started';
  }

  private again(afterMs: number): void {
    this.againMs = Math.min(this.againMs ?? Number.POSITIVE_INFINITY, Math.max(0, afterMs));
  }
}

/** Whether the Pod now names another image than the container was made from. */
function isOtherImage(spec: AnyContainer, container: Container): boolean {
  return container.config.imageName !== spec.image;
}
