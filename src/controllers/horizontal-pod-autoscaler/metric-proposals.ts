// What each metric of an autoscaler says that there should be, and how it is told.
// Upstream: pkg/controller/podautoscaler/horizontal.go computeReplicasForMetric

import { formatMilli, formatQuantity, quantityMilli } from '../../base/index.ts';
import type { QuantityFormat } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { selectorGoText } from '../../kinds/index.ts';
import type { MetricIdentifier, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus, Pod } from '../../kinds/index.ts';
import type { MetricsSource } from './metrics-source.ts';
import { NoMetrics } from './metrics-source.ts';
import { byAverage, byShare, byUtilization, byValue } from './replica-calculator.ts';
import type { Proposal, Tolerances } from './replica-calculator.ts';

/** What is scaled, as it is now. */
export interface Target {
  readonly namespace: string;
  /** The label selector of its Pods, as text. */
  readonly selector: string;
  readonly pods: readonly Pod[];
  /** How many there are to be, and how many its controller counts. */
  readonly wanted: number;
  readonly present: number;
  readonly tolerances: Tolerances;
  /** Wall clock. */
  readonly nowMs: number;
}

/** What one metric says. */
export interface MetricProposal {
  readonly replicas: number;
  /** What it is called in events: `cpu resource utilization (percentage of request)`. */
  readonly name: string;
  readonly status: MetricStatus;
}

/** A metric that says nothing: the reason of the condition, what events say, and what the whole pass ended with. */
export class MetricFailure extends Error {
  override readonly name = 'MetricFailure';
  readonly reason: string;
  readonly passText: string;

  constructor(reason: string, message: string, passText: string) {
    super(message);
    this.reason = reason;
    this.passText = passText;
  }
}

type Source<Type extends keyof MetricSpec> = NonNullable<MetricSpec[Type]>;

/** Asks for a metric and computes what it says. Throws MetricFailure. */
export function proposalOf(source: MetricsSource, spec: MetricSpec, target: Target): Process<MetricProposal> {
  const { resource, containerResource, pods, object, external } = spec;
  if (spec.type === 'Resource' && resource) return ofResource(source, resource, target);
  if (spec.type === 'ContainerResource' && containerResource) return ofResource(source, containerResource, target, containerResource.container);
  if (spec.type === 'Pods' && pods) return ofPods(source, pods, target);
  if (spec.type === 'Object' && object) return ofObject(source, object, target);
  if (spec.type === 'External' && external) return ofExternal(source, external, target);
  const message = `unknown metric source type "${spec.type}"`;
  throw new MetricFailure('InvalidMetricSourceType', message, message);
}

function* ofResource(source: MetricsSource, spec: Source<'resource'>, target: Target, container?: string): Process<MetricProposal> {
  const { name: resource, target: { averageValue, averageUtilization } } = spec;
  const { namespace, selector, wanted } = target;
  const what = averageValue === undefined ? 'utilization' : 'usage';
  const asked = container === undefined ? `${resource} resource` : `${container} container`;
  const failed = failure(container === undefined ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric', {
    event: (why) => `failed to get ${resource} ${what}: ${why}`,
    pass: (event) => `failed to get ${asked} metric value: ${event}`,
  });
  const metrics = yield* orFailure(source.resource({ namespace, selector, resource, ...(container !== undefined && { container }) }), (why) => failed(`unable to get metrics for resource ${resource}: ${why}`));
  const measured = { ...target, metrics: metrics.byPod, resource, replicas: wanted };
  const proposal = compute(() => (averageValue === undefined ? byUtilization(measured, averageUtilization ?? 0, container) : byAverage(measured, quantityMilli(averageValue))), failed);
  const current: MetricValueStatus = {
    ...(proposal.utilization !== undefined && { averageUtilization: proposal.utilization }),
    averageValue: amountText(proposal.usageMilli, metrics.format),
  };
  const ofContainer = container !== undefined && averageValue === undefined ? ' container' : '';
  return {
    replicas: proposal.replicas,
    name: `${resource}${ofContainer} resource${averageValue === undefined ? ' utilization (percentage of request)' : ''}`,
    status: container === undefined
      ? { type: 'Resource', resource: { name: resource, current } }
      : { type: 'ContainerResource', containerResource: { container, name: resource, current } },
  };
}

