// PersistentVolumes, their claims, and what CSI drivers say of nodes. Upstream: k8s.io/kubectl pkg/describe/describe.go

import { canonicalQuantity } from '../../base/index.ts';
import { accessModesText, storageClassOf, volumeClaimName } from '../../kinds/index.ts';
import type { CSINode, NodeSelectorRequirement, ObjectList, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kinds/index.ts';
import type { AnyObject } from '../core/object.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { ageText, timeText } from './page.ts';
import type { Page } from './page.ts';
import { sourceLines } from './volume-sources.ts';

function statusOf({ metadata: { deletionTimestamp }, status: { phase } }: PersistentVolume | PersistentVolumeClaim, nowMs: number): string {
  return deletionTimestamp === undefined ? phase ?? '' : `Terminating (lasts ${ageText(nowMs, deletionTimestamp)})`;
}

const list = (values: readonly string[] | undefined): string => `[${(values ?? []).join(' ')}]`;
const quantity = (given: string | undefined): string => (given === undefined ? '' : canonicalQuantity(given));

export const describeVolume: Describer = function* describeVolume({ kubectl, page, withEvents }, object) {
  const volume = object as unknown as PersistentVolume;
  const { metadata, spec, status } = volume;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Finalizers', list(metadata.finalizers));
  page.field(0, 'StorageClass', storageClassOf(volume));
  page.field(0, 'Status', statusOf(volume, page.nowMs));
  page.field(0, 'Claim', spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '');
  page.field(0, 'Reclaim Policy', spec.persistentVolumeReclaimPolicy);
  page.field(0, 'Access Modes', accessModesText(spec.accessModes));
  page.field(0, 'VolumeMode', spec.volumeMode);
  page.field(0, 'Capacity', quantity(spec.capacity?.['storage']));
  describeAffinity(page, volume);
  page.field(0, 'Message', status.message ?? '');
  page.line(0, 'Source:');
  for (const [name, value] of sourceLines(spec) ?? [['Type', '<unknown>'] as const]) {
    if (value === undefined) page.line(2, name);
    else page.field(2, name, value);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function describeAffinity(page: Page, { spec: { nodeAffinity } }: PersistentVolume): void {
  if (!nodeAffinity?.required) return page.field(0, 'Node Affinity', '<none>');
  page.field(0, 'Node Affinity', '');
  const { nodeSelectorTerms: terms } = nodeAffinity.required;
  page.field(1, 'Required Terms', terms.length === 0 ? '<none>' : '');
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    const [first = '<none>', ...rest] = matchExpressions.map(requirementText);
    page.field(2, `Term ${index}`, first);
    for (const each of rest) page.line(2, `\t${each}`);
  }
}

function requirementText({ key, operator, values }: NodeSelectorRequirement): string {
  return values?.length ? `${key} ${operator.toLowerCase()} [${values.join(', ')}]` : `${key} ${operator.toLowerCase()}`;
}

export const describeClaim: Describer = function* describeClaim({ kubectl, page, withEvents }, object) {
  const claim = object as unknown as PersistentVolumeClaim;
  const { metadata, spec, status } = claim;
  const pods = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource: 'pods' }, namespace: metadata.namespace, options: { limit: 500 } })) as ObjectList<Pod>;
  page.names(metadata);
  page.field(0, 'StorageClass', storageClassOf(claim));
  page.field(0, 'Status', statusOf(claim, page.nowMs));
  page.field(0, 'Volume', spec.volumeName ?? '');
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Finalizers', list(metadata.finalizers));
  // What a claim has counts once a volume is bound to it.
  const isBound = (spec.volumeName ?? '') !== '';
  page.field(0, 'Capacity', isBound ? quantity(status.capacity?.['storage'] ?? '0') : '');
  page.field(0, 'Access Modes', isBound ? accessModesText(status.accessModes) : '');
  page.field(0, 'VolumeMode', spec.volumeMode);
  if (spec.dataSource) {
    page.line(0, 'DataSource:');
    if (spec.dataSource.apiGroup !== undefined && spec.dataSource.apiGroup !== null) page.field(1, 'APIGroup', spec.dataSource.apiGroup);
    page.field(1, 'Kind', spec.dataSource.kind);
    page.field(1, 'Name', spec.dataSource.name);
  }
  page.lines('Used By', pods.items.filter((pod) => uses(pod, metadata.name)).map((pod) => pod.metadata.name));
  describeConditions(page, claim);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function uses({ metadata, spec: { volumes = [] } }: Pod, claim: string): boolean {
  return volumes.some((volume) => volumeClaimName(metadata.name, volume) === claim);
}

function describeConditions(page: Page, { status: { conditions = [] } }: PersistentVolumeClaim): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:\n  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    page.line(1, `${type} \t${status} \t${timeText(lastProbeTime)} \t${timeText(lastTransitionTime)} \t${reason} \t${message}`);
  }
}

export const describeCsiNode: Describer = function* describeCsiNode({ kubectl, page, withEvents }, object: AnyObject) {
  const { metadata, spec } = object as unknown as CSINode;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.line(0, 'Spec:');
  const drivers = spec.drivers ?? [];
  if (drivers.length > 0) page.line(1, 'Drivers:');
  for (const { name, nodeID, allocatable, topologyKeys } of drivers) {
    page.line(2, `${name}:`);
    page.field(3, 'Node ID', nodeID);
    if (allocatable?.count !== undefined) {
      page.line(3, 'Allocatables:');
      page.field(4, 'Count', allocatable.count);
    }
    if (topologyKeys?.length) page.field(3, 'Topology Keys', list(topologyKeys));
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
