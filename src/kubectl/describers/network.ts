// Services, Endpoints, EndpointSlices and Ingresses. Upstream: k8s.io/kubectl pkg/describe/describe.go

import type { Process } from '../../kernel/index.ts';
import { ApiError, formatLabels } from '../../kinds/index.ts';
import type { Endpoints, EndpointSlice, IPAddress, Ingress, IngressBackend, ObjectList, Service, ServiceCIDR, ServicePort } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf, unlessRefused } from './events.ts';
import { orNone, timeText } from './page.ts';
import type { Page } from './page.ts';

const mostAddresses = 3;

/** `10.0.0.1:80,10.0.0.2:80 + 2 more...` of the ready endpoints of a port. */
export function slicesText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all: string[] = [];
  for (const slice of slices) {
    const ready = (slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready !== false);
    const ports = slice.ports ?? [];
    if (ports.length === 0) for (const endpoint of ready) all.push(endpoint.addresses[0] ?? '');
    for (const port of ports) if ((port.name ?? '') === portName) for (const endpoint of ready) all.push(`${endpoint.addresses[0] ?? ''}:${port.port ?? 0}`);
  }
  const shown = all.slice(0, mostAddresses).join(',');
  return all.length > mostAddresses ? `${shown} + ${all.length - mostAddresses} more...` : shown;
}

