import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { ApiRequest, Status } from '../../kinds/index.ts';
import { plainError, timedOut } from '../failures.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import { answerPath } from './answer-path.ts';
import type { Outlet } from './outlet.ts';

/** Answers a request whatever comes of it; undefined when the answer streamed. */
export function* answerRequest(
  server: ServerContext,
  request: ApiRequest,
  outlet: Outlet,
  warnings: string[],
): Process<Answer | undefined> {
  try {
    return request.type === 'resource' ? yield* dispatch(server, request, outlet, warnings) : yield* answerPath(server, request, outlet, warnings);
  } catch (error) {
    const status = statusOf(error);
    return { code: status.code ?? 500, body: status };
  }
}

/** The Status that a failure is answered with; a bug is thrown on. */
function statusOf(error: unknown): Status {
  if (error instanceof ApiError) return error.status;
  if (!(error instanceof StorageError)) throw error;
  return (error.code === 'late' ? timedOut() : plainError(error.message)).status;
}
