import type { ApiRequest, PathRequest, ResourceRequest } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import type { RequestRecord } from './request-record.ts';

/** A request as it came in, with what is noted of it on its way. */
export interface Incoming<Request extends ApiRequest = ApiRequest> {
  readonly request: Request;
  readonly record: RequestRecord;
  /** As it came over HTTP, where it did. */
  readonly http?: HttpRequest;
  /** Warnings that go with the answer. */
  readonly warnings: string[];
}

/** Whether what came in is about a resource; else it is about a path. */
export function isForResource(incoming: Incoming<ResourceRequest> | Incoming<PathRequest> | Incoming): incoming is Incoming<ResourceRequest> {
  return incoming.request.type === 'resource';
}
