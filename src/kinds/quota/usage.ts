// What one object counts against the quotas of its namespace.
// Upstream: pkg/quota/v1/evaluator/core

import { isObject, parseTime } from '../../base/index.ts';
import { isPodTerminal } from '../core/pod/pod-state.ts';
import { podQuantities } from '../core/pod/pod-resources.ts';
import { isNative } from '../core/resource-names.ts';
import { storageClassAnnotation } from '../core/volume-matching.ts';
import type { AnyKind } from '../define-kind.ts';
import type { Pod, Service } from '../generated/types.ts';
import { groupResource } from '../object.ts';
import type { KubeObject } from '../object.ts';
import type { Quantity } from '../values.ts';
import type { QuotaAmounts } from './amounts.ts';

type Amounts = Record<string, Quantity>;

/** Resources that have a name of their own beside `count/…`. */
const plainlyCounted: ReadonlySet<string> = new Set([
  'configmaps', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'resourcequotas', 'secrets', 'services',
]);

/** Whether objects of the kind count at all: events never do. */
export function isCountedKind({ namespaced, kind }: AnyKind): boolean {
  return namespaced && kind !== 'Event';
}

/** What an object counts at that moment. */
export function quotaUsage(kind: AnyKind, object: KubeObject, nowMs: number): QuotaAmounts {
  const amounts: Amounts = { [`count/${groupResource(kind.gvr)}`]: '1' };
  if (kind.group !== '') return amounts;
  if (kind.kind === 'Pod') return addPod(amounts, object as Pod, nowMs);
  if (plainlyCounted.has(kind.plural)) amounts[kind.plural] = '1';
  if (kind.kind === 'Service') addService(amounts, object as Service);
  if (kind.kind === 'PersistentVolumeClaim') addClaim(amounts, object);
  return amounts;
}

/** Names of the resources of a quota that objects of the kind can count against. */
export function countedResources(kind: AnyKind, hard: QuotaAmounts): readonly string[] {
  const count = `count/${groupResource(kind.gvr)}`;
  return Object.keys(hard).filter((name) => name === count || (kind.group === '' && isOfKind(kind, name)));
}

function isOfKind({ kind, plural }: AnyKind, name: string): boolean {
  if (plainlyCounted.has(plural) && name === plural) return true;
  switch (kind) {
    case 'Pod': return isComputeResource(name);
    case 'Service': return name === 'services.nodeports' || name === 'services.loadbalancers';
    case 'PersistentVolumeClaim': return name === 'requests.storage' || name.includes(classSuffix);
    default: return false;
  }
}

const nativeCompute: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

function isComputeResource(name: string): boolean {
  const [plain, isLimit] = name.startsWith('limits.') ? [name.slice(7), true] : [name.replace(/^requests\./, ''), false];
  if (nativeCompute.has(plain)) return true;
  return !isLimit && (plain.startsWith('hugepages-') || (name.startsWith('requests.') && !isNative(plain)));
}

/** A Pod that has ended, or whose time to end is over, uses nothing more. */
function addPod(amounts: Amounts, pod: Pod, nowMs: number): QuotaAmounts {
  if (isPodTerminal(pod) || isOverdue(pod, nowMs)) return amounts;
  amounts['pods'] = '1';
  return Object.assign(amounts, computeUsage(podQuantities(pod.spec, 'requests'), podQuantities(pod.spec, 'limits')));
}

function isOverdue({ metadata: { deletionTimestamp, deletionGracePeriodSeconds } }: Pod, nowMs: number): boolean {
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return false;
  return nowMs > (parseTime(deletionTimestamp) ?? nowMs) + deletionGracePeriodSeconds * 1000;
}

/** What requests and limits count as: what is requested also by its plain name. */
export function computeUsage(requests: QuotaAmounts, limits: QuotaAmounts): QuotaAmounts {
  const amounts: Amounts = {};
  for (const [name, amount] of Object.entries(requests)) {
    if (nativeCompute.has(name) || name.startsWith('hugepages-')) amounts[name] = amount;
    amounts[`requests.${name}`] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (nativeCompute.has(name)) amounts[`limits.${name}`] = amount;
  return amounts;
}

function addService(amounts: Amounts, { spec }: Service): void {
  const ports = spec.ports ?? [];
  if (spec.type === 'NodePort') amounts['services.nodeports'] = String(ports.length);
  if (spec.type !== 'LoadBalancer') return;
  amounts['services.loadbalancers'] = '1';
  const allocated = spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort) : ports;
  amounts['services.nodeports'] = String(allocated.length);
}

const classSuffix = '.storageclass.storage.k8s.io/';

function addClaim(amounts: Amounts, { spec, metadata }: KubeObject): void {
  const fields = isObject(spec) ? spec : {};
  const className = metadata.annotations?.[storageClassAnnotation] ?? fields['storageClassName'];
  const resources = isObject(fields['resources']) ? fields['resources'] : {};
  const storage = isObject(resources['requests']) ? resources['requests']['storage'] : undefined;
  const ofClass = typeof className === 'string' && className !== '' ? className + classSuffix : undefined;
  if (ofClass !== undefined) amounts[`${ofClass}persistentvolumeclaims`] = '1';
  if (typeof storage !== 'string') return;
  amounts['requests.storage'] = storage;
  if (ofClass !== undefined) amounts[`${ofClass}requests.storage`] = storage;
}
