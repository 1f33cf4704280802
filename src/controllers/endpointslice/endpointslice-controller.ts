// Upstream: pkg/controller/endpointslice
import { deepEqual } from '../../base/index.ts';
import { WorkQueue, usualPace } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointSliceKind, matchLabels, nodeKind, podKind, serviceKind, zoneOf } from '../../kinds/index.ts';
import type { Endpoint, EndpointPort, EndpointSlice, EndpointSliceInput, ObjectKey, Pod, Service } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { selectedPodsWatch } from '../framework/selected-pods.ts';
import { planSlices } from './plan.ts';
import type { PortGroup } from './plan.ts';
import { endpointOf, isEndpoint, portsAt } from './pod-endpoint.ts';
import { managedByLabel, serviceNameLabel, sliceLabels } from './slice-labels.ts';
import { SliceTracker, behindMs } from './slice-tracker.ts';
import { SliceWriter, newSlice } from './slice-writer.ts';
import { TopologyHints } from './topology-hints.ts';
import { TriggerTimes, withTriggerTime } from './trigger-times.ts';

const manager = 'endpointslice-controller.k8s.io';

/** Keeps the EndpointSlices of Services with a selector equal to the Pods that it selects. */
export const endpointSliceController = controllerFactory('endpoint-slice-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'endpoint slices', { ...usualPace, firstMs: 1_000 }); // defaultSyncBackOff
  const services = context.informers.of(serviceKind);
  const pods = context.informers.of(podKind);
  const slices = context.informers.of(endpointSliceKind);
  const nodes = context.informers.of(nodeKind);
  slices.store.addIndex('service', (slice) => [`${slice.metadata.namespace}/${slice.metadata.labels?.[serviceNameLabel] ?? ''}`]);
  selectedPodsWatch(context, (key) => queue.add(key));
  const tracker = new SliceTracker();
  const triggerTimes = new TriggerTimes();
  const serviceOf = ({ metadata }: EndpointSlice): ObjectKey | undefined =>
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
      tracker.gone(service, slice);
      queue.add(service);
    },
  });

  const hints = new TopologyHints(context, nodes.store);
  nodes.onChange({
    updated(next, previous) {
      if (zoneOf(next) !== zoneOf(previous)) for (const key of hints.sharedOut) queue.add(key);
    },
  });

  return {
    name: 'endpointslice-controller',
    workers: 5, // kube-controller-manager --concurrent-service-endpoint-syncs
    queue,
    mostRetries: 15, // maxRetries
    *reconcile(key): Process<Requeue> {
      const service = services.store.get(key);
      if (!service) triggerTimes.forget(key);
      if (!service || service.spec.type === 'ExternalName' || service.spec.selector === undefined) return {};
      const selected = pods.store
        .byIndex('namespace', service.metadata.namespace)
        .filter((pod) => matchLabels(service.spec.selector, pod.metadata.labels));
      const existing = slices.store.byIndex('service', key).filter((slice) => slice.metadata.labels?.[managedByLabel] === manager);
      if (tracker.isBehind(key, existing)) return { afterMs: behindMs };
      const groups = groupByPorts(selected.filter(isEndpoint), service, (pod) => zoneOf(nodes.store.get(pod.spec.nodeName ?? '')));
      const write = new SliceWriter(context, key, tracker);
      const change = triggerTimes.change(key, service, selected);
      yield* reconcileSlices(write, service, existing, hints.of(service, groups), change.time);
      change.noteTold();
      return {};
    },
  };
}, { account: 'endpointslice-controller' });

function groupByPorts(pods: readonly Pod[], service: Service, zoneOfPod: (pod: Pod) => string | undefined): readonly PortGroup[] {
  const groups: { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }[] = [];
  for (const pod of pods) {
    const ports = portsAt(pod, service);
    let group = groups.find((other) => deepEqual(other.ports, ports));
    if (!group) groups.push((group = { ports, endpoints: [] }));
    group.endpoints.push(endpointOf(pod, service, zoneOfPod(pod)));
  }
  return groups;
}

/** @param triggerTime when what the endpoints come from has changed; undefined when that has no time */
function* reconcileSlices(
  write: SliceWriter,
  service: Service,
  existing: readonly EndpointSlice[],
  groups: readonly PortGroup[],
  triggerTime: string | undefined,
): Process {
  const labels = sliceLabels(service.metadata.labels, service.metadata.name, manager, service.spec.clusterIP === 'None');
  const plan = planSlices(existing, groups);
  // Without endpoints one empty slice stays, so that "none" can be told from "not looked at yet".
  const emptied = groups.length === 0 ? existing[0] : undefined;
  const metadataOf = ({ metadata }: EndpointSlice): EndpointSlice['metadata'] => ({ ...metadata, labels, annotations: withTriggerTime(metadata.annotations, triggerTime) });
  const made = (group: PortGroup): EndpointSliceInput => newSlice(service, { labels, annotations: withTriggerTime(undefined, triggerTime) }, group);
  for (const slice of plan.delete) if (slice !== emptied) yield* write.delete(slice);
  for (const { slice, endpoints } of plan.update) yield* write.update({ ...slice, metadata: metadataOf(slice), endpoints });
  const isTouched = (slice: EndpointSlice): boolean => plan.delete.includes(slice) || plan.update.some((entry) => entry.slice === slice);
  for (const slice of existing) {
    if (isTouched(slice) || deepEqual(slice.metadata.labels, labels)) continue;
    yield* write.update({ ...slice, metadata: metadataOf(slice) });
  }
  for (const group of plan.create) yield* write.create(made(group));
  if (groups.length > 0) return;
  if (!emptied) yield* write.create(made({ ports: [], endpoints: [] }));
  else if ((emptied.endpoints?.length ?? 0) > 0 || (emptied.ports?.length ?? 0) > 0) {
    yield* write.update({ ...emptied, metadata: metadataOf(emptied), endpoints: [], ports: [] });
  }
}

