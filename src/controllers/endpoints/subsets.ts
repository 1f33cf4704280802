// Upstream: pkg/api/v1/endpoints, RepackSubsets
import { compareText, goJson } from '../../base/index.ts';
import { podIsReady } from '../../kinds/index.ts';
import type { EndpointAddress, EndpointSubset, Pod, Service } from '../../kinds/index.ts';
import { endpointOf, portsAt } from '../endpointslice/pod-endpoint.ts';

interface Group {
  readonly ports: EndpointSubset['ports'];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** The Pods as Endpoints tell them: addresses by the ports that they share, ready and not ready apart, sorted. */
export function subsetsOf(pods: readonly Pod[], service: Service): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined && !service.spec.publishNotReadyAddresses) continue;
    const ports = portsAt(pod, service).map(({ name, ...port }) => (name ? { name, ...port } : port));
    const isHeadlessWithoutPorts = service.spec.clusterIP === 'None' && (service.spec.ports ?? []).length === 0;
    if (ports.length === 0 && !isHeadlessWithoutPorts) continue;
    const key = goJson(ports);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { ports: ports.length > 0 ? ports.map(asSubsetPort) : undefined, ready: [], notReady: [] }));
    const isReady = Boolean(service.spec.publishNotReadyAddresses) || podIsReady(pod);
    (isReady ? group.ready : group.notReady).push(addressOf(pod, service));
  }
  return [...groups.values()].map(asSubset).sort((a, b) => compareText(goJson(a), goJson(b)));
}

function asSubsetPort(port: { readonly name?: string; readonly port?: number; readonly protocol?: string; readonly appProtocol?: string }): NonNullable<EndpointSubset['ports']>[number] {
  const { name, port: number = 0, appProtocol } = port;
  const protocol = port.protocol === 'UDP' || port.protocol === 'SCTP' ? port.protocol : 'TCP';
  return { port: number, protocol, ...(name ? { name } : {}), ...(appProtocol ? { appProtocol } : {}) };
}

function asSubset({ ports, ready, notReady }: Group): EndpointSubset {
  const byAddress = (a: EndpointAddress, b: EndpointAddress): number => compareText(a.ip, b.ip);
  return {
    ...(ready.length > 0 ? { addresses: ready.sort(byAddress) } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady.sort(byAddress) } : {}),
    ...(ports ? { ports } : {}),
  };
}

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const { addresses, hostname, nodeName, targetRef } = endpointOf(pod, service, undefined);
  return {
    ip: addresses[0] ?? '',
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}
