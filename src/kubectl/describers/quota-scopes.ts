// What the scopes of a quota mean. Upstream: k8s.io/kubectl pkg/describe/describe.go helpTextForResourceQuotaScope

import { compareText } from '../../base/index.ts';
import type { Page } from './page.ts';

const meanings: Readonly<Record<string, string>> = {
  BestEffort: 'do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort: 'have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating: 'do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  Terminating: 'have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
};

/** Writes a quota's scopes with what each matches, below `indent`; nothing for a quota without. */
export function describeScopes(page: Page, level: number, scopes: readonly string[] | undefined, indent: string): void {
  if (scopes === undefined || scopes.length === 0) return;
  const sorted = scopes.toSorted(compareText);
  page.field(level, 'Scopes', sorted.join(', '));
  for (const scope of sorted) {
    const meaning = meanings[scope];
    if (meaning !== undefined) page.line(level, `${indent}* Matches all pods that ${meaning}`);
  }
}
