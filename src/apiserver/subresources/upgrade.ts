// Sessions with input: exec, attach and port-forward over a connection. The client's first payload is its request, the first
// one back an ApiReply (101 when it goes on); after that everything passes between client and kubelet as it is.
// Upstream: k8s.io/apimachinery pkg/util/proxy/upgradeaware.go

import { isObject } from '../../base/index.ts';
import { ended, race } from '../../kernel/index.ts';
import type { Mailbox, Process, ProcessGroup } from '../../kernel/index.ts';
import { ApiError, kubeletPort } from '../../kinds/index.ts';
import type { ApiCall, ApiReply, ResourceRequest } from '../../kinds/index.ts';
import { isHttpRequest } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { badRequest, plainError } from '../failures.ts';
import { typedRequest } from '../http/http-codec.ts';
import { limits } from '../limits.ts';
import { admitted } from '../request/dispatch.ts';
import { failureStatus } from '../request/failure-status.ts';
import type { Incoming } from '../request/incoming.ts';
import { RequestRecord } from '../request/request-record.ts';
import type { ServerContext } from '../server-context.ts';
import { dialError, isKubeletReply, kubeletRequest, refusedByKubelet } from './pod-stream.ts';

/** Takes connections and serves each in a process of its own. */
export function* acceptUpgrades(server: ServerContext, accepted: Mailbox<Connection>, group: ProcessGroup): Process {
  for (let connection = yield* accepted.take(); connection; connection = yield* accepted.take()) {
    server.kernel.spawn(`${server.actor} session`, serveConnection(server, connection, group), group);
  }
}

function* serveConnection(server: ServerContext, near: Connection, group: ProcessGroup): Process {
  try {
    const first = yield* near.receive();
    if (first === undefined) return;
    const far = yield* open(server, near, first);
    if (far) yield* join(server, near, far, group);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  } finally {
    near.close();
  }
}

/** The connection to the kubelet, once that has agreed; undefined when the client was told why there is none. */
function* open(server: ServerContext, near: Connection, first: unknown): Process<Connection | undefined> {
  const { kernel, actor } = server;
  const warnings: string[] = [];
  const answer = (code: number, body: unknown): void => {
    const reply: ApiReply = { type: 'api.reply', code, body, warnings };
    near.send(reply, 'response');
  };
  let request: ResourceRequest;
  try {
    request = requestIn(first);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer(error.code, error.status);
    return undefined;
  }
  const record = new RequestRecord(request, kernel.nowMs);
  kernel.record('step', actor, record);
  try {
    const far = yield* dial(server, { request, record, warnings });
    record.code = 101;
    answer(101, undefined);
    return far;
  } catch (error) {
    const status = failureStatus(error, request);
    record.code = status.code ?? 500;
    answer(record.code, status);
    return undefined;
  } finally {
    record.latencyMs = kernel.nowMs - record.receivedMs;
  }
}

function* dial(server: ServerContext, incoming: Incoming<ResourceRequest>): Process<Connection> {
  const { name, subresource } = incoming.request;
  if (subresource !== 'exec' && subresource !== 'attach' && subresource !== 'portforward') throw badRequest('Upgrade request required');
  const call = yield* admitted(server, incoming);
  const target = yield* kubeletRequest(call, subresource);
  if (!target) throw badRequest(`pod ${name ?? ''} does not have a host assigned`);
  const { address, payload } = target;
  try {
    const far = yield* server.stack.connect({ address, port: kubeletPort, timeoutMs: limits.kubeletDialMs });
    far.send(payload, 'request');
    const reply = yield* far.receiveWithin(limits.kubeletDialMs);
    if (isKubeletReply(reply) && reply.code < 400) return far;
    far.close();
    throw isKubeletReply(reply) ? refusedByKubelet(call, reply) : plainError('error dialing backend: EOF');
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw plainError(dialError(payload, address, error));
  }
}

/** Passes payloads both ways until either side has enough. */
function* join(server: ServerContext, near: Connection, far: Connection, group: ProcessGroup): Process {
  const { kernel, actor } = server;
  const there = kernel.spawn(`${actor} session in`, pass(near, far), group);
  const back = kernel.spawn(`${actor} session out`, pass(far, near), group);
  try {
    yield* race([ended(there), ended(back)]);
  } finally {
    there.kill();
    back.kill();
    far.close();
  }
}

function* pass(from: Connection, to: Connection): Process {
  try {
    for (let payload = yield* from.receive(); payload !== undefined; payload = yield* from.receive()) to.send(payload);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

/** The request that a connection begins with, typed or in HTTP. Throws BadRequest when it is for no resource. */
function requestIn(first: unknown): ResourceRequest {
  if (isResourceCall(first)) return first.request;
  const request = isHttpRequest(first) ? typedRequest(first) : undefined;
  if (request?.type !== 'resource') throw badRequest('Upgrade request required');
  return request;
}

function isResourceCall(payload: unknown): payload is ApiCall & { readonly request: ResourceRequest } {
  return isObject(payload) && payload['type'] === 'api.call' && isObject(payload['request']) && payload['request']['type'] === 'resource';
}
