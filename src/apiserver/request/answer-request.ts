import type { Process } from '../../kernel/index.ts';
import type { ApiRequest } from '../../kinds/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import { answerPath } from './answer-path.ts';
import { failureStatus } from './failure-status.ts';
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
    const status = failureStatus(error, request);
    return { code: status.code ?? 500, body: status };
  }
}
