// Upstream: pkg/kubelet/prober/{worker,prober_manager}.go
import { race, sleep, timeout } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Probe } from '../../../kinds/index.ts';
import type { Container } from '../../runtime/container.ts';
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
}

const word = { liveness: 'Liveness', readiness: 'Readiness', startup: 'Startup' } as const;

/** The probes of a Pod's containers: a process for each probe while its container runs. */
export class PodProbes {
  private readonly context: KubeletContext;
  private readonly worker: PodWorker;
  private readonly containers = new Map<Container, ContainerProbes>();

  constructor(context: KubeletContext, worker: PodWorker) {
    this.context = context;
    this.worker = worker;
  }

  /** Begins to probe a container that has started. */
  begin(spec: AnyContainer, container: Container): void {
    if (this.containers.has(container)) return;
    const states: ProbeState[] = [];
    const probes: ContainerProbes = { states, started: new Flag(`the start of container ${spec.name}`), failed: undefined };
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
    const startMs = (container.startedMs ?? 0) + (probe.initialDelaySeconds ?? 0) * 1000;
    if (startMs > kernel.nowMs) yield* sleep(startMs - kernel.nowMs);
    for (;;) {
      if (!container.isRunning || probes.failed) return;
      if (this.worker.isEnding && state.kind !== 'readiness') return;
      const beganMs = kernel.nowMs;
      yield* this.tryOnce(spec, container, probes, state, probe);
      if (state.kind === 'startup' && state.isPassing) return;
      const waitMs = Math.max(0, beganMs + probe.periodSeconds * 1000 - kernel.nowMs);
      if (container.isRunning) yield* race([container.ended, timeout(waitMs)]);
    }
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
