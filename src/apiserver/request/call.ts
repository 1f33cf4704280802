import type { AnyKind, BodyText, ResourceRequest, User } from '../../kinds/index.ts';
import type { ResourceCache } from '../cache/resource-cache.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestRecord } from './request-record.ts';

/** A request for a resource on its way through the server. */
export interface Call {
  readonly server: ServerContext;
  readonly request: ResourceRequest;
  /** What the objects are; where a request names another version of a kind, the one that is stored. */
  readonly kind: AnyKind;
  /** In which version the client writes and reads them. */
  readonly spoken: AnyKind;
  readonly cache: ResourceCache;
  /** The subresource by which the object is written, where the request as it goes on is one of the object itself: `scale`. */
  readonly through?: string;
  readonly user: User;
  /** The body as it was typed, where it came as text and some of its keys occur twice. */
  readonly typed?: BodyText;
  /** By their paths: how numbers of the body are written that are not written as Go writes them. */
  readonly spelled?: ReadonlyMap<string, string>;
  /** What the trace keeps of it; undefined for what the server asks itself. */
  readonly record: RequestRecord | undefined;
  /** Warnings that go with the answer. */
  readonly warnings: string[];
}

/** What a request is answered: the HTTP status and the body. */
export interface Answer {
  readonly code: number;
  /** An object of the API; text is for people. */
  readonly body: unknown;
  /** Beyond those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { code: 200, body };
}

/** 201 with a body. */
export function created(body: unknown): Answer {
  return { code: 201, body };
}
