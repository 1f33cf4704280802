// How many replicas there should be, by what is measured of them: the share of the target that is used now, times those that
// use it. What is not known is taken for what would change the least.
// Upstream: pkg/controller/podautoscaler/replica_calculator.go

import { quantityMilli } from '../../base/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { isSidecar, podIsReady } from '../../kinds/index.ts';
import { NoMetrics } from './metrics-source.ts';
import type { PodMetric } from './metrics-source.ts';
import { groupPods } from './pod-groups.ts';

/** How far from the target, as a share of it, nothing is done yet. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** How many there should be, and what they use now on average, in thousandths. */
export interface Proposal {
  readonly replicas: number;
  readonly usageMilli: number;
  /** In percent of what they ask for. */
  readonly utilization?: number;
}

/** The Pods, what is measured of them, and how many there are to be by now. */
export interface Measured {
  readonly pods: readonly Pod[];
  readonly metrics: ReadonlyMap<string, PodMetric>;
  /** What is measured: `cpu`; '' for metrics that somebody chose. */
  readonly resource: string;
  readonly replicas: number;
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}

const isWithin = ({ up, down }: Tolerances, ratio: number): boolean => 1 - down <= ratio && ratio <= 1 + up;

/** By what Pods use of what they ask for, in percent; of one container, or of all. Throws NoMetrics. */
export function byUtilization(measured: Measured, targetPercent: number, container?: string): Proposal {
  const { pods, resource } = measured;
  let made: ReadonlyMap<string, number> | undefined;
  const requests = (): ReadonlyMap<string, number> => (made ??= new Map(pods.map((pod) => [pod.metadata.name, requestOf(pod, resource, container)])));
  const { replicas, known } = propose(measured, {
    ratioOf: (values) => usedOf(values, requests()).utilization / targetPercent,
    // A Pod of which nothing is known is taken for one that uses all that it asks for, when there may be too many.
    unknown: (name) => Math.trunc(((requests().get(name) ?? 0) * Math.max(100, targetPercent)) / 100),
  });
  return { replicas, ...usedOf(known, requests()) };
}

/** What is used on average, and in percent of what is asked for; what is measured of Pods that are not there does not count. */
function usedOf(values: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number>): { readonly usageMilli: number; readonly utilization: number } {
  let used = 0;
  let asked = 0;
  let count = 0;
  for (const [name, milli] of values) {
    const request = requests.get(name);
    if (request === undefined) continue;
    used += milli;
    asked += request;
    count++;
  }
  if (asked === 0) throw new NoMetrics('no metrics returned matched known pods');
  return { usageMilli: Math.trunc(used / count), utilization: Math.trunc((used * 100) / asked) };
}

/** By what Pods use each, in thousandths. Throws NoMetrics. */
export function byAverage(measured: Measured, targetMilli: number): Proposal {
  const { replicas, known } = propose(measured, { ratioOf: (values) => average(values) / targetMilli, unknown: () => targetMilli });
  return { replicas, usageMilli: average(known) };
}

/** By one amount for all that are ready. */
export function byValue(usageMilli: number, targetMilli: number, { pods, replicas, tolerances }: Pick<Measured, 'pods' | 'replicas' | 'tolerances'>): Proposal {
  const ratio = usageMilli / targetMilli;
  if (replicas === 0) return { replicas: Math.ceil(ratio), usageMilli };
  if (isWithin(tolerances, ratio)) return { replicas, usageMilli };
  if (pods.length === 0) throw new NoMetrics('unable to calculate ready pods: no pods returned by selector while calculating replica count');
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && podIsReady(pod));
  return { replicas: Math.ceil(ratio * ready.length), usageMilli };
}

/** What Go makes of an amount without an end: the share of each of none. */
const endless = -(2 ** 63);

/** By one amount that is shared out among those that there are. */
export function byShare(usageMilli: number, targetMilli: number, replicas: number, tolerances: Tolerances): Proposal {
  const isEnough = isWithin(tolerances, usageMilli / (targetMilli * replicas));
  return { replicas: isEnough ? replicas : Math.ceil(usageMilli / targetMilli), usageMilli: replicas === 0 ? endless : Math.ceil(usageMilli / replicas) };
}

/** What differs between ways to compare use with a target. */
interface Comparison {
  /** The use of all as a share of the target. */
  readonly ratioOf: (values: ReadonlyMap<string, number>) => number;
  /** What a Pod of which nothing was measured is taken to use, when there may be too many. */
  readonly unknown: (name: string) => number;
}

function propose(measured: Measured, { ratioOf, unknown }: Comparison): { readonly replicas: number; readonly known: ReadonlyMap<string, number> } {
  const { pods, metrics, resource, replicas, tolerances, nowMs } = measured;
  if (pods.length === 0) throw new NoMetrics('no pods returned by selector while calculating replica count');
  const { ready, unready, missing, ignored } = groupPods(pods, metrics, resource, nowMs);
  const known = new Map([...metrics].map(([name, { milli }]) => [name, milli]));
  for (const name of [...ignored, ...unready]) known.delete(name);
  if (known.size === 0) throw new NoMetrics('did not receive metrics for targeted pods (pods might be unready)');

  const ratio = ratioOf(known);
  const isHeldByUnready = unready.length > 0 && ratio > 1;
  if (!isHeldByUnready && missing.length === 0) return { replicas: isWithin(tolerances, ratio) ? replicas : Math.ceil(ratio * ready), known };

  const filled = new Map(known);
  if (ratio !== 1) for (const name of missing) filled.set(name, ratio < 1 ? unknown(name) : 0);
  if (isHeldByUnready) for (const name of unready) filled.set(name, 0);
  const cautious = ratioOf(filled);
  // What is not known may weaken a change, but neither turn it round nor make it.
  const isTurned = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1);
  if (isTurned || isWithin(tolerances, cautious)) return { replicas, known };
  const next = Math.ceil(cautious * filled.size);
  const isAgainst = (cautious < 1 && next > replicas) || (cautious > 1 && next < replicas);
  return { replicas: isAgainst ? replicas : next, known };
}

function average(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const milli of values.values()) sum += milli;
  return values.size === 0 ? 0 : Math.trunc(sum / values.size);
}

/** What a Pod asks for of a resource, in thousandths: as a whole, or each of its containers, or one of them. */
function requestOf({ metadata, spec }: Pod, resource: string, only: string | undefined): number {
  const whole = only === undefined ? spec.resources?.requests?.[resource] : undefined;
  if (whole !== undefined) return quantityMilli(whole);
  let sum = 0;
  for (const { name, resources } of [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)]) {
    if (only !== undefined && name !== only) continue;
    const request = resources.requests?.[resource];
    if (request === undefined) throw new NoMetrics(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
    sum += quantityMilli(request);
  }
  return sum;
}
