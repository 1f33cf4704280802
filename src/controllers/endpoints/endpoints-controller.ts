// Upstream: pkg/controller/endpoint
import { deepEqual } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointsKind, matchLabels, podKind, serviceKind } from '../../kinds/index.ts';
import type { Endpoints, EndpointsInput, EndpointSubset, Service } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { selectedPodsWatch } from '../framework/selected-pods.ts';
import { isEndpoint } from '../endpointslice/pod-endpoint.ts';
import { TriggerTimes, withTriggerTime } from '../endpointslice/trigger-times.ts';
import { subsetsOf } from './subsets.ts';

const managedByLabel = 'endpoints.kubernetes.io/managed-by';

/** Keeps the Endpoints of Services with a selector, the older form of EndpointSlices. */
export const endpointsController = controllerFactory('endpoint-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'endpoints');
  const services = context.informers.of(serviceKind);
  const pods = context.informers.of(podKind);
  const endpoints = context.informers.of(endpointsKind);
  const triggerTimes = new TriggerTimes();
  selectedPodsWatch(context, (key) => queue.add(key));
  endpoints.onChange({ deleted: ({ metadata }) => queue.add(`${metadata.namespace}/${metadata.name}`) });
  return {
    name: 'endpoints-controller',
    workers: 5, // kube-controller-manager --concurrent-endpoint-syncs
    queue,
    mostRetries: 15, // maxRetries
    *reconcile(key): Process<Requeue> {
      const service = services.store.get(key);
      const existing = endpoints.store.get(key);
      if (!service) {
        triggerTimes.forget(key);
        // Whoever made them: they go with the Service of their name.
        if (existing) yield* unlessGone(context.client.of(endpointsKind).delete(existing.metadata));
        return {};
      }
      if (service.spec.type === 'ExternalName' || service.spec.selector === undefined) return {};
      const selected = pods.store
        .byIndex('namespace', service.metadata.namespace)
        .filter((pod) => matchLabels(service.spec.selector, pod.metadata.labels));
      const change = triggerTimes.change(key, service, selected);
      yield* write(context, service, existing, { subsets: subsetsOf(selected.filter(isEndpoint), service), triggerTime: change.time });
      change.noteTold();
      return {};
    },
  };
});

/** What Endpoints are to tell. */
interface Wanted {
  readonly subsets: readonly EndpointSubset[];
  readonly triggerTime: string | undefined;
}

function* write(context: ControllerContext, service: Service, existing: Endpoints | undefined, { subsets, triggerTime }: Wanted): Process {
  const isHeadless = service.spec.clusterIP === 'None';
  const labels = { ...service.metadata.labels, [managedByLabel]: 'endpoint-controller', ...(isHeadless ? { 'service.kubernetes.io/headless': '' } : {}) };
  if (existing && deepEqual(existing.subsets ?? [], subsets) && deepEqual(existing.metadata.labels, labels)) return;
  const annotations = withTriggerTime(existing?.metadata.annotations, triggerTime);
  const api = context.client.of(endpointsKind);
  if (existing) {
    yield* api.update({ ...existing, metadata: { ...existing.metadata, labels, annotations }, subsets });
    return;
  }
  const object: EndpointsInput = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: service.metadata.name, namespace: service.metadata.namespace, labels, annotations },
    subsets,
  };
  yield* api.create(object);
}
