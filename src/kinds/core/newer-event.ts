// Event as events.k8s.io has it: the same objects under newer names for some fields, held to stricter rules.
// Upstream: pkg/apis/events/v1/conversion.go, pkg/apis/core/validation ValidateEventCreate

import { deepEqual, isObject } from '../../base/index.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { Event, EventInput, EventsEvent, EventsEventInput } from '../generated/types.ts';
import type { KubeInput, KubeObject } from '../object.ts';
import { checkPlace, checkReporter } from './event-validation.ts';
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
  const { reportingController = '', reportingInstance = '', ...rest } = renamed(object, newer) as EventsEvent;
  // Here Go leaves out who reports when nobody does.
  const shown: EventsEvent = { ...rest, apiVersion: 'events.k8s.io/v1', ...(reportingController === '' ? {} : { reportingController }), ...(reportingInstance === '' ? {} : { reportingInstance }) };
  return shown;
}

/** A field of the past has to be left out. Errors show its older name and no value. */
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== 0 && JSON.stringify(value) !== '{}';

function validate(object: KubeObject): readonly FieldError[] {
  const event = object as Event; // as its kind stores it
  const errors: FieldError[] = [];
  const { eventTime, series, type = '' } = event;
  checkPlace(errors, event);
  if (eventTime === null) errors.push(required(path('eventTime')));
  else checkReporter(errors, event, 'reportingController');
  errors.push(...seriesErrors(series));
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalid(path('type'), '', `has invalid value: ${type}`));
  for (const field of ['firstTimestamp', 'lastTimestamp', 'count', 'source'] as const) {
    if (isSet(event[field])) errors.push(invalid(path(field), '', 'needs to be unset'));
  }
  return errors;
}

function seriesErrors(series: Event['series']): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!series) return errors;
  if ((series.count ?? 0) < 2) errors.push(invalid(path('series', 'count'), '', 'should be at least 2'));
  if (!series.lastObservedTime) errors.push(required(path('series', 'lastObservedTime')));
  return errors;
}

/** What stays as it was told at first: all but how often it happened again. The reason is asked twice. Errors show the older names, and Go's of their parts. */
const immutable = [
  ['involvedObject', { kind: 'Kind', namespace: 'Namespace', name: 'Name', uid: 'UID', apiVersion: 'APIVersion', resourceVersion: 'ResourceVersion', fieldPath: 'FieldPath' }],
  ['reason'], ['reason'], ['message'], ['source', { component: 'Component', host: 'Host' }], ['firstTimestamp'], ['lastTimestamp'], ['count'], ['type'], ['eventTime'], ['action'],
  ['related', { kind: 'Kind', namespace: 'Namespace', name: 'Name', uid: 'UID', apiVersion: 'APIVersion', resourceVersion: 'ResourceVersion', fieldPath: 'FieldPath' }],
  ['reportingComponent', undefined, 'reportingController'], ['reportingInstance'],
] as const satisfies readonly (readonly [field: keyof Event, parts?: Readonly<Record<string, string>> | undefined, shown?: string])[];

/** What errors show of a field that is not there any more. */
function unsaid(field: keyof Event): unknown {
  if (field === 'count') return 0;
  return field === 'related' || field.endsWith('Timestamp') || field === 'eventTime' ? null : '';
}

function validateUpdate(next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const [event, before] = [next as Event, previous as Event]; // as their kind stores them
  const errors: FieldError[] = [];
  checkPlace(errors, event);
  if (event.eventTime !== null) checkReporter(errors, event, 'reportingController');
  if (!deepEqual(event.series ?? null, before.series ?? null)) errors.push(...seriesErrors(event.series));
  for (const [field, parts, shown = field] of immutable) {
    if (deepEqual(event[field] ?? null, before[field] ?? null)) continue;
    const value = event[field] ?? unsaid(field);
    const print = parts && isObject(value) ? Object.fromEntries(Object.entries(parts).map(([name, said]) => [said, value[name] ?? ''])) : value;
    errors.push(invalid(path(shown), print, 'field is immutable'));
  }
  return errors;
}

const objectParts = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];
const selectableFields: ReadonlyMap<string, string> = new Map([
  ...objectParts.map((part): [string, string] => [`regarding.${part}`, `involvedObject.${part}`]),
  ['reportingController', 'reportingComponent'], ['reason', 'reason'], ['type', 'type'],
]);

/** The same objects as v1 has. */
export const newerEventKind = defineKind<EventsEventInput, EventsEvent>({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  view: { of: eventKind, toStored, fromStored, validateCreate: validate, validateUpdate, selectableFields },
});
