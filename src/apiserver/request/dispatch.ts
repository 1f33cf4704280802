// The stages of a request: who asks, whether they may, what about, and which verb does it.

import { settled } from '../../kernel/index.ts';
import type { Eventually, Process } from '../../kernel/index.ts';
import type { AnyKind, BodyText, ResourceRequest, User } from '../../kinds/index.ts';
import { methodNotAllowed, noSuchResource, notFound } from '../failures.ts';
import { evict, podStream, proxy, refusePlainSession, scale, unstored } from '../later.ts';
import type { ServerContext } from '../server-context.ts';
import { bind } from '../subresources/binding.ts';
import { requestToken } from '../subresources/token.ts';
import { create } from '../verbs/create.ts';
import { deleteCollection } from '../verbs/delete-collection.ts';
import { deleteOne } from '../verbs/delete.ts';
import { get } from '../verbs/get.ts';
import { list } from '../verbs/list.ts';
import { patch } from '../verbs/patch.ts';
import { update } from '../verbs/update.ts';
import { watch } from '../verbs/watch.ts';
import { checkWriteOptions } from '../verbs/write-options.ts';
import { allow, allowAtOnce } from './allow.ts';
import { isBodyText, readObjectText, readPatchText } from './body-text.ts';
import type { Answer, Call } from './call.ts';
import { unsupportedPatch } from './decode-body.ts';
import type { Incoming } from './incoming.ts';
import type { Outlet } from './outlet.ts';

/** Answers a request for a resource; undefined when it streamed its answer itself. Throws ApiError and StorageError. */
export function dispatch(
  server: ServerContext,
  incoming: Incoming<ResourceRequest>,
  outlet: Outlet,
): Eventually<Answer | undefined> {
  const user = allowAtOnce(server, incoming);
  return user ? carryOut(callOf(server, incoming, user), outlet) : allowAndCarryOut(server, incoming, outlet);
}

function* allowAndCarryOut(server: ServerContext, incoming: Incoming<ResourceRequest>, outlet: Outlet): Process<Answer | undefined> {
  return yield* settled(carryOut(yield* admitted(server, incoming), outlet));
}

function carryOut(call: Call, outlet: Outlet): Eventually<Answer | undefined> {
  const { request } = call;
  if (!call.kind.isStored) return unstored(call);
  if (request.subresource !== undefined) return subresource(call, request.subresource, outlet);
  return request.verb === 'watch' ? streamed(watch(call, outlet)) : main(call);
}

function* streamed(answer: Process): Process<undefined> {
  yield* answer;
  return undefined;
}

/** The first stages, the same for every way in. Throws Unauthorized, Forbidden, and NotFound for what is no resource. */
export function* admitted(server: ServerContext, incoming: Incoming<ResourceRequest>): Process<Call> {
  return callOf(server, incoming, yield* allow(server, incoming));
}

function callOf(server: ServerContext, { request, record, warnings }: Incoming<ResourceRequest>, user: User): Call {
  const { refused, verb, patchType } = request;
  if (refused && verb !== 'patch') throw refused;
  const spoken = server.resources.find(request.group, request.version, request.resource);
  if (verb === 'patch' && spoken.custom && (refused?.status.reason === 'UnsupportedMediaType' || patchType === 'strategic')) throw unsupportedPatch(spoken);
  if (refused) throw refused;
  const kind = spoken.view?.of ?? spoken;
  const deprecation = spoken.deprecation ?? kind.deprecation;
  if (deprecation !== undefined && kind.verbs.includes(verb)) warnings.push(deprecation);
  const call = { server, request, kind, spoken, cache: server.cache.of(kind), user, record, warnings };
  return isBodyText(request.body) ? withReadBody(call, request.body) : call;
}

/** What is written to subresources that take no object of the kind itself. */
const writtenTo: Readonly<Record<string, string>> = { binding: 'Binding', eviction: 'Eviction', scale: 'Scale', token: 'TokenRequest' };

/** The call with the value of its text. Throws BadRequest for text that is none. */
function withReadBody(call: Call, typed: BodyText): Call {
  const { request, spoken } = call;
  const read = request.verb === 'patch' ? readPatchText(request.patchType ?? 'strategic', typed) : readObjectText(writtenTo[request.subresource ?? ''] ?? spoken.kind, typed);
  const readCall = { ...call, request: { ...request, body: read.value }, ...(read.spelled && { spelled: read.spelled }) };
  return read.duplicates.length > 0 ? { ...readCall, typed } : readCall;
}

function main(call: Call): Eventually<Answer> {
  checkVerb(call.kind, call.request);
  checkWriteOptions(call.request);
  switch (call.request.verb) {
    case 'get': return get(call);
    case 'list': return list(call);
    case 'create': return create(call);
    case 'update': return update(call);
    case 'patch': return patch(call);
    case 'delete': return deleteOne(call);
    case 'deletecollection': return deleteCollection(call);
    case 'watch': throw methodNotAllowed();
  }
}

/** Which methods a path has: a namespaced object is made, and objects are deleted at once, in a namespace; single ones have names. */
function checkVerb(kind: AnyKind, { verb, namespace, name }: ResourceRequest): void {
  const isSingle = verb === 'get' || verb === 'update' || verb === 'patch' || verb === 'delete';
  if (!kind.namespaced && namespace !== undefined && verb !== 'create') throw noSuchResource();
  if (isSingle && !name) throw methodNotAllowed();
  if (kind.namespaced && namespace === undefined && verb !== 'list') throw isSingle ? noSuchResource() : methodNotAllowed();
  if (!kind.verbs.includes(verb)) throw methodNotAllowed();
}

function subresource(
  call: Call,
  name: string,
  outlet: Outlet,
): Eventually<Answer | undefined> {
  const { kind, request: { verb } } = call;
  if (!kind.subresources.includes(name)) throw kind.custom ? notFound(kind.gvr, call.request.name ?? '') : noSuchResource();
  const isChange = verb === 'update' || verb === 'patch';
  switch (name) {
    case 'status':
    case 'approval':
    case 'ephemeralcontainers':
    case 'resize':
      if (verb !== 'get' && !isChange) throw methodNotAllowed();
      return main(call);
    case 'scale':
      if (verb !== 'get' && !isChange) throw methodNotAllowed();
      return scale(call);
    case 'finalize':
      if (verb !== 'update') throw methodNotAllowed();
      return main(call);
    case 'binding':
      if (verb !== 'create') throw methodNotAllowed();
      return bind(call);
    case 'token':
      if (verb !== 'create') throw methodNotAllowed();
      return requestToken(call);
    case 'eviction':
      if (verb !== 'create') throw methodNotAllowed();
      return evict(call);
    case 'log':
    case 'exec':
    case 'attach':
      if (verb !== 'get' && (verb !== 'create' || name === 'log')) throw methodNotAllowed();
      if (name !== 'log' && !outlet.takesFrames) return refusePlainSession(call, name);
      return streamed(podStream(call, name, outlet));
    case 'portforward':
      if (verb !== 'get' && verb !== 'create') throw methodNotAllowed();
      return refusePlainSession(call, 'portforward');
    case 'proxy':
      return proxy(call, outlet);
    default:
      throw noSuchResource();
  }
}
