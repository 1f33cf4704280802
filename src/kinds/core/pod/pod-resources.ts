// How much a Pod asks for and may use, and the quality of service that follows.
// Upstream: k8s.io/component-helpers resource PodRequests/PodLimits, pkg/apis/core/helper/qos

import { addQuantities, compareQuantities, quantityMilli, quantityWhole } from '../../../base/index.ts';
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

/** How amounts are counted: as plain numbers where speed matters, as quantities where they are shown. */
interface Counting<Amount> {
  readonly read: (resource: string, quantity: string) => Amount;
  readonly sum: (a: Amount, b: Amount) => Amount;
  readonly most: (a: Amount, b: Amount) => Amount;
}

const inNumbers: Counting<number> = { read: resourceAmount, sum: (a, b) => a + b, most: (a, b) => Math.max(a, b) };

const inQuantities: Counting<string> = {
  read: (_, quantity) => quantity,
  sum: addQuantities,
  most: (a, b) => (compareQuantities(a, b) >= 0 ? a : b),
};

type Totals<Amount> = Record<string, Amount>;

function readAll<Amount>({ read }: Counting<Amount>, quantities: Quantities | undefined): Totals<Amount> {
  const amounts: Totals<Amount> = {};
  for (const name in quantities) amounts[name] = read(name, quantities[name] ?? '0');
  return amounts;
}

function addTo<Amount>({ sum }: Counting<Amount>, total: Totals<Amount>, more: Readonly<Totals<Amount>>): void {
  for (const name in more) {
    const present = total[name];
    const amount = more[name];
    if (amount !== undefined) total[name] = present === undefined ? amount : sum(present, amount);
  }
}

function raiseTo<Amount>({ most }: Counting<Amount>, high: Totals<Amount>, other: Readonly<Totals<Amount>>): void {
  for (const name in other) {
    const present = high[name];
    const amount = other[name];
    if (amount !== undefined) high[name] = present === undefined ? amount : most(present, amount);
  }
}

/** Whether a Pod as a whole may ask for a resource. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

function total<Amount>(counting: Counting<Amount>, spec: PodSpec, which: Which): Readonly<Totals<Amount>> {
  const sum: Totals<Amount> = {};
  for (const container of spec.containers) addTo(counting, sum, readAll(counting, container.resources[which]));
  const sidecars: Totals<Amount> = {};
  const initial: Totals<Amount> = {};
  for (const container of spec.initContainers ?? []) {
    const own = readAll(counting, container.resources[which]);
    if (isSidecar(container)) {
      addTo(counting, sum, own);
      addTo(counting, sidecars, own);
      raiseTo(counting, initial, sidecars);
    } else {
      addTo(counting, own, sidecars);
      raiseTo(counting, initial, own);
    }
  }
  raiseTo(counting, sum, initial);
  const podLevel = readAll(counting, spec.resources?.[which]);
  for (const name in podLevel) {
    const amount = podLevel[name];
    if (amount !== undefined && isPodLevelResource(name)) sum[name] = amount;
  }
  const overhead = readAll(counting, spec.overhead);
  for (const name in overhead) {
    // A limit that is not there is no limit, which overhead does not change.
    if (which === 'limits' && sum[name] === undefined) delete overhead[name];
  }
  addTo(counting, sum, overhead);
  return sum;
}

const requestsBySpec = new WeakMap<PodSpec, ResourceAmounts>();

/** What the Pod needs on a node: its containers together, or its hungriest init step if that is more, and the overhead. */
export function podRequests(pod: { readonly spec: PodSpec }): ResourceAmounts {
  const known = requestsBySpec.get(pod.spec);
  if (known) return known;
  const requests = total(inNumbers, pod.spec, 'requests');
  requestsBySpec.set(pod.spec, requests);
  return requests;
}

/** What the Pod may use at most; a resource without a limit is absent. */
export function podLimits(pod: { readonly spec: PodSpec }): ResourceAmounts {
  return total(inNumbers, pod.spec, 'limits');
}

/** The same as quantities, as messages and quotas tell them: `1500m`, `200Mi`. */
export function podQuantities(spec: PodSpec, which: Which): Quantities {
  return total(inQuantities, spec, which);
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
