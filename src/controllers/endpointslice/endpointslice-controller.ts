// Upstream: pkg/controller/endpointslice
import { deepEqual } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointSliceKind, matchLabels, nodeKind, objectKey, podKind, serviceKind } from '../../kinds/index.ts';
import type { Endpoint, EndpointPort, EndpointSlice, EndpointSliceInput, Pod, Service } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { controllerReference } from '../framework/owners.ts';
import { selectedPodsWatch } from '../framework/selected-pods.ts';
import { planSlices } from './plan.ts';
import type { PortGroup } from './plan.ts';
import { endpointOf, isEndpoint, portsAt } from './pod-endpoint.ts';
import { SliceTracker } from './slice-tracker.ts';
import { managedByLabel, serviceNameLabel, sliceLabels } from './slice-labels.ts';

const manager = 'endpointslice-controller.k8s.io';
/** Pause until a cache that is behind the controller's own writes is looked at again. */
const staleMs = 5;

/** Keeps the EndpointSlices of Services with a selector equal to the Pods that it selects. */
export const endpointSliceController = controllerFactory('endpoint-slice-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'endpoint slices');
  const services = context.informers.of(serviceKind);
  const pods = context.informers.of(podKind);
  const slices = context.informers.of(endpointSliceKind);
  const nodes = context.informers.of(nodeKind);
  slices.store.addIndex('service', (slice) => [`${slice.metadata.namespace}/${slice.metadata.labels?.[serviceNameLabel] ?? ''}`]);
  selectedPodsWatch(context, (key) => queue.add(key));
  const tracker = new SliceTracker(context.kernel);
  const serviceOf = ({ metadata }: EndpointSlice): string | undefined =>
    metadata.labels?.[managedByLabel] === manager ? `${metadata.namespace}/${metadata.labels[serviceNameLabel] ?? ''}` : undefined;
  const addUnlessExpected = (slice: EndpointSlice): void => {
    const service = serviceOf(slice);
    if (service !== undefined && !tracker.isExpected(service, slice)) queue.add(service);
  };
  slices.onChange({
    added: addUnlessExpected,
    updated: addUnlessExpected,
    deleted(slice) {
      const service = serviceOf(slice);
      if (service === undefined) return;
      tracker.deleted(service, slice);
      queue.add(service);
    },
  });
  services.onChange({ deleted: (service) => tracker.forget(objectKey(service.metadata)) });

  return {
    name: 'endpointslice-controller',
    workers: 5, // kube-controller-manager --concurrent-service-endpoint-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const service = services.store.get(key);
      if (!service || service.spec.type === 'ExternalName' || service.spec.selector === undefined) return {};
      const selected = pods.store
        .byIndex('namespace', service.metadata.namespace)
        .filter((pod) => isEndpoint(pod) && matchLabels(service.spec.selector, pod.metadata.labels));
      const zoneOf = (pod: Pod): string | undefined => nodes.store.get(pod.spec.nodeName ?? '')?.metadata.labels?.['topology.kubernetes.io/zone'];
      const existing = slices.store.byIndex('service', key).filter((slice) => slice.metadata.labels?.[managedByLabel] === manager);
      if (tracker.isAhead(key, existing)) return { afterMs: staleMs };
      yield* reconcileSlices(trackedSlices(context, tracker, key), service, existing, groupByPorts(selected, service, zoneOf));
      return {};
    },
  };
});

/** The writes of one Service's slices, each noted by what it answered. */
interface SliceWriter {
  create(slice: EndpointSliceInput): Process;
  update(slice: EndpointSlice): Process;
  delete(slice: EndpointSlice): Process;
}

function trackedSlices(context: ControllerContext, tracker: SliceTracker, service: string): SliceWriter {
  const api = context.client.of(endpointSliceKind);
  return {
    *create(slice) {
      tracker.wrote(service, yield* api.create(slice));
    },
    *update(slice) {
      tracker.wrote(service, yield* api.update(slice));
    },
    *delete(slice) {
      yield* api.delete(slice.metadata);
      tracker.deleted(service, slice);
    },
  };
}

function groupByPorts(pods: readonly Pod[], service: Service, zoneOf: (pod: Pod) => string | undefined): readonly PortGroup[] {
  const groups: { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }[] = [];
  for (const pod of pods) {
    const ports = portsAt(pod, service);
    let group = groups.find((other) => deepEqual(other.ports, ports));
    if (!group) groups.push((group = { ports, endpoints: [] }));
    group.endpoints.push(endpointOf(pod, service, zoneOf(pod)));
  }
  return groups;
}

function* reconcileSlices(api: SliceWriter, service: Service, existing: readonly EndpointSlice[], groups: readonly PortGroup[]): Process {
  // Without endpoints one empty slice stays, so that "none" can be told from "not looked at yet".
  const plan = planSlices(existing, groups);
  const labels = sliceLabels(service.metadata.labels, service.metadata.name, manager, service.spec.clusterIP === 'None');
  const emptied = groups.length === 0 ? existing[0] : undefined;
  for (const slice of plan.delete) if (slice !== emptied) yield* api.delete(slice);
  for (const { slice, endpoints } of plan.update) yield* api.update({ ...slice, metadata: { ...slice.metadata, labels }, endpoints });
  const updated = new Set(plan.update.map(({ slice }) => slice));
  for (const slice of existing) {
    if (updated.has(slice) || (plan.delete.includes(slice) && slice !== emptied) || deepEqual(slice.metadata.labels, labels)) continue;
    if (slice !== emptied) yield* api.update({ ...slice, metadata: { ...slice.metadata, labels } });
  }
  for (const group of plan.create) yield* api.create(newSlice(service, labels, group));
  if (groups.length > 0) return;
  if (!emptied) yield* api.create(newSlice(service, labels, { ports: [], endpoints: [] }));
  else if ((emptied.endpoints?.length ?? 0) > 0 || (emptied.ports?.length ?? 0) > 0) {
    yield* api.update({ ...emptied, metadata: { ...emptied.metadata, labels }, endpoints: [], ports: [] });
  }
}

function newSlice(service: Service, labels: Readonly<Record<string, string>>, group: PortGroup): EndpointSliceInput {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace,
      labels,
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: group.endpoints,
    ports: group.ports,
  };
}