/** The EndpointSlices of a Service. */
export function* slicesOf(kubectl: Kubectl, namespace: string, service: string): Process<readonly EndpointSlice[]> {
  const mapping = { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' };
  const options = { labelSelector: `kubernetes.io/service-name=${service}`, limit: 500 };
  const list = (yield* kubectl.api.ask('list', { mapping, namespace, options })) as ObjectList<EndpointSlice>;
  return list.items;
}

export const describeService: Describer = function* describeService({ kubectl, page, withEvents }, object) {
  const service = object as unknown as Service;
  const { metadata, spec, status } = service;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Selector', formatLabels(spec.selector));
  page.field(0, 'Type', spec.type);
  describeAddresses(page, service);
  const ingress = status.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) {
    const texts = ingress.map(({ ip, hostname, ipMode }) => (ip ? `${ip}${ipMode ? ` (${ipMode})` : ''}` : (hostname ?? '')));
    page.field(0, 'LoadBalancer Ingress', texts.join(', '));
  }
  const slices = yield* unlessRefused(slicesOf(kubectl, metadata.namespace, metadata.name), []);
  for (const port of spec.ports ?? []) describeServicePort(page, port, slices);
  page.field(0, 'Session Affinity', spec.sessionAffinity);
  if (spec.externalTrafficPolicy) page.field(0, 'External Traffic Policy', spec.externalTrafficPolicy);
  if (spec.internalTrafficPolicy) page.field(0, 'Internal Traffic Policy', spec.internalTrafficPolicy);
  if (spec.healthCheckNodePort) page.field(0, 'HealthCheck NodePort', spec.healthCheckNodePort);
  if (spec.loadBalancerSourceRanges && spec.loadBalancerSourceRanges.length > 0) page.field(0, 'LoadBalancer Source Ranges', spec.loadBalancerSourceRanges.join(','));
  if (spec.trafficDistribution !== undefined) page.field(0, 'Traffic Distribution', spec.trafficDistribution);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function describeAddresses(page: Page, { spec }: Service): void {
  if (spec.ipFamilyPolicy) page.field(0, 'IP Family Policy', spec.ipFamilyPolicy);
  page.field(0, 'IP Families', orNone(spec.ipFamilies?.join(',')));
  page.field(0, 'IP', spec.clusterIP ?? '');
  page.field(0, 'IPs', orNone(spec.clusterIPs?.join(',')));
  if (spec.externalIPs && spec.externalIPs.length > 0) page.field(0, 'External IPs', spec.externalIPs.join(','));
  if (spec.loadBalancerIP) page.field(0, 'Desired LoadBalancer IP', spec.loadBalancerIP);
  if (spec.externalName) page.field(0, 'External Name', spec.externalName);
}

function describeServicePort(page: Page, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name ?? '<unset>';
  page.field(0, 'Port', `${name}\t${port.port}/${port.protocol}`);
  page.field(0, 'TargetPort', `${port.targetPort}/${port.protocol}`);
  if (port.appProtocol) page.field(0, 'AppProtocol', port.appProtocol);
  if (port.nodePort) page.field(0, 'NodePort', `${name}\t${port.nodePort}/${port.protocol}`);
  page.field(0, 'Endpoints', slicesText(slices, port.name ?? ''));
}

export const describeEndpoints: Describer = function* describeEndpoints({ kubectl, page, withEvents }, object) {
  const { metadata, subsets } = object as unknown as Endpoints;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'Subsets:');
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets ?? []) {
    page.field(1, 'Addresses', orNone(addresses.map(({ ip }) => ip).join(',')));
    page.field(1, 'NotReadyAddresses', orNone(notReadyAddresses.map(({ ip }) => ip).join(',')));
    if (ports.length > 0) {
      page.line(1, 'Ports:');
      page.line(2, 'Name\tPort\tProtocol');
      page.line(2, '----\t----\t--------');
      for (const { name, port, protocol } of ports) page.line(2, `${name || '<unset>'}\t${port}\t${protocol}`);
    }
    page.line(0, '');
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeEndpointSlice: Describer = function* describeEndpointSlice({ kubectl, page, withEvents }, object) {
  const { metadata, addressType, ports, endpoints } = object as unknown as EndpointSlice;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'AddressType', addressType);
  if (!ports || ports.length === 0) page.line(0, 'Ports: <unset>');
  else {
    page.line(0, 'Ports:');
    page.line(1, 'Name\tPort\tProtocol');
    page.line(1, '----\t----\t--------');
    for (const { name, port, protocol } of ports) page.line(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol ?? ''}`);
  }
  if (!endpoints || endpoints.length === 0) page.line(0, 'Endpoints: <none>');
  else {
    page.line(0, 'Endpoints:');
    for (const endpoint of endpoints) {
      page.line(1, `- Addresses:\t${endpoint.addresses.join(', ')}`);
      page.line(2, 'Conditions:');
      page.field(3, 'Ready', endpoint.conditions?.ready ?? '<unset>');
      page.field(2, 'Hostname', endpoint.hostname ?? '<unset>');
      if (endpoint.targetRef) page.field(2, 'TargetRef', `${endpoint.targetRef.kind ?? ''}/${endpoint.targetRef.name ?? ''}`);
      page.field(2, 'NodeName', endpoint.nodeName ?? '<unset>');
      page.field(2, 'Zone', endpoint.zone ?? '<unset>');
    }
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeAddress: Describer = function* describeAddress({ kubectl, page, withEvents }, object) {
  const { metadata, spec } = object as unknown as IPAddress;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const { group = '', resource, namespace = '', name } = spec.parentRef;
  page.line(0, 'Parent Reference:');
  for (const [title, value] of Object.entries({ Group: group, Resource: resource, Namespace: namespace, Name: name })) page.field(1, title, value);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeAddressRange: Describer = function* describeAddressRange({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as ServiceCIDR;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'CIDRs', (spec.cidrs ?? []).join(', '));
  const { conditions = [] } = status;
  if (conditions.length > 0) {
    page.line(0, 'Status:\nConditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage');
    page.line(1, '----\t------\t------------------\t------\t-------');
  }
  for (const { type, status: state, lastTransitionTime, reason, message } of conditions) page.line(1, `${type} \t${state} \t${timeText(lastTransitionTime)} \t${reason} \t${message}`);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function backendName(backend: IngressBackend): string {
  const { service, resource } = backend;
  if (service) return `${service.name}:${service.port?.name || (service.port?.number ?? '')}`;
  return resource ? `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}` : '';
}

function* backendText(kubectl: Kubectl, namespace: string, backend: IngressBackend): Process<string> {
  const name = backendName(backend);
  if (!backend.service) return name;
  try {
    const mapping = { group: '', version: 'v1', resource: 'services' };
    const service = (yield* kubectl.api.ask('get', { mapping, namespace, name: backend.service.name })) as Service;
    const wanted = backend.service.port;
    const port = (service.spec.ports ?? []).find((each) => (wanted?.name ? each.name === wanted.name : each.port === wanted?.number));
    return `${name} (${slicesText(yield* slicesOf(kubectl, namespace, backend.service.name), port?.name ?? '')})`;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `${name} (<error: ${error.message}>)`;
  }
}

export const describeIngress: Describer = function* describeIngress({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as Ingress;
  const { namespace } = metadata;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.field(0, 'Namespace', namespace);
  page.field(0, 'Address', (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? '')).join(','));
  page.field(0, 'Ingress Class', spec.ingressClassName ?? '<none>');
  page.field(0, 'Default backend', spec.defaultBackend ? yield* backendText(kubectl, namespace, spec.defaultBackend) : '<default>');
  if (spec.tls && spec.tls.length > 0) {
    page.line(0, 'TLS:');
    for (const { hosts = [], secretName } of spec.tls) page.line(1, secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`);
  }
  page.line(0, 'Rules:\n  Host\tPath\tBackends');
  page.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter((rule) => rule.http !== undefined);
  for (const { host, http } of rules) {
    page.line(1, `${host || '*'}\t`);
    for (const { path = '', backend } of http?.paths ?? []) page.line(2, `\t${path} \t${yield* backendText(kubectl, namespace, backend)}`);
  }
  if (rules.length === 0) page.line(1, `*\t*\t${spec.defaultBackend ? yield* backendText(kubectl, namespace, spec.defaultBackend) : '<default>'}`);
  page.annotations('Annotations', metadata.annotations);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
