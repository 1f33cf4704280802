// Upstream: pkg/kubelet/prober/{worker,prober_manager}.go
import { Signal, race, timeout } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Probe } from '../../../kinds/index.ts';
import type { Container } from '../../runtime/container.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import { fieldPathOf } from '../pod-worker.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import { Flag } from '../flag.ts';
import { tryProbe } from './probe-action.ts';

type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** What the probes of one running container have found so far; shown by the inspector. */
export interface ProbeState {
  readonly container: string;
  readonly kind: ProbeKind;
  isPassing: boolean;
  /** Attempts in a row with the same outcome. */
  streak: number;
  lastMessage: string;
  lastTriedMs: number | undefined;
}

/** What the trace keeps of a probe whose verdict has changed. */
export interface ProbeRecord {
  readonly type: 'probe';
  /** `namespace/name` */
  readonly pod: string;
  readonly container: string;
  readonly kind: ProbeKind;
  readonly isPassing: boolean;
}

interface ContainerProbes {
  readonly states: readonly ProbeState[];
  readonly started: Flag;
  /** The probe that says that the container must be started again. */
  failed: 'liveness' | 'startup' | undefined;
  /** A readiness probe is to be tried before its time. */
  readonly asked: Signal;
  isAsked: boolean;
}

const word = { liveness: 'Liveness', readiness: 'Readiness', startup: 'Startup' } as const;

/** The probes of a Pod's containers: a process for each probe while its container runs. */
export class PodProbes {
  private readonly context: KubeletContext;
  private readonly worker: PodWorker;
  private readonly containers = new Map<Container, ContainerProbes>();
  /** From when on the periods of a probe are counted; a restart of its container does not begin them anew. */
  private readonly countedFromMs = new Map<string, number>();

  constructor(context: KubeletContext, worker: PodWorker) {
    this.context = context;
    this.worker = worker;
  }

  /** Begins to probe a container that has started. */
  begin(spec: AnyContainer, container: Container): void {
    if (this.containers.has(container)) return;
    const states: ProbeState[] = [];
    const probes: ContainerProbes = { states, started: new Flag(`the start of container ${spec.name}`), failed: undefined, asked: new Signal(`a look at container ${spec.name}`), isAsked: false };
    if (!spec.startupProbe) probes.started.raise();
    this.containers.set(container, probes);
    for (const kind of ['startup', 'readiness', 'liveness'] as const) {
      const probe = spec[`${kind}Probe`];
      if (!probe) continue;
      const state: ProbeState = { container: spec.name, kind, isPassing: kind === 'liveness', streak: 0, lastMessage: '', lastTriedMs: undefined };
      states.push(state);
      const { kernel, group } = this.context;
      kernel.spawn(`${kind} probe of ${this.worker.title} ${spec.name}`, this.probe(spec, container, probes, state, probe), group);
    }
  }

  /** Has the readiness of what is not ready yet tried at once: the kubelet asks for it whenever it makes the Pod's status. */
  askUnready(): void {
    for (const [container, probes] of this.containers) {
      if (!container.isRunning || !probes.started.isReady || this.isReady(container)) continue;
      probes.isAsked = true;
      probes.asked.notify();
    }
  }

  /** Forgets containers that have ended. */
  prune(): void {
    for (const container of this.containers.keys()) if (!container.isRunning) this.containers.delete(container);
  }

  /** Whether a container's startup probe has succeeded (or there is none). */
  isStarted(container: Container): boolean {
    return this.containers.get(container)?.started.isReady ?? true;
  }

  /** Whether a container's readiness probe succeeds (or there is none). */
  isReady(container: Container): boolean {
    const readiness = this.containers.get(container)?.states.find(({ kind }) => kind === 'readiness');
    return readiness?.isPassing ?? true;
  }

  /** The probe that wants the container to be started again. */
  failureOf(container: Container): 'liveness' | 'startup' | undefined {
    return this.containers.get(container)?.failed;
  }

  /** Everything the probes have found. */
  get states(): readonly ProbeState[] {
    return [...this.containers.values()].flatMap(({ states }) => states);
  }

