// Upstream: k8s.io/endpointslice, podToEndpoint
import { isPodTerminal, podIsReady } from '../../kinds/index.ts';
import type { Endpoint, EndpointPort, Pod, Service } from '../../kinds/index.ts';

/** Whether the Pod is an endpoint of a Service that selects it: it has an address and has not ended. */
export function isEndpoint(pod: Pod): boolean {
  return (pod.status.podIP ?? '') !== '' && !isPodTerminal(pod);
}

/** Whether an endpoint takes traffic. */
export const isReadyEndpoint = ({ conditions }: Endpoint): boolean => conditions.ready ?? true;

/** What a slice says of the Pod. */
export function endpointOf(pod: Pod, service: Service, zone: string | undefined): Endpoint {
  const serving = podIsReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = Boolean(service.spec.publishNotReadyAddresses) || (serving && !terminating);
  const { hostname, subdomain, nodeName } = pod.spec;
  const hasName = hostname !== undefined && hostname !== '' && subdomain === service.metadata.name;
  return {
    addresses: [pod.status.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(hasName ? { hostname } : {}),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    ...(nodeName ? { nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** The Service's ports as they are at this Pod: a name is looked up in its containers, and left out when none has it. */
export function portsAt(pod: Pod, service: Service): readonly EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec.ports ?? []) {
    const number = typeof port.targetPort === 'number' ? port.targetPort : numberOfPort(pod, port.targetPort, port.protocol);
    if (number === undefined) continue;
    const { appProtocol } = port;
    ports.push({ name: port.name ?? '', port: number, protocol: port.protocol, ...(appProtocol === undefined ? {} : { appProtocol }) });
  }
  return ports;
}

function numberOfPort(pod: Pod, name: string, protocol: string): number | undefined {
  for (const container of pod.spec.containers) {
    const found = container.ports?.find((port) => port.name === name && port.protocol === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}
