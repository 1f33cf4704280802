// Nodes. Upstream: k8s.io/kubectl pkg/describe/describe.go describeNode

import { canonicalQuantity, compareText, quantityMilli, quantityWhole } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, podQuantities, sumOfAmounts } from '../../kinds/index.ts';
import type { Lease, Node, ObjectList, Pod, QuotaAmounts as Amounts } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { Describer } from './describer.ts';
import { describeEvents, listEvents, unlessRefused } from './events.ts';
import { ageText, orNone, sortedPairs, timeText } from './page.ts';
import type { Page } from './page.ts';

export const describeNode: Describer = function* describeNode({ kubectl, page, withEvents }, object) {
  const node = object as unknown as Node;
  describeIdentity(page, node);
  yield* describeLease(kubectl, page, node.metadata.name);
  describeConditions(page, node);
  describeAmounts(page, node);
  describeSystem(page, node);
  const pods = yield* unlessRefused(podsOn(kubectl, node.metadata.name), undefined);
  if (pods) describePods(page, node, pods);
  else page.field(0, 'Pods', 'not authorized');
  const fields = [`involvedObject.kind=Node,involvedObject.name=${node.metadata.name}`];
  if (withEvents) describeEvents(page, yield* unlessRefused(listEvents(kubectl, fields, ''), []));
};

function rolesOf(labels: Amounts): readonly string[] {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(prefix)) return key.length > prefix.length ? [key.slice(prefix.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].sort(compareText);
}

function describeIdentity(page: Page, { metadata, spec }: Node): void {
  page.field(0, 'Name', metadata.name);
  page.field(0, 'Roles', orNone(rolesOf(metadata.labels ?? {}).join(',')));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  const taints = (spec.taints ?? []).toSorted((a, b) => compareText(a.effect + a.key, b.effect + b.key));
  page.lines('Taints', taints.map(({ key, value, effect }) => (value ? `${key}=${value}:${effect}` : `${key}:${effect}`)));
  page.field(0, 'Unschedulable', spec.unschedulable === true);
}

function* describeLease(kubectl: Kubectl, page: Page, name: string): Process {
  let spec: Lease['spec'];
  try {
    ({ spec } = (yield* kubectl.api.ask('get', { mapping: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' }, namespace: 'kube-node-lease', name })) as Lease);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return page.field(0, 'Lease', `Failed to get lease: ${error.message}`);
  }
  page.line(0, 'Lease:');
  page.field(1, 'HolderIdentity', spec.holderIdentity ?? '<unset>');
  page.field(1, 'AcquireTime', spec.acquireTime ? timeText(spec.acquireTime) : '<unset>');
  page.field(1, 'RenewTime', spec.renewTime ? timeText(spec.renewTime) : '<unset>');
}

function describeConditions(page: Page, { status }: Node): void {
  const conditions = status.conditions ?? [];
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const each of conditions) {
    page.line(1, `${each.type} \t${each.status} \t${timeText(each.lastHeartbeatTime)} \t${timeText(each.lastTransitionTime)} \t${each.reason ?? ''} \t${each.message ?? ''}`);
  }
}

function describeAmounts(page: Page, { status }: Node): void {
  page.line(0, 'Addresses:');
  for (const { type, address } of status.addresses ?? []) page.field(1, type, address);
  for (const [title, amounts] of [['Capacity', status.capacity], ['Allocatable', status.allocatable]] as const) {
    const pairs = sortedPairs(amounts);
    if (pairs.length > 0) page.line(0, `${title}:`);
    for (const [name, amount] of pairs) page.field(1, name, amount);
  }
}

function describeSystem(page: Page, { spec, status }: Node): void {
  const info = status.nodeInfo;
  page.line(0, 'System Info:');
  page.field(1, 'Machine ID', info?.machineID ?? '');
  page.field(1, 'System UUID', info?.systemUUID ?? '');
  page.field(1, 'Boot ID', info?.bootID ?? '');
  page.field(1, 'Kernel Version', info?.kernelVersion ?? '');
  page.field(1, 'OS Image', info?.osImage ?? '');
  page.field(1, 'Operating System', info?.operatingSystem ?? '');
  page.field(1, 'Architecture', info?.architecture ?? '');
  page.field(1, 'Container Runtime Version', info?.containerRuntimeVersion ?? '');
  page.field(1, 'Kubelet Version', info?.kubeletVersion ?? '');
  if (spec.podCIDR) page.field(0, 'PodCIDR', spec.podCIDR);
  if (spec.podCIDRs && spec.podCIDRs.length > 0) page.field(0, 'PodCIDRs', spec.podCIDRs.join(','));
  if (spec.providerID) page.field(0, 'ProviderID', spec.providerID);
}

function* podsOn(kubectl: Kubectl, name: string): Process<readonly Pod[] | undefined> {
  const options = { fieldSelector: `spec.nodeName=${name},status.phase!=Failed,status.phase!=Succeeded`, limit: 500 };
  const list = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource: 'pods' }, options })) as ObjectList<Pod>;
  return list.items;
}

const amountOf = (amounts: Amounts, name: string): string => canonicalQuantity(amounts[name] ?? '0');

function percent(amount: string, of: string | undefined, isCpu: boolean): number {
  const read = isCpu ? quantityMilli : quantityWhole;
  const whole = read(of ?? '0');
  return whole === 0 ? 0 : Math.trunc((read(amount) / whole) * 100);
}

function describePods(page: Page, node: Node, pods: readonly Pod[]): void {
  const allocatable: Amounts = Object.keys(node.status.allocatable ?? {}).length > 0 ? (node.status.allocatable ?? {}) : (node.status.capacity ?? {});
  const share = (amounts: Amounts, name: string): string => {
    const amount = amountOf(amounts, name);
    return `${amount} (${percent(amount, allocatable[name], name === 'cpu')}%)`;
  };
  page.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  let requested: Amounts = {};
  let limited: Amounts = {};
  for (const pod of pods) {
    const requests = podQuantities(pod.spec, 'requests');
    const limits = podQuantities(pod.spec, 'limits');
    requested = sumOfAmounts(requested, requests);
    limited = sumOfAmounts(limited, limits);
    page.line(1, `${pod.metadata.namespace}\t${pod.metadata.name}\t\t${share(requests, 'cpu')}\t${share(limits, 'cpu')}\t${share(requests, 'memory')}\t${share(limits, 'memory')}\t${ageText(page.nowMs, pod.metadata.creationTimestamp)}`);
  }
  page.line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  page.line(1, 'Resource\tRequests\tLimits');
  page.line(1, '--------\t--------\t------');
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) page.line(1, `${name}\t${share(requested, name)}\t${share(limited, name)}`);
  for (const name of Object.keys(allocatable).sort(compareText)) {
    if (name.startsWith('hugepages-')) page.line(1, `${name}\t${share(requested, name)}\t${share(limited, name)}`);
    else if (name.includes('/')) page.line(1, `${name}\t${amountOf(requested, name)}\t${amountOf(limited, name)}`);
  }
}
