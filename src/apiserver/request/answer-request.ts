import { isProcess } from '../../kernel/index.ts';
import type { Eventually, Process } from '../../kernel/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { ApiRequest, PathRequest } from '../../kinds/index.ts';
import type { AggregatedVersion } from '../aggregation/aggregated-services.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import { answerPath } from './answer-path.ts';
import { answerAggregated, answerInTime } from '../later.ts';
import { failureStatus } from './failure-status.ts';
import { isForResource } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import type { Outlet } from './outlet.ts';


/** Answers a request whatever comes of it, at once where nothing has to be waited for; undefined when the answer streamed. */
export function answerRequest(
  server: ServerContext,
  incoming: Incoming,
  outlet: Outlet,
): Eventually<Answer | undefined> {
  const { request, http } = incoming;
  const path = http?.path ?? (request.type === 'path' ? request.path : '');
  try {
    if (path.includes('timeout=')) return answerInTime(server.kernel, path, () => answerWhatever(server, incoming, outlet));
  } catch (error) {
    return failed(error, incoming);
  }
  return answerWhatever(server, incoming, outlet);
}

function answerWhatever(server: ServerContext, incoming: Incoming, outlet: Outlet): Eventually<Answer | undefined> {
  try {
    const answer = answered(server, incoming, outlet);
    return isProcess(answer) ? answeredLater(answer, incoming) : answer;
  } catch (error) {
    return failed(error, incoming);
  }
}

function* answeredLater(answer: Process<Answer | undefined>, incoming: Incoming): Process<Answer | undefined> {
  try {
    return yield* answer;
  } catch (error) {
    return failed(error, incoming);
  }
}

function answered(server: ServerContext, incoming: Incoming, outlet: Outlet): Eventually<Answer | undefined> {
  const elsewhere = aggregatedVersion(server, incoming.request);
  if (elsewhere) return answerAggregated(server, incoming, elsewhere);
  return isForResource(incoming) ? dispatch(server, incoming, outlet) : answerPath(server, incoming as Incoming<PathRequest>, outlet);
}

function failed(error: unknown, { request }: Incoming): Answer {
  const status = failureStatus(error, request);
  return { code: status.code ?? 500, body: status };
}

/** Who else serves what is asked for; undefined when this server does. */
function aggregatedVersion({ aggregated }: ServerContext, request: ApiRequest): AggregatedVersion | undefined {
  if (aggregated.versions.length === 0) return undefined;
  if (request.type === 'resource') return aggregated.at(request.group, request.version);
  const [, group = '', version = ''] = /^\/apis\/([^/?]+)\/([^/?]+)/.exec(request.path) ?? [];
  return aggregated.at(group, version);
}
