// Event as events.k8s.io has it: the same objects under newer names for some fields, held to stricter rules.
// Upstream: pkg/apis/events/v1/conversion.go, pkg/apis/core/validation ValidateEventCreate

import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { Event, EventInput, EventsEvent, EventsEventInput } from '../generated/types.ts';
import type { KubeInput, KubeObject } from '../object.ts';
import { checkReporter } from './event-validation.ts';
import { eventKind } from './event.ts';

/** Field by field: its name here, and its name in the older form. */
const names = [
  ['regarding', 'involvedObject'], ['note', 'message'], ['reportingController', 'reportingComponent'], ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'], ['deprecatedLastTimestamp', 'lastTimestamp'], ['deprecatedCount', 'count'],
] as const;
const older: ReadonlyMap<string, string> = new Map(names);
const newer: ReadonlyMap<string, string> = new Map(names.map(([here, there]) => [there, here]));

const renamed = (object: object, to: ReadonlyMap<string, string>): object =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [to.get(name) ?? name, value]));

function toStored(input: KubeInput): KubeInput {
  const stored: EventInput = { ...(renamed(input, older) as EventInput), apiVersion: 'v1' };
  return stored;
}

function fromStored(object: KubeObject): KubeObject {
  const shown: EventsEvent = { ...(renamed(object, newer) as EventsEvent), apiVersion: 'events.k8s.io/v1' };
  return shown;
}

/** A field of the past has to be left out. Errors show its older name and no value. */
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== 0 && JSON.stringify(value) !== '{}';

function validate(object: KubeObject): readonly FieldError[] {
  const event = object as Event; // as its kind stores it
  const errors: FieldError[] = [];
  const { eventTime, series, type = '', message = '' } = event;
  if (eventTime === null) errors.push(required(path('eventTime')));
  else checkReporter(errors, event);
  if (series) {
    if ((series.count ?? 0) < 2) errors.push(invalid(path('series', 'count'), '', 'should be at least 2'));
    if (!series.lastObservedTime) errors.push(required(path('series', 'lastObservedTime')));
  }
  if (message.length > 1_024) errors.push(invalid(path('note'), '', 'can have at most 1024 characters'));
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalid(path('type'), '', `has invalid value: ${type}`));
  for (const field of ['firstTimestamp', 'lastTimestamp', 'count', 'source'] as const) {
    if (isSet(event[field])) errors.push(invalid(path(field), '', 'needs to be unset'));
  }
  return errors;
}

/** The same objects as v1 has. */
export const newerEventKind = defineKind<EventsEventInput, EventsEvent>({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  view: { of: eventKind, toStored, fromStored, validateCreate: validate },
});
