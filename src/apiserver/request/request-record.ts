import { groupResource } from '../../kinds/index.ts';
import type { ApiRequest, ResourceRequest, User } from '../../kinds/index.ts';
import type { Identity } from '../authentication/identity.ts';
import type { Verdict } from '../authorization/authorizer.ts';

/** What an object was after a step of its way. */
export interface PassageStep {
  /** As read or as it stood before, with the client's part and defaults, after an admission plugin, when nothing was wrong with it, as stored. */
  readonly step: 'before' | 'completed' | 'admitted' | 'prepared' | 'stored';
  /** The admission plugin that changed it; '' for the others. */
  readonly by: string;
  readonly object: object;
}

/** A request as the trace keeps it: what came in, and what is noted of it on its way. What the answer was is filled in when it is known. */
export class RequestRecord {
  readonly receivedMs: number;
  /** As what it is treated, and how that is known; undefined while it is not. */
  identity: Identity | undefined = undefined;
  /** Who asked to be taken for that user. */
  impersonator: User | undefined = undefined;
  /** Whether the user may, and who said so. */
  verdict: Verdict | undefined = undefined;
  /** What became of the object on its way; only of the newest writes. */
  passage: PassageStep[] | undefined = undefined;
  /** The HTTP status; 0 while there is no answer. */
  code = 0;
  /** Until the answer's head; for a watch, until its first byte. */
  latencyMs = 0;
  private readonly request: ApiRequest;

  constructor(request: ApiRequest, receivedMs: number) {
    this.request = request;
    this.receivedMs = receivedMs;
  }

  /** What it is, among all that a trace tells of. */
  get type(): 'api.request' {
    return 'api.request';
  }

  get verb(): string {
    return this.request.verb;
  }

  /** `deployments.apps`, with `/status` after it for a subresource; or the path. */
  get resource(): string {
    return this.request.type === 'path' ? this.request.path : resourceText(this.request);
  }

  get namespace(): string {
    return (this.request.type === 'path' ? undefined : this.request.namespace) ?? '';
  }

  get name(): string {
    return (this.request.type === 'path' ? undefined : this.request.name) ?? '';
  }

  get userAgent(): string {
    return this.request.userAgent;
  }

  /** Whom the request is treated as; '' while that is not known. */
  get user(): string {
    return this.identity?.user.name ?? '';
  }

  /** What a client was known by: `certificate`, `service account token`, `anonymous` …; '' while it is not. */
  get authenticatedBy(): string {
    return this.identity?.by ?? '';
  }
}

function resourceText(request: ResourceRequest): string {
  const named = groupResource(request);
  return request.subresource === undefined ? named : `${named}/${request.subresource}`;
}
