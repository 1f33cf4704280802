// Namespaces.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { LimitRange, Namespace, ObjectList, ResourceQuota } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { Describer } from './describer.ts';
import { timeText } from './page.ts';
import { describeLimits, describeQuotas } from './quotas.ts';

export const describeNamespace: Describer = function* describeNamespace({ kubectl, page }, object) {
  const { metadata, status } = object as unknown as Namespace;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Status', status.phase);
  const conditions = status.conditions ?? [];
  if (conditions.length > 0) {
    page.line(0, 'Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n  ----\t------\t------------------\t------\t-------');
    for (const each of conditions) page.line(1, `${each.type} \t${each.status} \t${timeText(each.lastTransitionTime)} \t${each.reason ?? ''} \t${each.message ?? ''}`);
  }
  page.line(0, '');
  describeQuotas(page, yield* listIn<ResourceQuota>(kubectl, 'resourcequotas', metadata.name));
  page.line(0, '');
  describeLimits(page, yield* listIn<LimitRange>(kubectl, 'limitranges', metadata.name));
};

function* listIn<T>(kubectl: Kubectl, resource: string, namespace: string): Process<readonly T[]> {
  try {
    const list = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource }, namespace, options: { limit: 500 } })) as ObjectList<T>;
    return list.items;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return [];
    throw error;
  }
}
