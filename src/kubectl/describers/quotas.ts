// Quotas and limit ranges, alone and as their namespace has them.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { canonicalQuantity, compareText } from '../../base/index.ts';
import type { LimitRange, ResourceQuota } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { sortedPairs } from './page.ts';
import type { Page } from './page.ts';

export const describeQuota: Describer = function* describeQuota({ page }, object) {
  const { metadata, spec, status } = object as unknown as ResourceQuota;
  page.names(metadata);
  describeScopes(page, 0, spec.scopes, ' ');
  page.line(0, 'Resource\tUsed\tHard');
  page.line(0, '--------\t----\t----');
  for (const [name, hard] of sortedPairs(status.hard)) page.line(0, `${name}\t${canonicalQuantity(status.used?.[name] ?? '0')}\t${hard}`);
};

/** The quotas of a namespace. */
export function describeQuotas(page: Page, quotas: readonly ResourceQuota[]): void {
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

/** Writes a quota's scopes with what each matches, below `indent`; nothing for a quota without. */
function describeScopes(page: Page, level: number, scopes: readonly string[] | undefined, indent: string): void {
  if (scopes === undefined || scopes.length === 0) return;
  const sorted = scopes.toSorted(compareText);
  page.field(level, 'Scopes', sorted.join(', '));
  for (const scope of sorted) {
    const meaning = meanings[scope];
    if (meaning !== undefined) page.line(level, `${indent}* Matches all pods that ${meaning}`);
  }
}

const meanings: Readonly<Record<string, string>> = {
  BestEffort: 'do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort: 'have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating: 'do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  Terminating: 'have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
};

export const describeLimitRange: Describer = function* describeLimitRange({ page }, object) {
  const range = object as unknown as LimitRange;
  page.field(0, 'Name', range.metadata.name);
  page.field(0, 'Namespace', range.metadata.namespace);
  page.line(0, limitHeader);
  page.line(0, limitRuler);
  for (const line of limitLines(range)) page.line(0, line);
};

/** The limits of a namespace. */
export function describeLimits(page: Page, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return page.line(0, 'No LimitRange resource.');
  page.line(0, `Resource Limits\n ${limitHeader}\n ${limitRuler}`);
  for (const range of ranges) for (const line of limitLines(range)) page.line(0, ` ${line}`);
}

/** The lines of a limit range, each of them with its columns. */
function limitLines(range: LimitRange): readonly string[] {
  return (range.spec.limits ?? []).flatMap((limit) => {
    const names = new Set([limit.max, limit.min, limit.default, limit.defaultRequest, limit.maxLimitRequestRatio].flatMap((map) => Object.keys(map ?? {})));
    return [...names].sort(compareText).map((name) => [
      limit.type, name, limit.min?.[name] ?? '-', limit.max?.[name] ?? '-', limit.defaultRequest?.[name] ?? '-', limit.default?.[name] ?? '-', limit.maxLimitRequestRatio?.[name] ?? '-',
    ].join('\t'));
  });
}

const limitHeader = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio';
const limitRuler = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------';
