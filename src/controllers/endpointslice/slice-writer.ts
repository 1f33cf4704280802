import type { Process } from '../../kernel/index.ts';
import { endpointSliceKind } from '../../kinds/index.ts';
import type { EndpointSlice, EndpointSliceInput, ObjectKey } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
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