function* ofPods(source: MetricsSource, { metric, target: { averageValue = '0' } }: Source<'pods'>, target: Target): Process<MetricProposal> {
  const { namespace, selector, wanted } = target;
  const failed = failure('FailedGetPodsMetric', { event: (why) => why, pass: (event) => `failed to get pods metric value: ${event}` });
  const metrics = yield* orFailure(source.pods({ namespace, selector, ...question(metric) }), (why) => failed(`unable to get metric ${metric.name}: ${why}`));
  const proposal = compute(() => byAverage({ ...target, metrics: metrics.byPod, resource: '', replicas: wanted }, quantityMilli(averageValue)), failed);
  return { replicas: proposal.replicas, name: `pods metric ${metric.name}`, status: { type: 'Pods', pods: { metric, current: { averageValue: formatMilli(proposal.usageMilli) } } } };
}

function* ofObject(source: MetricsSource, { metric, describedObject, target: wished }: Source<'object'>, target: Target): Process<MetricProposal> {
  const { namespace } = target;
  const { kind, name } = describedObject;
  const failed = failure('FailedGetObjectMetric', {
    event: (why) => why,
    pass: (event) => `failed to get object metric value: ${wished.averageValue === undefined ? event : `failed to get ${metric.name} object metric: ${event}`}`,
  });
  const usage = yield* orFailure(source.object({ namespace, described: describedObject, ...question(metric) }), (why) => failed(`unable to get metric ${metric.name}: ${kind} on ${namespace} ${name}/${why}`));
  const proposal = compute(() => ofAmount(usage, wished, target), failed);
  return { replicas: proposal.replicas, name: `${kind} metric ${metric.name}`, status: { type: 'Object', object: { metric, describedObject, current: currentAmount(proposal, wished) } } };
}

function* ofExternal(source: MetricsSource, { metric, target: wished }: Source<'external'>, target: Target): Process<MetricProposal> {
  const { namespace } = target;
  const selector = selectorGoText(metric.selector);
  const failed = failure('FailedGetExternalMetric', {
    event: (why) => why,
    pass: (event) => `failed to get ${metric.name} external metric value: failed to get ${wished.averageValue === undefined ? `external metric ${metric.name}` : `${metric.name} external metric`}: ${event}`,
  });
  const values = yield* orFailure(source.external({ namespace, ...question(metric) }), (why) => failed(`unable to get external metric ${namespace}/${metric.name}/${selector}: ${why}`));
  const proposal = compute(() => ofAmount(values.reduce((sum, value) => sum + value, 0), wished, target), failed);
  return { replicas: proposal.replicas, name: `external metric ${metric.name}(${selector})`, status: { type: 'External', external: { metric, current: currentAmount(proposal, wished) } } };
}

const question = ({ name, selector }: MetricIdentifier) => ({ metric: name, labels: selector });

/** By one amount: each replica's share of it, or the whole. */
function ofAmount(usageMilli: number, { averageValue, value = '0' }: MetricTarget, target: Target): Proposal {
  const { pods, wanted, present, tolerances } = target;
  return averageValue === undefined
    ? byValue(usageMilli, quantityMilli(value), { pods, replicas: wanted, tolerances })
    : byShare(usageMilli, quantityMilli(averageValue), present, tolerances);
}

const currentAmount = ({ usageMilli }: Proposal, { averageValue }: MetricTarget): MetricValueStatus =>
  (averageValue === undefined ? { value: formatMilli(usageMilli) } : { averageValue: formatMilli(usageMilli) });

const amountText = (milli: number, format: QuantityFormat): string => formatQuantity({ nanos: BigInt(milli) * 1_000_000n, format });

/** How failures of one metric are told. */
interface Wording {
  readonly event: (why: string) => string;
  readonly pass: (event: string) => string;
}

const failure = (reason: string, { event, pass }: Wording) => (why: string): MetricFailure => {
  const message = event(why);
  return new MetricFailure(reason, message, pass(message));
};

function* orFailure<Result>(asked: Process<Result>, failed: (why: string) => MetricFailure): Process<Result> {
  try {
    return yield* asked;
  } catch (error) {
    if (!(error instanceof NoMetrics)) throw error;
    throw failed(error.message);
  }
}

function compute(work: () => Proposal, failed: (why: string) => MetricFailure): Proposal {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NoMetrics)) throw error;
    throw failed(error.message);
  }
}
