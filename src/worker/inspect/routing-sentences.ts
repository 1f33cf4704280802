import type { Endpoints, EndpointSlice, Ingress, IngressBackend } from '../../kinds/index.ts';
import type { Phrase } from '../../protocol/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { WhyContext } from './why-context.ts';

/** The Services that an Ingress names, each once. */
export function servicesBehind({ spec }: Ingress): readonly string[] {
  const backends = [spec.defaultBackend, ...(spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }): IngressBackend => backend))];
  return [...new Set(backends.flatMap((backend) => (backend?.service ? [backend.service.name] : [])))];
}

/** Where requests of which hosts are to go. */
export function ingressSentence(ingress: Ingress): readonly Phrase[] {
  const hosts = (ingress.spec.rules ?? []).map(({ host }) => host || '*');
  return [{ say: 'ingress.routes', with: { hosts: (hosts.length === 0 ? ['*'] : hosts).join(', '), services: servicesBehind(ingress).join(', ') || '<none>' } }];
}

/** The name of the Service whose addresses a slice holds. */
export function serviceOfSlice({ metadata }: EndpointSlice): string | undefined {
  return metadata.labels?.['kubernetes.io/service-name'];
}

/** How many addresses there are for which Service, if that is there at all. */
export function addressesSentence({ frames }: WhyContext, object: Endpoints | EndpointSlice): readonly Phrase[] {
  const service = object.kind === 'Endpoints' ? object.metadata.name : serviceOfSlice(object) ?? '';
  const readiness = object.kind === 'Endpoints'
    ? (object.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [...addresses.map(() => true), ...notReadyAddresses.map(() => false)])
    : (object.endpoints ?? []).flatMap(({ addresses, conditions }) => addresses.map(() => conditions?.ready ?? true));
  const values = { service, ready: readiness.filter(Boolean).length, total: readiness.length };
  const isThere = frames.objects.object(objectId({ kind: 'Service', namespace: object.metadata.namespace, name: service })) !== undefined;
  return [{ say: isThere ? 'endpoints.of' : 'endpoints.orphan', with: values }];
}
