import type { Process } from '../../kernel/index.ts';
import { controllerReference, endpointSliceKind } from '../../kinds/index.ts';
import type { EndpointSlice, EndpointSliceInput, Endpoints, ObjectKey, ObjectMetaInput, Service } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import type { PortGroup } from './plan.ts';
import type { SliceTracker } from './slice-tracker.ts';

/** Writes slices of one Service and notes what was written. */
export class SliceWriter {
  private readonly context: ControllerContext;
  private readonly key: ObjectKey;
  private readonly tracker: SliceTracker;

  constructor(context: ControllerContext, key: ObjectKey, tracker: SliceTracker) {
    this.context = context;
    this.key = key;
    this.tracker = tracker;
  }

  *create(slice: EndpointSliceInput): Process {
    this.tracker.wrote(this.key, yield* this.context.client.of(endpointSliceKind).create(slice));
  }

  *update(slice: EndpointSlice): Process {
    this.tracker.wrote(this.key, yield* this.context.client.of(endpointSliceKind).update(slice));
  }

  *delete(slice: EndpointSlice): Process {
    yield* unlessGone(this.context.client.of(endpointSliceKind).delete(slice.metadata));
    this.tracker.deleted(this.key, slice);
  }
}

/** A slice that belongs to a Service, or to the Endpoints that it mirrors. */
export function newSlice(owner: Service | Endpoints, told: Pick<ObjectMetaInput, 'labels' | 'annotations'>, { endpoints, ports }: PortGroup): EndpointSliceInput {
  const { name, namespace } = owner.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { generateName: `${name}-`, namespace, ...told, ownerReferences: [controllerReference(owner)] },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}
