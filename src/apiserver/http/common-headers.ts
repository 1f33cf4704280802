// What every answer over HTTP says besides what was asked for.
// Upstream: k8s.io/apiserver pkg/endpoints/filters (audit_init.go, cachecontrol.go), pkg/server/filters/priority-and-fairness.go

import type { HttpRequest } from '../../machine/index.ts';
import type { RandomStream } from '../../kernel/index.ts';
import { attributesOf } from '../authorization/attributes.ts';
import { isLongRunning } from '../request/long-running.ts';
import type { RequestRecord } from '../request/request-record.ts';
import type { ApiRequest } from '../../kinds/index.ts';
import type { Flows } from '../flow-control/flows.ts';

const longestAuditId = 64;

/** By what the request is known in an audit, that nobody may keep the answer, and of which priority it was. */
export function commonHeaders(
  { headers }: HttpRequest,
  asked: { readonly request: ApiRequest; readonly record: RequestRecord } | undefined,
  { flows, random }: { readonly flows: Flows; readonly random: RandomStream },
): Readonly<Record<string, string>> {
  const said = headers['audit-id'] ?? '';
  const auditId = said === '' ? random.uuid() : said.slice(0, longestAuditId);
  const all = { 'audit-id': auditId, 'cache-control': 'no-cache, private' };
  const identity = asked?.record.identity;
  if (!asked || !identity) return all;
  const { record: { verdict }, request } = asked;
  // Who may not ask is told in words of their own, which no browser is to take for something else.
  const told = verdict?.isAllowed === false ? { 'x-content-type-options': 'nosniff' } : {};
  const attributes = attributesOf(request);
  if (attributes.type !== 'path' && isLongRunning(attributes.subresource)) return { ...all, ...told };
  return { ...all, ...told, ...flows.headersOf(identity.user, attributes) };
}
