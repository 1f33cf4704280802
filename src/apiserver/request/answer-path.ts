import { settled } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { BodyText, PathRequest } from '../../kinds/index.ts';
import { health, isHealthPath, probeStorage } from '../discovery/health.ts';
import { issuerDocument, issuerPaths } from '../authentication/issuer-documents.ts';
import { methodNotAllowed, noSuchResource } from '../failures.ts';
import { placeOf, requestOfPath } from '../http/resource-path.ts';
import { metricsText, ownPage, slisText } from '../later.ts';
import type { ServerContext } from '../server-context.ts';
import { allow } from './allow.ts';
import { ok } from './call.ts';
import type { Answer } from './call.ts';
import { dispatch } from './dispatch.ts';
import type { Incoming } from './incoming.ts';
import type { Outlet } from './outlet.ts';

/** Answers a request by its path: discovery, health, the version, or a resource under its HTTP path. */
export function* answerPath(
  server: ServerContext,
  incoming: Incoming<PathRequest>,
  outlet: Outlet,
): Process<Answer | undefined> {
  const { request } = incoming;
  const question = request.path.indexOf('?');
  const path = question < 0 ? request.path : request.path.slice(0, question);
  const query = question < 0 ? '' : request.path.slice(question + 1);
  const place = placeOf(path);
  if (place) {
    const { body, patchType } = request;
    const read = typeof body === 'string' ? { ...request, body: textBody(body, patchType) } : request;
    const resource = requestOfPath(read, place, query, patchType === undefined ? {} : { patchType });
    return yield* settled(dispatch(server, { ...incoming, request: resource }, outlet));
  }
  yield* allow(server, incoming);
  const found = isHealthPath(path) ? yield* checkHealth(server, path, query) : wellKnown(server, path, incoming);
  if (found) {
    if (request.verb !== 'get' && isReadOnly.test(path)) throw methodNotAllowed();
    return found;
  }
  throw noSuchResource();
}

/** Other paths answer whatever they are asked with. */
const isReadOnly = /^\/(api|version|openid|\.well-known)(\/|$)|^\/apis\/[^/]+\/[^/]+/;

/** A body as somebody typed it; patches of apply are YAML. */
function textBody(text: string, patchType: PathRequest['patchType']): BodyText | undefined {
  return text === '' ? undefined : { type: 'body.text', text, form: patchType === 'apply' ? 'yaml' : 'json' };
}

function wellKnown(server: ServerContext, path: string, { request: { accept }, http }: Incoming<PathRequest>): Answer | undefined {
  const { discovery } = server;
  // Documents that are written for people.
  if (path === '/statusz' || path === '/flagz') return ownPage(path, server, http?.headers['accept']);
  if (path === '/metrics' || path === '/metrics/slis') return { code: 200, body: path === '/metrics' ? metricsText(server) : slisText(server), headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores', 'process-start-time-unix': String(Math.floor(server.startedMs / 1_000)) } };
  if (path === '/' || path === '' || path === '/index.html') return ok(JSON.stringify({ paths: server.paths }, undefined, 2));
  const plain = path.length > 1 && path.endsWith('/') && !path.startsWith('/openapi/') ? path.slice(0, -1) : path;
  if (accept === 'discovery') {
    const all = discovery.aggregated(path);
    if (all) return ok(all);
  }
  if (issuerPaths.includes(plain)) return issuerDocument(plain, server);
  const document = discovery.get(plain);
  return document === undefined ? undefined : ok(document);
}

function* checkHealth(server: ServerContext, path: string, query: string): Process<Answer | undefined> {
  const isStorageReachable = yield* probeStorage(server.kernel, server.storage);
  const checked = health(path, query, { cache: server.cache, isStorageReachable, isBootstrapped: server.isBootstrapped() }, server.healthResults);
  const headers = path.lastIndexOf('/') === 0 ? { 'x-content-type-options': 'nosniff' } : {};
  return checked && { code: checked.code, body: checked.text, headers };
}
