// Upstream: pkg/controller/endpointslicemirroring
import { WorkQueue, usualPace } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointsKind, endpointSliceKind, objectKey, serviceKind } from '../../kinds/index.ts';
import type { Endpoints, Service } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { managedByLabel, serviceNameLabel } from '../endpointslice/slice-labels.ts';
import { SliceTracker, behindMs } from '../endpointslice/slice-tracker.ts';
import { SliceWriter } from '../endpointslice/slice-writer.ts';
import { mirror } from '../later.ts';
import { manager } from './manager.ts';

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
