// Event: something that happened to an object, told by a component.
// Upstream: pkg/registry/core/event/strategy.go, pkg/printers/internalversion printEvent

import { age, textColumn, wideColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Event, EventInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { validatePathSegmentName } from '../names.ts';
import { complete } from '../reuse.ts';
import { validateEvent } from './event-validation.ts';

function defaults(input: EventInput): Defaulted<Event> {
  return complete(input, {
        metadata: input.metadata ?? {},
    eventTime: input.eventTime ?? null,
    firstTimestamp: input.firstTimestamp ?? null,
    lastTimestamp: input.lastTimestamp ?? null,
    involvedObject: input.involvedObject ?? {},
    reportingComponent: input.reportingComponent ?? '',
    reportingInstance: input.reportingInstance ?? '',
    source: input.source ?? {},
  });
}

const firstSeen = (event: Event): string | null => event.firstTimestamp ?? event.eventTime;

function lastSeen(event: Event): string | null | undefined {
  return event.series ? event.series.lastObservedTime : event.lastTimestamp ?? firstSeen(event);
}

function objectCell({ involvedObject: { kind = '', name } }: Event): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source.component || reportingComponent;
  const instance = source.host || reportingInstance;
  return instance === '' ? component : `${component}, ${instance}`;
}

/** How Events are completed, checked, shown and selected. */
export const eventKind = defineKind<EventInput, Event>({
  group: '',
  version: 'v1',
  kind: 'Event',
  metadataLooks: { ofChange: [] },
  defaults,
  validateName: validatePathSegmentName,
  validateCreate: validateEvent,
  allowCreateOnUpdate: true,
  columns: [
    textColumn('Last Seen', (event, nowMs) => age(lastSeen(event), nowMs)),
    textColumn('Type', ({ type = '' }) => type),
    textColumn('Reason', ({ reason = '' }) => reason),
    textColumn('Object', objectCell),
    wideColumn('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
    wideColumn('Source', sourceCell),
    textColumn('Message', ({ message = '' }) => message.trim()),
    wideColumn('First Seen', (event, nowMs) => age(firstSeen(event), nowMs)),
    wideColumn('Count', ({ series, count }) => (series ? (series.count ?? 0) : count || 1)),
    { name: 'Name', type: 'string', format: 'name', wide: true, cell: ({ metadata }) => metadata.name },
  ],
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason = '' }) => reason,
    reportingComponent: ({ reportingComponent }) => reportingComponent,
    source: ({ source, reportingComponent }) => source.component || reportingComponent,
    type: ({ type = '' }) => type,
  },
});
