// What an autoscaler asks of whoever measures.
// Upstream: pkg/controller/podautoscaler/metrics MetricsClient

import type { QuantityFormat } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { CrossVersionObjectReference, LabelSelector } from '../../kinds/index.ts';

/** What was measured of one Pod, in thousandths. */
export interface PodMetric {
  readonly milli: number;
  /** When the measurement ended (wall clock), and over how long it went. */
  readonly atMs: number;
  readonly windowMs: number;
}

/** What was measured of Pods, by their names, and how amounts were written. */
export interface PodMetrics {
  readonly byPod: ReadonlyMap<string, PodMetric>;
  readonly format: QuantityFormat;
}

/** Which resource of which Pods. */
export interface ResourceQuestion {
  readonly namespace: string;
  /** The label selector of the Pods, as text. */
  readonly selector: string;
  /** `cpu`, `memory`. */
  readonly resource: string;
  /** Of this container alone; absent: of all that a Pod has. */
  readonly container?: string;
}

/** Which metric of which namespace, of those that carry certain labels. */
export interface MetricQuestion {
  readonly namespace: string;
  readonly metric: string;
  readonly labels: LabelSelector | undefined;
}

/** Whoever measures; all amounts in thousandths. Each throws NoMetrics with the reason. */
export interface MetricsSource {
  resource(question: ResourceQuestion): Process<PodMetrics>;
  /** A metric that every Pod has. */
  pods(question: MetricQuestion & { readonly selector: string }): Process<PodMetrics>;
  /** A metric of one object. */
  object(question: MetricQuestion & { readonly described: CrossVersionObjectReference }): Process<number>;
  /** A metric of something outside: all its series. */
  external(question: MetricQuestion): Process<readonly number[]>;
}

/** There is no value to be had; the message says why. */
export class NoMetrics extends Error {
  override readonly name = 'NoMetrics';
}
