// Upstream: pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler
import { deepEqual, formatTime, quantityMilli, withFields } from '../../base/index.ts';
import type { Writable } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { SelectorError, horizontalPodAutoscalerKind, objectKey, parseApiVersion, parseLabelRequirements, podKind, setCondition } from '../../kinds/index.ts';
import type { AnyKind, HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, MetricStatus, Pod, Scale } from '../../kinds/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import { Setback, isSetback } from '../framework/setback.ts';
import type { AutoscalerTools } from './horizontal-pod-autoscaler-controller.ts';
import { limits } from './limits.ts';
import { MetricFailure, proposalOf } from './metric-proposals.ts';
import type { MetricProposal, Target } from './metric-proposals.ts';
import { noteChange, permit } from './scaling-pace.ts';
import type { Memory } from './scaling-pace.ts';

/** One pass over an autoscaler: what it measures now says how many replicas its target is to have. */
export function* syncAutoscaler(tools: AutoscalerTools, autoscaler: HorizontalPodAutoscaler): Process<Requeue> {
  yield* new AutoscalerPass(tools, autoscaler).run();
  return { afterMs: limits.syncMs };
}

type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** How many there are to be, and because of what; what was measured. */
interface Decision {
  readonly replicas: number;
  readonly reason: string;
  readonly metrics: readonly MetricStatus[] | null;
  /** Of some metrics nothing was to be had; the others sufficed. */
  readonly failure?: Error;
}

class AutoscalerPass {
  private readonly tools: AutoscalerTools;
  private readonly context: ControllerContext;
  private readonly autoscaler: HorizontalPodAutoscaler;
  private readonly status: Writable<HorizontalPodAutoscalerStatus>;

  constructor(tools: AutoscalerTools, autoscaler: HorizontalPodAutoscaler) {
    this.tools = tools;
    this.context = tools.context;
    this.autoscaler = autoscaler;
    this.status = { ...autoscaler.status };
  }

  *run(): Process {
    const { kind, scale } = yield* this.target();
    const current = scale.spec.replicas ?? 0;
    const memory = this.memory(current);
    const decision = yield* this.decide(scale, current, memory);
    const { replicas, metrics, failure } = decision;
    if (replicas !== current) yield* this.rescale(kind, scale, decision, memory);
    Object.assign(this.status, { currentReplicas: current, desiredReplicas: replicas, currentMetrics: metrics });
    yield* this.write();
    if (failure) throw failure;
  }

