import type { Process } from '../../kernel/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { PathRequest } from '../../kinds/index.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import { answerPath } from './answer-path.ts';
import { failureStatus } from './failure-status.ts';
import { isForResource } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import type { Outlet } from './outlet.ts';

/** Answers a request whatever comes of it; undefined when the answer streamed. */
export function* answerRequest(
  server: ServerContext,
  incoming: Incoming,
  outlet: Outlet,
): Process<Answer | undefined> {
  try {
    return isForResource(incoming) ? yield* dispatch(server, incoming, outlet) : yield* answerPath(server, incoming as Incoming<PathRequest>, outlet);
  } catch (error) {
    const status = failureStatus(error, incoming.request);
    return { code: status.code ?? 500, body: status };
  }
}
