// Classes: what kinds of storage, of ingress and of priority there are.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { formatLabels } from '../../kinds/index.ts';
import type { IngressClass, PriorityClass, StorageClass, VolumeAttributesClass } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';

export const describeIngressClass: Describer = function* describeIngressClass({ kubectl, page, withEvents }, object) {
  const { metadata, spec } = object as unknown as IngressClass;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Controller', spec.controller ?? '');
  if (spec.parameters) {
    page.line(0, 'Parameters:');
    if (spec.parameters.apiGroup) page.field(1, 'APIGroup', spec.parameters.apiGroup);
    page.field(1, 'Kind', spec.parameters.kind);
    page.field(1, 'Name', spec.parameters.name);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeStorageClass: Describer = function* describeStorageClass({ kubectl, page, withEvents }, object) {
  const storage = object as unknown as StorageClass;
  const { annotations } = storage.metadata;
  page.field(0, 'Name', storage.metadata.name);
  page.field(0, 'IsDefaultClass', annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? 'Yes' : 'No');
  page.field(0, 'Annotations', formatLabels(annotations));
  page.field(0, 'Provisioner', storage.provisioner);
  page.field(0, 'Parameters', formatLabels(storage.parameters));
  page.field(0, 'AllowVolumeExpansion', storage.allowVolumeExpansion === undefined ? '<unset>' : storage.allowVolumeExpansion ? 'True' : 'False');
  const options = storage.mountOptions ?? [];
  page.line(0, options.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
  for (const option of options) page.line(1, option);
  page.field(0, 'ReclaimPolicy', storage.reclaimPolicy ?? '');
  page.field(0, 'VolumeBindingMode', storage.volumeBindingMode ?? '');
  const terms = storage.allowedTopologies ?? [];
  if (terms.length > 0) page.field(0, 'AllowedTopologies', '');
  for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
    const [first = '<none>', ...rest] = matchLabelExpressions.map(({ key, values }) => `${key} in [${values.join(', ')}]`);
    page.field(1, `Term ${index}`, first);
    for (const each of rest) page.line(1, `\t${each}`);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeAttributesClass: Describer = function* describeAttributesClass({ kubectl, page, withEvents }, object) {
  const { metadata, driverName, parameters } = object as unknown as VolumeAttributesClass;
  page.field(0, 'Name', metadata.name);
  page.field(0, 'Annotations', formatLabels(metadata.annotations));
  page.field(0, 'DriverName', driverName);
  page.field(0, 'Parameters', formatLabels(parameters));
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describePriorityClass: Describer = function* describePriorityClass({ kubectl, page, withEvents }, object) {
  const priority = object as unknown as PriorityClass;
  page.field(0, 'Name', priority.metadata.name);
  page.field(0, 'Value', priority.value);
  page.field(0, 'GlobalDefault', priority.globalDefault === true);
  page.field(0, 'PreemptionPolicy', priority.preemptionPolicy ?? '');
  page.field(0, 'Description', priority.description ?? '');
  page.field(0, 'Annotations', formatLabels(priority.metadata.annotations));
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