  /** What is to be scaled, as it is now. */
  private *target(): Process<{ readonly kind: AnyKind; readonly scale: Scale }> {
    const { scaleTargetRef } = this.autoscaler.spec;
    const kind = this.tools.kinds.find(scaleTargetRef);
    const { group } = parseApiVersion(scaleTargetRef.apiVersion ?? '');
    if (!kind) return yield* this.noScale(`no matches for kind "${scaleTargetRef.kind}" in group "${group}"`);
    try {
      const scale = yield* this.context.client.of(kind).getScale({ namespace: this.autoscaler.metadata.namespace, name: scaleTargetRef.name });
      this.tell('AbleToScale', true, 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
      return { kind, scale };
    } catch (error) {
      if (!isSetback(error)) throw error;
      return yield* this.noScale(error.message);
    }
  }

  private *noScale(why: string): Process<never> {
    this.event('FailedGetScale', why);
    this.tell('AbleToScale', false, 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${why}`);
    yield* this.write();
    throw new Setback(why);
  }

  private memory(current: number): Memory {
    const { memories, context: { kernel } } = this.tools;
    const key = objectKey(this.autoscaler.metadata);
    let memory = memories.get(key);
    if (!memory) memories.set(key, (memory = { recommendations: [{ replicas: current, ms: kernel.nowMs }], up: [], down: [] }));
    return memory;
  }

  private *decide(scale: Scale, current: number, memory: Memory): Process<Decision> {
    const { minReplicas, maxReplicas } = this.autoscaler.spec;
    if (current === 0 && minReplicas !== 0) {
      this.tell('ScalingActive', false, 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');
      return { replicas: 0, reason: '', metrics: null };
    }
    if (current > maxReplicas) return { replicas: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas', metrics: null };
    if (current < minReplicas) return { replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas', metrics: null };
    return yield* this.measure(scale, current, memory);
  }

  private *measure(scale: Scale, current: number, memory: Memory): Process<Decision> {
    const { minReplicas: least, maxReplicas: most, behavior } = this.autoscaler.spec;
    const { proposals, failures } = yield* this.ask(yield* this.targetOf(scale, current));
    const metrics = proposals.map((proposal) => proposal?.status ?? noMetric);
    const highest = proposals.reduce<MetricProposal | undefined>((best, next) => (next && (!best || next.replicas > best.replicas) ? next : best), undefined);
    const [first] = failures;
    const failure = first && new Setback(`invalid metrics (${failures.length} invalid out of ${proposals.length}), first error is: ${first.passText}`);
    // With something unknown nothing is taken away.
    if (first && failure && (!highest || highest.replicas < current)) {
      this.tell('ScalingActive', false, first.reason, `the HPA was unable to compute the replica count: ${first.message}`);
      return yield* this.noDecision(current, failure, metrics);
    }
    if (!highest) return { replicas: current, reason: '', metrics };
    this.tell('ScalingActive', true, 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${highest.name}`);
    const permitted = permit(memory, { current, desired: highest.replicas, least, most }, behavior, this.context.kernel.nowMs);
    const held = permitted.stabilized ?? { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
    this.tell('AbleToScale', true, held.reason, held.message);
    this.tell('ScalingLimited', permitted.isLimited, permitted.limit.reason, permitted.limit.message);
    const reason = highest.replicas > current ? `${highest.name} above target` : highest.replicas < current ? 'All metrics below target' : '';
    return { replicas: permitted.replicas, reason, metrics, ...(failure && { failure }) };
  }

  /** Asks for each metric; those of which nothing is to be had are absent from the proposals. */
  private *ask(target: Target): Process<{ readonly proposals: readonly (MetricProposal | undefined)[]; readonly failures: readonly MetricFailure[] }> {
    const proposals: (MetricProposal | undefined)[] = [];
    const failures: MetricFailure[] = [];
    for (const spec of this.autoscaler.spec.metrics) {
      try {
        proposals.push(yield* proposalOf(this.tools.metrics, spec, target));
      } catch (error) {
        if (!(error instanceof MetricFailure)) throw error;
        this.event(error.reason, error.message);
        failures.push(error);
        proposals.push(undefined);
      }
    }
    return { proposals, failures };
  }

  /** Which Pods are meant; they must be nobody else's. */
  private *targetOf({ status: { selector = '', replicas: present } }: Scale, wanted: number): Process<Target> {
    const { tools, context, autoscaler: { metadata, spec: { behavior } } } = this;
    const { namespace } = metadata;
    if (selector === '') {
      this.event('SelectorRequired', 'selector is required');
      return yield* this.noSelector(wanted, 'InvalidSelector', "the HPA target's scale is missing a selector", 'selector is required');
    }
    let pods: readonly Pod[];
    try {
      const isSelected = parseLabelRequirements(selector);
      tools.selections.set(objectKey(metadata), ({ metadata: { namespace: at, labels = {} } }) => at === namespace && isSelected?.(labels) === true);
      pods = context.informers.of(podKind).store.byIndex('namespace', namespace).filter((pod) => isSelected?.(pod.metadata.labels ?? {}));
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error;
      const why = `couldn't convert selector into a corresponding internal selector object: ${error.message}`;
      this.event('InvalidSelector', why);
      return yield* this.noSelector(wanted, 'InvalidSelector', why, why);
    }
    const rivals = [...tools.selections].flatMap(([key, isTheirs]) => (pods.some(isTheirs) ? [key] : []));
    if (rivals.length > 1) {
      const why = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
      this.event('AmbiguousSelector', why);
      return yield* this.noSelector(wanted, 'AmbiguousSelector', why, why);
    }
    const toleranceOf = (quantity: string | undefined): number => (quantity === undefined ? limits.tolerance : quantityMilli(quantity) / 1_000);
    const tolerances = { up: toleranceOf(behavior?.scaleUp?.tolerance), down: toleranceOf(behavior?.scaleDown?.tolerance) };
    return { namespace, selector, pods, wanted, present, tolerances, nowMs: context.kernel.wallMs };
  }

  private *noSelector(current: number, reason: string, message: string, why: string): Process<never> {
    this.tell('ScalingActive', false, reason, message);
    return yield* this.noDecision(current, new Setback(why), null);
  }

  private *noDecision(current: number, failure: Error, metrics: readonly MetricStatus[] | null): Process<never> {
    this.event('FailedComputeMetricsReplicas', failure.message);
    Object.assign(this.status, { currentReplicas: current, currentMetrics: metrics });
    yield* this.write();
    throw failure;
  }

  private *rescale(kind: AnyKind, scale: Scale, { replicas, reason, metrics }: Decision, memory: Memory): Process {
    const { client, kernel, recorder } = this.context;
    const current = scale.spec.replicas ?? 0;
    try {
      yield* client.of(kind).updateScale({ ...scale, spec: { ...scale.spec, replicas } });
    } catch (error) {
      if (!isSetback(error)) throw error;
      this.event('FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${error.message}`);
      this.tell('AbleToScale', false, 'FailedUpdateScale', `the HPA controller was unable to update the target scale: ${error.message}`);
      Object.assign(this.status, { currentReplicas: current, currentMetrics: metrics });
      yield* this.write();
      throw error;
    }
    this.tell('AbleToScale', true, 'SucceededRescale', `the HPA controller was able to update the target scale to ${replicas}`);
    recorder.record(this.autoscaler, { type: 'Normal', reason: 'SuccessfulRescale', message: `New size: ${replicas}; reason: ${reason}` });
    const { behavior } = this.autoscaler.spec;
    if (behavior) noteChange(memory, behavior, current, replicas, kernel.nowMs);
    this.status.lastScaleTime = formatTime(kernel.wallMs);
  }

  private tell(type: ConditionType, isTrue: boolean, reason: string, message: string): void {
    const lastTransitionTime = formatTime(this.context.kernel.wallMs);
    this.status.conditions = setCondition(this.status.conditions, { type, status: isTrue ? 'True' : 'False', lastTransitionTime, reason, message });
  }

  private event(reason: string, message: string): void {
    this.context.recorder.record(this.autoscaler, { type: 'Warning', reason, message });
  }

  private *write(): Process {
    const { autoscaler, status, context: { client } } = this;
    if (deepEqual(status, autoscaler.status)) return;
    try {
      yield* client.of(horizontalPodAutoscalerKind).updateStatus(withFields(autoscaler, { status }));
    } catch (error) {
      if (!isSetback(error)) throw error;
      this.event('FailedUpdateStatus', error.message);
      throw error;
    }
  }
}

/** What stands for a metric of which nothing was to be had. */
const noMetric: MetricStatus = { type: '' };
