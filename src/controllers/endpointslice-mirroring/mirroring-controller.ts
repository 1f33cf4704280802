// Upstream: pkg/controller/endpointslicemirroring
import { deepEqual } from '../../base/index.ts';
import { WorkQueue, usualPace } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointsKind, endpointSliceKind, lastAppliedAnnotation, objectKey, serviceKind } from '../../kinds/index.ts';
import type { EndpointAddress, Endpoint, EndpointSlice, EndpointSubset, Endpoints, ObjectMeta, Service } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { maxEndpointsPerSlice } from '../endpointslice/plan.ts';
import type { PortGroup } from '../endpointslice/plan.ts';
import { planSlices } from '../endpointslice/plan.ts';
import { managedByLabel, serviceNameLabel, sliceLabels, triggerTimeAnnotation } from '../endpointslice/slice-labels.ts';
import { SliceTracker, behindMs } from '../endpointslice/slice-tracker.ts';
import { SliceWriter, newSlice } from '../endpointslice/slice-writer.ts';

const manager = 'endpointslicemirroring-controller.k8s.io';

/** Copies Endpoints that a person wrote for a Service without selector into EndpointSlices, which kube-proxy reads. */
export const endpointSliceMirroringController = controllerFactory('endpoint-slice-mirroring-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'endpoint slice mirroring', { ...usualPace, firstMs: 1_000 }); // defaultSyncBackOff
  const services = context.informers.of(serviceKind);
  const endpoints = context.informers.of(endpointsKind);
  const slices = context.informers.of(endpointSliceKind);
  slices.store.addIndex('service', (slice) => [`${slice.metadata.namespace}/${slice.metadata.labels?.[serviceNameLabel] ?? ''}`]);
  const tracker = new SliceTracker();
  slices.onChange({ deleted: (slice) => tracker.gone(`${slice.metadata.namespace}/${slice.metadata.labels?.[serviceNameLabel] ?? ''}`, slice) });
  const add = ({ metadata }: Endpoints | Service): void => queue.add(objectKey(metadata));
  endpoints.onChange({ added: add, updated: add, deleted: add });
  services.onChange({ added: add, updated: add, deleted: add });
  return {
    name: 'endpointslice-mirroring-controller',
    workers: 5, // kube-controller-manager --mirroring-concurrent-service-endpoint-syncs
    queue,
    mostRetries: 15, // maxRetries
    *reconcile(key): Process<Requeue> {
      const object = endpoints.store.get(key);
      const service = services.store.get(key);
      const existing = slices.store.byIndex('service', key).filter((slice) => slice.metadata.labels?.[managedByLabel] === manager);
      const wanted = object && service && isMirrored(object, service) ? object : undefined;
      if (tracker.isBehind(key, existing)) return { afterMs: behindMs };
      if (wanted || existing.length > 0) yield* mirror(wanted, existing, new SliceWriter(context, key, tracker));
      return {};
    },
  };
}, { account: 'endpointslicemirroring-controller' });

function isMirrored(endpoints: Endpoints, service: Service): boolean {
  const { labels, annotations } = endpoints.metadata;
  if (labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true' || annotations?.['control-plane.alpha.kubernetes.io/leader'] !== undefined) return false;
  return service.spec.selector === undefined || Object.keys(service.spec.selector).length === 0;
}

function* mirror(endpoints: Endpoints | undefined, existing: readonly EndpointSlice[], write: SliceWriter): Process {
  const plan = planSlices(existing, (endpoints?.subsets ?? []).map(groupOf).filter((group) => group.endpoints.length > 0));
  for (const slice of plan.delete) yield* write.delete(slice);
  if (!endpoints) return;
  const said = handedOn(endpoints.metadata);
  const resaid = ({ metadata: { annotations: _, ...metadata }, ...slice }: EndpointSlice): EndpointSlice => ({ ...slice, metadata: { ...metadata, ...said } });
  for (const { slice, endpoints: next } of plan.update) yield* write.update({ ...resaid(slice), endpoints: next });
  for (const group of plan.create) yield* write.create(newSlice(endpoints, said, group));
  const isOther = ({ metadata }: EndpointSlice): boolean => !deepEqual(metadata.labels, said.labels) || !deepEqual(metadata.annotations, said.annotations);
  const untouched = existing.filter((slice) => !plan.delete.includes(slice) && !plan.update.some((entry) => entry.slice === slice));
  for (const slice of untouched.filter(isOther)) yield* write.update(resaid(slice));
}

/** What the author of Endpoints says of them is said of their slices, but for what only these Endpoints can mean. */
function handedOn({ name, labels, annotations }: Endpoints['metadata']): Pick<Required<ObjectMeta>, 'labels'> & Pick<ObjectMeta, 'annotations'> {
  const kept = without(annotations, lastAppliedAnnotation, triggerTimeAnnotation);
  return {
    labels: sliceLabels(without(labels, managedByLabel, serviceNameLabel), name, manager, false),
    ...(Object.keys(kept).length > 0 && { annotations: kept }),
  };
}

function without(texts: Readonly<Record<string, string>> | undefined, ...keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([key]) => !keys.includes(key)));
}

function groupOf(subset: EndpointSubset): PortGroup {
  const ports = (subset.ports ?? []).map((port) => ({ name: port.name ?? '', port: port.port, protocol: port.protocol, ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}) }));
  const ready = (subset.addresses ?? []).map((address) => endpointOf(address, true));
  const notReady = (subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false));
  return { ports, endpoints: [...ready, ...notReady].slice(0, 10 * maxEndpointsPerSlice) }; // --mirroring-max-endpoints-per-subset
}

function endpointOf(address: EndpointAddress, ready: boolean): Endpoint {
  const { ip, hostname, nodeName, targetRef } = address;
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(targetRef ? { targetRef } : {}),
    ...(nodeName ? { nodeName } : {}),
  };
}