  private *probe(spec: AnyContainer, container: Container, probes: ContainerProbes, state: ProbeState, probe: Probe): Process {
    const { kernel } = this.context;
    if (state.kind !== 'startup' && !probes.started.isReady) yield* race([probes.started, container.ended]);
    const firstMs = (container.startedMs ?? 0) + (probe.initialDelaySeconds ?? 0) * 1000;
    let beganMs = kernel.nowMs;
    for (;;) {
      yield* this.waitForTurn(spec.name, container, probes, state, { periodMs: probe.periodSeconds * 1000, afterMs: beganMs });
      beganMs = kernel.nowMs;
      if (!container.isRunning || probes.failed) return;
      if (this.worker.isEnding && state.kind !== 'readiness') return;
      if (kernel.nowMs < firstMs) continue;
      yield* this.tryOnce(spec, container, probes, state, probe);
      if (state.kind === 'startup' && state.isPassing) return;
    }
  }

  /** Waits for the next turn of a probe, or until its readiness is asked for, which begins its periods anew. */
  private *waitForTurn(
    name: string, container: Container, probes: ContainerProbes, { kind }: ProbeState, { periodMs, afterMs }: { readonly periodMs: number; readonly afterMs: number },
  ): Process {
    const { kernel } = this.context;
    const key = `${name} ${kind}`;
    const fromMs = this.countedFromMs.get(key) ?? this.worker.startedMs;
    const nextMs = fromMs + (Math.floor((afterMs - fromMs) / periodMs) + 1) * periodMs;
    // A turn that has just been is a rounding error before itself.
    const turnMs = nextMs > afterMs ? nextMs : nextMs + periodMs;
    const untilTurn = timeout(Math.max(0, turnMs - kernel.nowMs));
    if (kind !== 'readiness') {
      yield* race([container.ended, untilTurn]);
      return;
    }
    if (!probes.isAsked) yield* race([container.ended, probes.asked, untilTurn]);
    if (!probes.isAsked) return;
    // That a container runs is seen a moment after it was started.
    const seenMs = (container.startedMs ?? 0) + limits.relistMs / 2;
    if (seenMs > kernel.nowMs) yield* race([container.ended, timeout(seenMs - kernel.nowMs)]);
    probes.isAsked = false;
    this.countedFromMs.set(key, kernel.nowMs);
  }

  private *tryOnce(spec: AnyContainer, container: Container, probes: ContainerProbes, state: ProbeState, probe: Probe): Process {
    const { context, worker } = this;
    const address = container.sandbox.stack.address;
    const outcome = yield* tryProbe(context, { spec, container, address }, probe);
    if (!container.isRunning) return;
    state.lastTriedMs = context.kernel.nowMs;
    state.lastMessage = outcome.verdict === 'success' ? '' : outcome.message;
    if (outcome.verdict !== 'success') {
      const said = outcome.verdict === 'failure' ? `failed: ${outcome.message}` : `errored and resulted in unknown state: ${outcome.message}`;
      worker.report(context, { type: 'Warning', reason: 'Unhealthy', message: `${word[state.kind]} probe ${said}` }, fieldPathOf(worker.pod, spec));
    }
    if (outcome.verdict === 'errored') return;
    this.count(probes, state, probe, outcome.verdict === 'success');
  }

  /** A result counts once it has come often enough in a row. */
  private count(probes: ContainerProbes, state: ProbeState, probe: Probe, isSuccess: boolean): void {
    const isSameAsBefore = state.streak !== 0 && isSuccess === state.streak > 0;
    state.streak = (isSameAsBefore ? state.streak : 0) + (isSuccess ? 1 : -1);
    const threshold = isSuccess ? probe.successThreshold : probe.failureThreshold;
    if (Math.abs(state.streak) < threshold) return;
    if (!isSuccess && state.kind !== 'readiness') {
      probes.failed = state.kind;
      state.isPassing = false;
    } else if (state.isPassing === isSuccess) {
      return;
    }
    state.isPassing = isSuccess;
    if (state.kind === 'startup' && isSuccess) probes.started.raise();
const { namespace, name } = this.worker.pod.metadata;
    const record: ProbeRecord = { type: 'probe', pod: `${namespace}/${name}`, container: state.container, kind: state.kind, isPassing: isSuccess };
    this.context.kernel.record('decision', `${this.context.config.nodeName}/kubelet`, record);
    this.worker.wake();
  }
}
