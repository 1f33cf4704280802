// Upstream: coredns plugin/kubernetes, github.com/kubernetes/dns specification
import type { DnsAnswer, DnsQuery, DnsRecord } from '../../machine/index.ts';
import type { Endpoint, EndpointSlice, Service, ServicePort } from '../../kinds/index.ts';
import { limits } from '../limits.ts';

/** What a name server must be able to look up in the cluster. */
export interface ClusterView {
  readonly domain: string;
  service(namespace: string, name: string): Service | undefined;
  slices(namespace: string, name: string): readonly EndpointSlice[];
  hasNamespace(name: string): boolean;
  servicesWithAddress(address: string): readonly Service[];
  slicesWithAddress(address: string): readonly EndpointSlice[];
}

/** What the cluster's names say to a question; undefined: not a name of the cluster. */
export type ClusterAnswer = Pick<DnsAnswer, 'status' | 'records'> | undefined;

const unknown: ClusterAnswer = Object.freeze({ status: 'NXDOMAIN', records: Object.freeze([]) });
const nothing: ClusterAnswer = Object.freeze({ status: 'NOERROR', records: Object.freeze([]) });

/** Answers a question from Services and their endpoints. */
export function answerFromCluster(view: ClusterView, { name, recordType }: Pick<DnsQuery, 'name' | 'recordType'>): ClusterAnswer {
  const asked = name.toLowerCase();
  if (asked.endsWith('.in-addr.arpa')) return answerReverse(view, name, asked);
  if (asked === view.domain) return nothing;
  if (!asked.endsWith(`.${view.domain}`)) return undefined;
  const labels = asked.slice(0, -view.domain.length - 1).split('.');
  const kind = labels.pop();
  const namespace = labels.pop();
  if (kind !== 'svc' && kind !== 'pod') return unknown;
  if (namespace === undefined) return nothing;
  if (!view.hasNamespace(namespace)) return unknown;
  if (labels.length === 0) return nothing;
  if (kind === 'pod') return answerPod(name, labels, recordType);
  return answerService({ view, name, recordType, namespace, service: labels.pop() ?? '', rest: labels });
}

/** `10-244-1-5.default.pod`: the address is in the name; nobody checks that such a Pod exists. */
function answerPod(name: string, labels: readonly string[], recordType: DnsQuery['recordType']): ClusterAnswer {
  const address = labels.length === 1 ? (labels[0] ?? '').replaceAll('-', '.') : '';
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return unknown;
  return recordType === 'A' ? found([record(name, 'A', address)]) : nothing;
}

interface ServiceQuestion {
  readonly view: ClusterView;
  readonly name: string;
  readonly recordType: DnsQuery['recordType'];
  readonly namespace: string;
  readonly service: string;
  /** What stands before the Service: nothing, a port and a protocol, or one endpoint. */
  readonly rest: readonly string[];
}

function answerService(question: ServiceQuestion): ClusterAnswer {
  const { view, name, recordType, namespace, rest } = question;
  const service = view.service(namespace, question.service);
  if (!service) return unknown;
  const full = `${service.metadata.name}.${namespace}.svc.${view.domain}`;
  if (service.spec.type === 'ExternalName') {
    if (rest.length > 0) return unknown;
    return recordType === 'A' || recordType === 'AAAA' || recordType === 'CNAME' ? found([record(name, 'CNAME', service.spec.externalName ?? '')]) : nothing;
  }
  if (rest.length > 2) return unknown;
  const [first = '', second = ''] = rest;
  if (rest.length === 2 && !(first.startsWith('_') && second.startsWith('_'))) return unknown;
  const port = rest.length === 2 ? { name: first.slice(1), protocol: second.slice(1).toUpperCase() } : undefined;
  const endpoint = rest.length === 1 ? first : undefined;
  const isHeadless = service.spec.clusterIP === 'None';
  if (!isHeadless && endpoint === undefined) return answerClusterIp(question, service, full, port);
  return answerEndpoints(question, full, port, endpoint);
}

type WantedPort = { readonly name: string; readonly protocol: string } | undefined;

function isWanted(port: { readonly name?: string; readonly protocol: string }, wanted: WantedPort): boolean {
  return wanted === undefined || (wanted.name === (port.name ?? '') && wanted.protocol === port.protocol);
}

function answerClusterIp({ name, recordType }: ServiceQuestion, service: Service, full: string, wanted: WantedPort): ClusterAnswer {
  const ports = (service.spec.ports ?? []).filter((port: ServicePort) => isWanted(port, wanted));
  if (wanted && ports.length === 0) return unknown;
  const address = service.spec.clusterIP ?? '';
  if (recordType === 'A') return found([record(name, 'A', address)]);
  if (recordType !== 'SRV') return nothing;
  return found(ports.map(({ port }) => record(name, 'SRV', `0 100 ${port} ${full}`)));
}

function answerEndpoints({ view, name, recordType, namespace, service }: ServiceQuestion, full: string, wanted: WantedPort, only: string | undefined): ClusterAnswer {
  const addresses = new Set<string>();
  const targets: { readonly host: string; readonly port: number }[] = [];
  for (const slice of view.slices(namespace, service)) {
    const ports = (slice.ports ?? []).filter((port) => isWanted(port, wanted));
    if (wanted && ports.length === 0) continue;
    for (const endpoint of slice.endpoints ?? []) {
      const host = endpointName(endpoint);
      if (endpoint.conditions.ready === false || (only !== undefined && host !== only)) continue;
      for (const address of endpoint.addresses) addresses.add(address);
      for (const { port } of ports) if (port !== undefined) targets.push({ host, port });
    }
  }
  if (addresses.size === 0) return unknown;
  if (recordType === 'A') return found([...addresses].map((address) => record(name, 'A', address)));
  if (recordType !== 'SRV') return nothing;
  const weight = Math.max(1, Math.floor(100 / Math.max(1, targets.length)));
  return found(targets.map(({ host, port }) => record(name, 'SRV', `0 ${weight} ${port} ${host}.${full}`)));
}

/** An endpoint's own name below its Service: its host name, or its address with dashes. */
function endpointName({ hostname, addresses }: Endpoint): string {
  return hostname ?? (addresses[0] ?? '').replaceAll('.', '-');
}

function answerReverse(view: ClusterView, name: string, asked: string): ClusterAnswer {
  const address = asked.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.');
  const names: string[] = view.servicesWithAddress(address).map(({ metadata }) => `${metadata.name}.${metadata.namespace}.svc.${view.domain}`);
  for (const slice of view.slicesWithAddress(address)) {
    const { namespace, labels } = slice.metadata;
    const service = labels?.['kubernetes.io/service-name'] ?? '';
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.addresses.includes(address)) names.push(`${endpointName(endpoint)}.${service}.${namespace}.svc.${view.domain}`);
    }
  }
  return names.length === 0 ? undefined : found([...new Set(names)].map((target) => record(name, 'PTR', target)));
}

function record(name: string, recordType: DnsRecord['recordType'], value: string): DnsRecord {
  return { name, recordType, value, ttlSeconds: limits.dnsTtlSeconds };
}

function found(records: readonly DnsRecord[]): ClusterAnswer {
  return { status: 'NOERROR', records };
}
