import { groupResource } from '../../kinds/index.ts';
import type { ApiRequest, ResourceRequest, User } from '../../kinds/index.ts';
import type { Verdict } from '../authorization/authorizer.ts';

/** What an object was after a step of its way. */
export interface PassageStep {
  /** As read or as it stood before, with the client's part and defaults, after an admission plugin, when nothing was wrong with it, as stored. */
  readonly step: 'before' | 'completed' | 'admitted' | 'prepared' | 'stored';
  /** The admission plugin that changed it; '' for the others. */
  readonly by: string;
  readonly object: object;
}

/** A request as the trace keeps it. What the answer was is filled in when it is known. */
export interface RequestRecord {
  readonly type: 'api.request';
  readonly verb: string;
  /** `deployments.apps`, with `/status` after it for a subresource; or the path. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** Whom the request was treated as; '' while that is not known. */
  user: string;
  /** The same with groups; undefined while it is not known. */
  asker: User | undefined;
  /** What a client was known by: `certificate`, `service account token`, `anonymous` …; '' while it is not. */
  authenticatedBy: string;
  /** Who asked to be taken for that user. */
  impersonator: User | undefined;
  /** Whether the user may, and who said so. */
  verdict: Verdict | undefined;
  /** What became of the object on its way; only of the newest writes. */
  passage: PassageStep[] | undefined;
  readonly userAgent: string;
  readonly receivedMs: number;
  /** The HTTP status; 0 while there is no answer. */
  code: number;
  /** Until the answer's head; for a watch, until its first byte. */
  latencyMs: number;
}

/** The record of a request that comes in now. */
export function requestRecord(request: ApiRequest, nowMs: number): RequestRecord {
  const { userAgent, verb } = request;
  const isPath = request.type === 'path';
  return {
    type: 'api.request',
    verb,
    resource: isPath ? request.path : resourceText(request),
    namespace: (isPath ? undefined : request.namespace) ?? '',
    name: (isPath ? undefined : request.name) ?? '',
    user: '',
    asker: undefined,
    authenticatedBy: '',
    impersonator: undefined,
    verdict: undefined,
    passage: undefined,
    userAgent,
    receivedMs: nowMs,
    code: 0,
    latencyMs: 0,
  };
}

function resourceText(request: ResourceRequest): string {
  const named = groupResource(request);
  return request.subresource === undefined ? named : `${named}/${request.subresource}`;
}
