import type { ApiError, Status } from '../../kinds/index.ts';
import type { Call } from './call.ts';

/** Which stage of the server refused a request, and how. */
export interface RefusalRecord {
  readonly type: 'api.refused';
  /** `authentication`, `impersonation`, `authorization`, `decode`, `admission ServiceAccount`, `validate`, `store`. */
  readonly stage: string;
  readonly code: number;
  /** `Invalid`, `Forbidden`, `AlreadyExists` …: the Status' reason. */
  readonly reason: string;
  readonly message: string;
  /** The causes in the Status' details. */
  readonly causes: readonly RefusalCause[];
}

export type RefusalCause = NonNullable<NonNullable<Status['details']>['causes']>[number];

/** Records which stage refused. */
export function recordRefusal({ server }: Pick<Call, 'server'>, stage: string, { status }: ApiError): void {
  const record: RefusalRecord = { type: 'api.refused', stage, code: status.code ?? 500, reason: status.reason ?? '', message: status.message ?? '', causes: status.details?.causes ?? [] };
  server.kernel.record('decision', server.actor, record);
}
