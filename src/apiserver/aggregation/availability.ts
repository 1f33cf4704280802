// Whether somebody answers for a group that an APIService says is served behind a Service.
// Upstream: k8s.io/kube-aggregator pkg/controllers/status/remote/remote_available_controller.go

import { isObject, parseJson } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointSliceKind, serviceKind } from '../../kinds/index.ts';
import type { APIServiceCondition, DiscoveredResource, Service } from '../../kinds/index.ts';
import { isHttpResponse } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { readyEndpoints } from '../services/ready-endpoints.ts';
import type { Address } from '../services/ready-endpoints.ts';
import { dialText } from '../subresources/proxy.ts';
import type { AggregatedVersion } from './aggregated-services.ts';

type Named = Pick<AggregatedVersion, 'group' | 'service' | 'version'>;

/** What was found out. */
export interface Availability {
  readonly condition: APIServiceCondition;
  readonly resources: readonly DiscoveredResource[] | undefined;
}

/** Why nobody is to be reached, or where somebody is. */
type Way = { readonly address: Address; readonly host: string } | { readonly reason: string; readonly message: string };

/** Looks for what stands behind the Service and asks it what it serves. */
export function* availabilityOf(server: ServerContext, version: Named): Process<Availability> {
  const way = wayTo(server, version.service);
  if (!('address' in way)) return { condition: unavailable(way.reason, way.message), resources: undefined };
  const authority = `${way.host}:${version.service.port}`;
  const path = `/apis/${version.group}/${version.version}`;
  const url = `https://${authority}${path}`;
  const answer = yield* ask(server, way.address, { authority, path, url });
  if (typeof answer === 'string') return { condition: unavailable('FailedDiscoveryCheck', `failing or missing response from ${url}: ${answer}`), resources: undefined };
  return { condition: { type: 'Available', status: 'True', reason: 'Passed', message: 'all checks passed' }, resources: answer };
}

const unavailable = (reason: string, message: string): APIServiceCondition => ({ type: 'Available', status: 'False', reason, message });

/** Where the version is served: at one of the Service's ready endpoints, which errors call by the Service's own address. */
export function wayTo(server: ServerContext, { namespace, name, port }: AggregatedVersion['service']): Way {
  const service = cachedObjects(server, serviceKind, namespace).find(({ metadata }) => metadata.name === name);
  const told = `service/${name} in ${JSON.stringify(namespace)}`;
  if (!service) return { reason: 'ServiceNotFound', message: `${told} is not present` };
  if (service.spec.type === 'ExternalName') return { address: { address: service.spec.externalName ?? '', port }, host: service.spec.externalName ?? '' };
  const found = service.spec.ports?.find((each) => each.port === port);
  if (!found) return { reason: 'ServicePortError', message: `${told} is not listening on port ${port}` };
  const portName = found.name ?? '';
  if (!hasSlices(server, service)) return { reason: 'EndpointsNotFound', message: `cannot find endpointslices for ${told}` };
  const [first] = readyEndpoints(server, { namespace, name, portName });
  if (!first) return { reason: 'MissingEndpoints', message: `endpointslices for ${told} have no addresses with port name ${JSON.stringify(portName)}` };
  return { address: first, host: service.spec.clusterIP ?? first.address };
}

function hasSlices(server: ServerContext, { metadata: { namespace, name } }: Service): boolean {
  return cachedObjects(server, endpointSliceKind, namespace).some(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
}

interface Asked {
  /** `10.96.0.7:443` */
  readonly authority: string;
  readonly path: string;
  readonly url: string;
}

/** What is served there, or what is wrong with the answer. */
function* ask(server: ServerContext, { address, port }: Address, { authority, path, url }: Asked): Process<readonly DiscoveredResource[] | string> {
  const payload = { type: 'http.request' as const, method: 'GET', path, isSecure: true, body: '', headers: { host: authority, accept: 'application/json', 'x-remote-user': 'system:kube-aggregator', 'x-remote-group': 'system:masters' } };
  try {
    const reply = yield* server.stack.call({ address, port, kind: 'request', payload, timeoutMs: limits.discoveryCheckMs });
    if (!isHttpResponse(reply.payload)) return `Get ${JSON.stringify(url)}: EOF`;
    const { status, body } = reply.payload;
    return status >= 200 && status < 300 ? resourcesIn(body) : `bad status from ${url}: ${status}`;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return `Get ${JSON.stringify(url)}: ${dialText(error, authority)}`;
  }
}

function resourcesIn(body: string): readonly DiscoveredResource[] {
  const list = parseJson(body);
  const resources = isObject(list) ? list['resources'] : undefined;
  return Array.isArray(resources) ? resources.filter((each) => isObject(each) && typeof each['name'] === 'string' && Array.isArray(each['verbs'])) as readonly DiscoveredResource[] : [];
}
