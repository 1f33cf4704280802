// How much a Pod asks for and may use, and the quality of service that follows.
// Upstream: k8s.io/component-helpers resource PodRequests/PodLimits, pkg/apis/core/helper/qos

import { quantityMilli, quantityWhole } from '../../../base/index.ts';
import type { PodSpec, PodStatus, ResourceRequirements } from '../../generated/types.ts';
import { isSidecar } from './pod-state.ts';

/** Amounts by resource: `cpu` in thousandths, everything else in whole units. */
export type ResourceAmounts = Readonly<Record<string, number>>;

type Quantities = Readonly<Record<string, string>>;
type Which = 'limits' | 'requests';

/** The number of an amount as resources are counted: `cpu` in thousandths, everything else in whole units. */
export function resourceAmount(resource: string, quantity: string): number {
  return resource === 'cpu' ? quantityMilli(quantity) : quantityWhole(quantity);
}

/** Amounts by resource as numbers. */
export function resourceAmounts(quantities: Quantities | undefined): ResourceAmounts {
  const amounts: Record<string, number> = {};
  for (const name in quantities) amounts[name] = resourceAmount(name, quantities[name] ?? '0');
  return amounts;
}

function addTo(sum: Record<string, number>, more: ResourceAmounts): void {
  for (const name in more) sum[name] = (sum[name] ?? 0) + (more[name] ?? 0);
}

function raiseTo(high: Record<string, number>, other: ResourceAmounts): void {
  for (const name in other) high[name] = Math.max(high[name] ?? 0, other[name] ?? 0);
}

const podLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

function total(spec: PodSpec, which: Which): ResourceAmounts {
  const sum: Record<string, number> = {};
  for (const container of spec.containers) addTo(sum, resourceAmounts(container.resources[which]));
  const sidecars: Record<string, number> = {};
  const initial: Record<string, number> = {};
  for (const container of spec.initContainers ?? []) {
    const own: Record<string, number> = { ...resourceAmounts(container.resources[which]) };
    if (isSidecar(container)) {
      addTo(sum, own);
      addTo(sidecars, own);
      raiseTo(initial, sidecars);
    } else {
      addTo(own, sidecars);
      raiseTo(initial, own);
    }
  }
  raiseTo(sum, initial);
  const podLevel = resourceAmounts(spec.resources?.[which]);
  for (const name in podLevel) if (podLevelResource(name)) sum[name] = podLevel[name] ?? 0;
  const overhead = resourceAmounts(spec.overhead);
  for (const name in overhead) {
    // A limit that is not there is no limit, which overhead does not change.
    if (which === 'requests' || sum[name] !== undefined) sum[name] = (sum[name] ?? 0) + (overhead[name] ?? 0);
  }
  return sum;
}

const requestsBySpec = new WeakMap<PodSpec, ResourceAmounts>();

/** What the Pod needs on a node: its containers together, or its hungriest init step if that is more, and the overhead. */
export function podRequests(pod: { readonly spec: PodSpec }): ResourceAmounts {
  const known = requestsBySpec.get(pod.spec);
  if (known) return known;
  const requests = total(pod.spec, 'requests');
  requestsBySpec.set(pod.spec, requests);
  return requests;
}

/** What the Pod may use at most; a resource without a limit is absent. */
export function podLimits(pod: { readonly spec: PodSpec }): ResourceAmounts {
  return total(pod.spec, 'limits');
}

function isGuaranteed({ limits, requests }: ResourceRequirements): boolean {
  return ['cpu', 'memory'].every((name) => {
    const limit = limits?.[name];
    return limit !== undefined && resourceAmount(name, limit) > 0
      && resourceAmount(name, requests?.[name] ?? limit) === resourceAmount(name, limit);
  });
}

function asksForNothing({ limits, requests }: ResourceRequirements): boolean {
  return ['cpu', 'memory'].every((name) =>
    resourceAmount(name, limits?.[name] ?? '0') === 0 && resourceAmount(name, requests?.[name] ?? '0') === 0);
}

/** The quality of service class: who is evicted first when a node runs short. */
export function qosClassOf(spec: PodSpec): PodStatus['qosClass'] {
  const resources = spec.resources
    ? [spec.resources]
    : [...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.resources);
  if (resources.every(asksForNothing)) return 'BestEffort';
  return resources.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}
