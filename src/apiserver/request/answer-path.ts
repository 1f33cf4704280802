import type { Process } from '../../kernel/index.ts';
import type { PathRequest } from '../../kinds/index.ts';
import { health } from '../discovery/health.ts';
import { methodNotAllowed, noSuchResource } from '../failures.ts';
import { parseBody } from '../http/parse-body.ts';
import { requestOfPath } from '../http/resource-path.ts';
import type { ServerContext } from '../server-context.ts';
import { ok } from './call.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import type { Outlet } from './outlet.ts';

/** Answers a request by its path: discovery, health, the version, or a resource under its HTTP path. */
export function* answerPath(
  server: ServerContext,
  request: PathRequest,
  outlet: Outlet,
  warnings: string[],
): Process<Answer | undefined> {
  const question = request.path.indexOf('?');
  const path = question < 0 ? request.path : request.path.slice(0, question);
  const query = question < 0 ? '' : request.path.slice(question + 1);
  const found = wellKnown(server, path, query, request);
  if (found) {
    if (request.verb !== 'get') throw methodNotAllowed();
    return found;
  }
  const { body } = request;
  const resource = requestOfPath(typeof body === 'string' ? { ...request, body: parseBody(body) } : request, path, query);
  if (!resource) throw noSuchResource();
  return yield* dispatch(server, resource, outlet, warnings);
}

function wellKnown(server: ServerContext, path: string, query: string, { accept }: PathRequest): Answer | undefined {
  const { discovery } = server;
  if (path === '/' || path === '') return ok({ paths: server.paths });
  if (accept === 'discovery') {
    const all = discovery.aggregated(path);
    if (all) return ok(all);
  }
  const document = discovery.get(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
  if (document !== undefined) return ok(document);
  const checked = health(path, query, server.healthState());
  return checked && { code: checked.code, body: checked.text };
}
