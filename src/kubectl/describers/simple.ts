// ConfigMaps, Secrets, Namespaces, ServiceAccounts, PriorityClasses. Upstream: k8s.io/kubectl pkg/describe/describe.go

import { base64Decode, base64DecodeText, canonicalQuantity, compareText } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, formatLabels } from '../../kinds/index.ts';
import type { ConfigMap, LimitRange, Namespace, ObjectList, PriorityClass, ResourceQuota, Secret, ServiceAccount } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsAbout, eventsOf } from './events.ts';
import { sortedPairs, timeText } from './page.ts';
import type { Page } from './page.ts';
import { describeScopes } from './quota-scopes.ts';

function bytesOf(encoded: string): number {
  const decoded = base64Decode(encoded);
  return 'illegalAt' in decoded ? 0 : decoded.length;
}

export const describeConfigMap: Describer = function* describeConfigMap({ kubectl, page, withEvents }, object) {
  const { metadata, data, binaryData } = object as unknown as ConfigMap;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, '\nData\n====');
  for (const [key, value] of sortedPairs(data)) page.line(0, `${key}:\n----\n${value}\n`);
  page.line(0, '\nBinaryData\n====');
  for (const [key, value] of sortedPairs(binaryData)) page.line(0, `${key}: ${bytesOf(value)} bytes`);
  page.line(0, '');
  if (withEvents) describeEvents(page, yield* eventsAbout(kubectl, object));
};

export const describeSecret: Describer = function* describeSecret({ page }, object) {
  const { metadata, data, type } = object as unknown as Secret;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, `\nType:\t${type}`);
  page.line(0, '\nData\n====');
  for (const [key, value] of sortedPairs(data)) {
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
    page.field(0, key, isToken ? base64DecodeText(value) ?? '' : `${bytesOf(value)} bytes`);
  }
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

function describeQuotas(page: Page, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return page.line(0, 'No resource quota.');
  page.line(0, 'Resource Quotas');
  for (const { metadata, spec, status } of quotas) {
    page.line(1, `Name:\t${metadata.name}`);
    describeScopes(page, 1, spec.scopes, '');
    page.line(1, 'Resource\tUsed\tHard');
    page.line(1, '--------\t---\t---');
    for (const [name, hard] of sortedPairs(status.hard)) page.line(1, `${name}\t${canonicalQuantity(status.used?.[name] ?? '0')}\t${hard}`);
  }
}

/** The lines of a limit range, each of them with its columns. */
export function limitLines(range: LimitRange): readonly string[] {
  return (range.spec.limits ?? []).flatMap((limit) => {
    const names = new Set([limit.max, limit.min, limit.default, limit.defaultRequest, limit.maxLimitRequestRatio].flatMap((map) => Object.keys(map ?? {})));
    return [...names].sort(compareText).map((name) => [
      limit.type, name, limit.min?.[name] ?? '-', limit.max?.[name] ?? '-', limit.defaultRequest?.[name] ?? '-', limit.default?.[name] ?? '-', limit.maxLimitRequestRatio?.[name] ?? '-',
    ].join('\t'));
  });
}

export const limitHeader = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio';
export const limitRuler = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------';

function describeLimits(page: Page, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return page.line(0, 'No LimitRange resource.');
  page.line(0, `Resource Limits\n ${limitHeader}\n ${limitRuler}`);
  for (const range of ranges) for (const line of limitLines(range)) page.line(0, ` ${line}`);
}

export const describeServiceAccount: Describer = function* describeServiceAccount({ kubectl, page, withEvents }, object) {
  const { metadata, imagePullSecrets } = object as unknown as ServiceAccount;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.lines('Image pull secrets', (imagePullSecrets ?? []).map((each) => each.name ?? ''));
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

