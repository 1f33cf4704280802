// How the API server reaches a webhook: at an address of its own, or behind a Service.
// Upstream: k8s.io/apiserver pkg/util/webhook client.go, pkg/util/proxy

import { isObject, jsonKind, parseIpv4 } from '../../../base/index.ts';
import type { Process, RandomStream } from '../../../kernel/index.ts';
import { genericFailure, serviceKind } from '../../../kinds/index.ts';
import type { ServiceReference, WebhookClientConfig } from '../../../kinds/index.ts';
import { isHttpResponse, isNotTls, plainAnswer } from '../../../machine/index.ts';
import type { HttpRequest } from '../../../machine/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { ServerContext } from '../../server-context.ts';
import { readyEndpoints } from '../../services/ready-endpoints.ts';
import type { Address } from '../../services/ready-endpoints.ts';
import { cachedObjects } from '../../cache/lookup.ts';
import { WebhookFailure } from './review.ts';

/** Posts a review and gives the answer's JSON. The caBundle counts as the right one. Throws WebhookFailure. */
export function* callWebhook(
  server: ServerContext,
  config: WebhookClientConfig,
  review: object,
  timeoutSeconds: number,
): Process<Readonly<Record<string, unknown>>> {
  const { url, authority, path } = targetOf(config, timeoutSeconds);
  const { address, port } = addressOf(server, config, url);
  const payload: HttpRequest = {
    type: 'http.request', method: 'POST', path, isSecure: true, body: JSON.stringify(review),
    headers: { host: authority, 'user-agent': 'kube-apiserver-admission', accept: 'application/json, */*', 'content-type': 'application/json' },
  };
  try {
    const reply = yield* server.stack.call({ address, port, kind: 'request', payload, timeoutMs: timeoutSeconds * 1000 });
    if (isNotTls(reply.payload)) throw new WebhookFailure(`failed to call webhook: Post "${url}": ${plainAnswer}`);
    return bodyOf(reply.payload);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new WebhookFailure(`failed to call webhook: Post "${url}": ${dialText(error, `${address}:${port}`)}`);
  }
}

function targetOf({ service, url = '' }: WebhookClientConfig, timeoutSeconds: number): { readonly url: string; readonly authority: string; readonly path: string } {
  const base = service ? `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${service.path ?? '/'}` : url;
  const whole = `${base}${base.includes('?') ? '&' : '?'}timeout=${timeoutSeconds}s`;
  const [, authority = '', path = '/'] = /^https:\/\/([^/?]+)(.*)$/.exec(whole) ?? [];
  return { url: whole, authority, path: path.startsWith('/') ? path : `/${path}` };
}

function addressOf(server: ServerContext, { service }: WebhookClientConfig, url: string): Address {
  const found = service ? endpointOf(server, service) : addressIn(url);
  if (typeof found === 'string') throw new WebhookFailure(`failed to call webhook: Post "${url}": ${found}`);
  return found;
}

/** Where a URL leads, or why nowhere: names are not looked up from here. */
function addressIn(url: string): Address | string {
  const [, host = '', port = '443'] = /^https:\/\/(\[[^\]]+\]|[^/:?]+)(?::(\d+))?/.exec(url) ?? [];
  return parseIpv4(host) === undefined ? `dial tcp: lookup ${host}: no such host` : { address: host, port: Number(port) };
}

/** One of the Service's ready endpoints, so that the machine of the server needs no kube-proxy; or why there is none. kube-apiserver --enable-aggregator-routing */
function endpointOf(server: ServerContext, { name, namespace, port: wanted = 443 }: ServiceReference): Address | string {
  const service = cachedObjects(server, serviceKind, namespace).find(({ metadata }) => metadata.name === name);
  if (!service) return `service "${name}" not found`;
  const servicePort = (service.spec.ports ?? []).find(({ port }) => port === wanted);
  if (!servicePort) return `no service port ${wanted} found for service "${name}"`;
  const ready = readyEndpoints(server, { namespace, name, portName: servicePort.name ?? '' });
  const chosen = ready.length > 1 ? ready[webhookRandom(server).integer(0, ready.length)] : ready[0];
  return chosen ?? `no endpoints available for service "${name}"`;
}

/** The random numbers that only webhooks use up. */
export function webhookRandom({ kernel, actor }: ServerContext): RandomStream {
  return kernel.random(`${actor} webhooks`);
}

function dialText({ code }: NetworkError, address: string): string {
  switch (code) {
    case 'ECONNREFUSED': return `dial tcp ${address}: connect: connection refused`;
    case 'EHOSTUNREACH': return `dial tcp ${address}: connect: no route to host`;
    case 'ETIMEDOUT': return 'context deadline exceeded';
    case 'ECONNRESET': return 'EOF';
  }
}

function bodyOf(payload: unknown): Readonly<Record<string, unknown>> {
  if (!isHttpResponse(payload)) throw new WebhookFailure('failed to call webhook: the server does not speak HTTP');
  const { status, body } = payload;
  if (status < 200 || status > 299) {
    throw new WebhookFailure(`failed to call webhook: ${genericFailure(status).message ?? ''}`);
  }
  const answer = parsed(body);
  if (!isObject(answer)) {
    throw new WebhookFailure(`failed to call webhook: couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(answer)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
  }
  const { apiVersion, kind } = answer;
  if (apiVersion !== 'admission.k8s.io/v1' && apiVersion !== 'admission.k8s.io/v1beta1') {
    throw new WebhookFailure(`failed to call webhook: no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`);
  }
  return answer;
}

/** JSON; anything else is read as YAML reads it, as one text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return body;
  }
}
