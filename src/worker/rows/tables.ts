import { RequestRecord } from '../../apiserver/index.ts';
import type { RefusalRecord } from '../../apiserver/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { EntityId, RequestRow } from '../../protocol/index.ts';
import { kindWord } from '../kind-names.ts';
import type { KindNames } from '../kind-names.ts';

/** Whether a trace record tells of an API request. */
export function isRequestRecord(subject: unknown): subject is RequestRecord {
  return subject instanceof RequestRecord;
}

/** What a request's row tells beyond its record. */
export interface RequestSurroundings {
  readonly kinds: KindNames;
  readonly from: EntityId;
  readonly about: EntityId | undefined;
  readonly refusal: RefusalRecord | undefined;
}

/** An API request as a row. */
export function requestRow(record: TraceRecord, request: RequestRecord, around: RequestSurroundings): RequestRow {
  const { verb, code, latencyMs, receivedMs, user } = request;
  const { kinds, from, about, refusal } = around;
  return {
    id: `request/${record.id}`,
    atMs: receivedMs,
    ...(code === 0 ? {} : { tookMs: latencyMs, code }),
    ...(refusal === undefined || code < 400 ? {} : { reason: refusal.reason }),
    verb,
    path: pathOf(kinds, request),
    from,
    user,
    ...(about === undefined ? {} : { about }),
  };
}

/** The path of a request as on the wire. */
export function pathOf(kinds: KindNames, { resource, namespace, name }: RequestRecord): string {
  if (resource.startsWith('/')) return resource;
  const [named = '', subresource] = resource.split('/');
  const kind = kinds.ofResource(named);
  const plural = named.split('.')[0] ?? '';
  const root = kind ? (kind.apiVersion === 'v1' ? '/api/v1' : `/apis/${kind.apiVersion}`) : rootOf(named);
  const place = namespace === '' ? '' : `/namespaces/${namespace}`;
  return `${root}${place}/${plural}${name === '' ? '' : `/${name}`}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** The object that a request is about; undefined for lists and paths. */
export function aboutOf(kinds: KindNames, { resource, namespace, name }: RequestRecord): EntityId | undefined {
  const kind = kinds.ofResource(resource.split('/')[0] ?? '');
  return kind === undefined || name === '' ? undefined : objectId({ kind: kindWord(kind), namespace: kindWord(kind) === 'Namespace' ? '' : namespace, name });
}

function rootOf(named: string): string {
  const dot = named.indexOf('.');
  return dot < 0 ? '/api/v1' : `/apis/${named.slice(dot + 1)}/v1`;
}
