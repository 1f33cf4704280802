// HTTP through the server: what stands behind a Service, in a Pod or on a node answers under a path of the API.
// Upstream: pkg/registry/core/{service,pod,node} (ResourceLocation, ProxyREST), k8s.io/apimachinery pkg/util/proxy

import { isObject, parseIpv4 } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { kubeletPort, podKind } from '../../kinds/index.ts';
import type { KubeObject, Pod, ProxiedRequest, Service } from '../../kinds/index.ts';
import { isHttpResponse, isNotTls, plainAnswer } from '../../machine/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import { isPod } from '../admission/service-account.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { badRequest, notFound, serviceUnavailable } from '../failures.ts';
import type { Answer, Call } from '../request/call.ts';
import type { Outlet } from '../request/outlet.ts';
import { readyEndpoints } from '../services/ready-endpoints.ts';
import type { Address } from '../services/ready-endpoints.ts';
import { readStored } from '../verbs/get.ts';
import { addressOfNode } from './pod-stream.ts';
import { linksBelow } from './proxied-links.ts';

const optionKinds: Readonly<Record<string, string>> = { services: 'ServiceProxyOptions', pods: 'PodProxyOptions', nodes: 'NodeProxyOptions' };

interface Target extends Address {
  readonly isSecure: boolean;
}

/** Serves `proxy` of Services, Pods and nodes. */
export function* proxy(call: Call, outlet: Outlet): Process<Answer | undefined> {
  const asked = proxiedOf(call);
  yield* admitSubresource(call, 'CONNECT', { apiVersion: 'v1', kind: optionKinds[call.kind.plural] ?? '', body: { path: asked.path } });
  const target = yield* locate(call);
  const isRead = asked.method === 'GET' || asked.method === 'HEAD';
  if (asked.path === '' && isRead) return { code: 301, body: undefined, headers: { location: `${asked.uri}/${asked.query}` } };
  const { response, stream } = yield* passOn(call, target, asked);
  const prefix = asked.uri.slice(0, asked.uri.length - asked.path.length);
  const answer = linksBelow(prefix, response);
  if (!stream) return { code: answer.status, body: answer.body, headers: answer.headers };
  outlet.sendHead({ isStream: true, status: answer.status, headers: answer.headers });
  if (answer.body !== '') outlet.push(answer.body);
  try {
    for (let part = yield* stream.next(); part !== undefined && !outlet.isClosed; part = yield* stream.next()) outlet.push(part);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  } finally {
    stream.cancel();
  }
  outlet.finish();
  return undefined;
}

/** The request as it came; one that was not made of HTTP is a GET. */
function proxiedOf({ request: { body } }: Call): ProxiedRequest {
  if (!isObject(body) || body['type'] !== 'proxied') throw badRequest('a request of HTTP is needed to pass it on');
  return body as unknown as ProxiedRequest; // of the type that it says
}

function* passOn(call: Call, { address, port, isSecure }: Target, { method, uri, path, query, headers, body }: ProxiedRequest) {
  const { authorization: _, ...kept } = headers;
  const payload: HttpRequest = {
    type: 'http.request', method, path: `${path === '' ? '/' : path}${query}`, isSecure, body,
    headers: { ...Object.fromEntries(Object.entries(kept).filter(([name]) => !name.startsWith('impersonate-'))), 'x-forwarded-uri': uri },
  };
  try {
    const reply = yield* call.server.stack.call({ address, port, kind: 'traffic', payload });
    if (!isHttpResponse(reply.payload)) throw serviceUnavailable(`error trying to reach service: ${isNotTls(reply.payload) ? plainAnswer : 'EOF'}`);
    return { response: reply.payload satisfies HttpResponse, stream: reply.stream };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw serviceUnavailable(`error trying to reach service: ${dialText(error, `${address}:${port}`)}`);
  }
}

/** What Go says of a call that did not get through. */
export function dialText({ code, message }: NetworkError, address: string): string {
  switch (code) {
    case 'ECONNREFUSED': return `dial tcp ${address}: connect: connection refused`;
    case 'EHOSTUNREACH': return `dial tcp ${address}: connect: no route to host`;
    case 'ETIMEDOUT': return `dial tcp ${address}: i/o timeout`;
    case 'ECONNRESET': return message;
  }
}

/** `[scheme:]name[:port]`; undefined for anything else. */
function partsOf(id: string): { readonly scheme: string; readonly name: string; readonly port: string } | undefined {
  const steps = id.split(':');
  const [first = '', second = '', third = ''] = steps;
  if (steps.length === 1) return { scheme: '', name: first, port: '' };
  if (steps.length === 2) return { scheme: '', name: first, port: second };
  return steps.length === 3 && ['', 'http', 'https'].includes(first) ? { scheme: first, name: second, port: third } : undefined;
}

/** Where the request is to go. Throws NotFound, BadRequest and ServiceUnavailable. */
function* locate(call: Call): Process<Target> {
  const { kind, request: { name: id = '' } } = call;
  const parts = partsOf(id);
  if (!parts) throw badRequest(`invalid ${kind.plural.slice(0, -1)} request ${JSON.stringify(id)}`);
  const isSecure = parts.scheme === 'https';
  if (kind.plural === 'nodes') {
    const address = yield* addressOfNode(call, parts.name);
    return { address, port: parts.port === '' ? kubeletPort : portNumber(parts.port), isSecure: parts.port === '' || isSecure };
  }
  const found = yield* readStored(call, parts.name);
  if (!found) throw notFound(kind.gvr, parts.name);
  if (isPod(found)) return { ...podAddress(found, parts.port), isSecure };
  return { ...serviceAddress(call, found, { id, port: parts.port }), isSecure };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw badRequest(`invalid port ${JSON.stringify(text)}`);
  return port;
}

/** A Pod's port that is named, or its first one. */
function podAddress({ spec, status }: Pod, port: string): Address {
  const address = status.podIP ?? '';
  const isUsable = parseIpv4(address) !== undefined && !address.startsWith('127.') && !address.startsWith('169.254.');
  if (!isUsable) throw badRequest('address not allowed');
  const [first] = spec.containers.flatMap(({ ports = [] }) => ports);
  return { address, port: port === '' ? (first?.containerPort ?? 80) : portNumber(port) };
}

function isService(object: KubeObject): object is Service {
  return object.kind === 'Service';
}

/** One of the Pods behind a Service's port, which is named by its name or its number. */
function serviceAddress(call: Call, service: KubeObject, { id, port }: { readonly id: string; readonly port: string }): Address {
  const { server } = call;
  const { namespace = '', name } = service.metadata;
  let portName = port;
  if (/^[0-9]+$/.test(port) && isService(service)) {
    const numbered = service.spec.ports?.find((each) => each.port === Number(port));
    if (!numbered) throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
    portName = numbered.name ?? '';
  }
  const pods = new Map(cachedObjects(server, podKind, namespace).map((pod) => [pod.metadata.uid, pod]));
  const ready = readyEndpoints(server, { namespace, name, portName }, ({ addresses, targetRef }) => {
    const pod = pods.get(targetRef?.uid ?? '');
    return pod?.status.podIP !== undefined && addresses.includes(pod.status.podIP);
  });
  const chosen = ready.length > 1 ? ready[server.kernel.random(`${server.actor} proxy`).integer(0, ready.length)] : ready[0];
  if (!chosen) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(id)}`);
  return chosen;
}
