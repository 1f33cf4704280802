// The events of an object, at the end of its description.
// Upstream: k8s.io/kubectl pkg/describe/describe.go DescribeEvents

import { parseTime } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { Event, ObjectList } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { namespaceOf, nameOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { ageText } from './page.ts';
import type { Page } from './page.ts';

const eventsResource = { group: '', version: 'v1', resource: 'events' };

/** The events about an object; none for who may not see them. */
export function* eventsOf(kubectl: Kubectl, object: AnyObject, byKind = true): Process<readonly Event[]> {
  return yield* unlessRefused(eventsAbout(kubectl, object, byKind), []);
}

/** The same; throws ApiError. */
export function* eventsAbout(kubectl: Kubectl, object: AnyObject, byKind = true): Process<readonly Event[]> {
  const fields: string[] = [`involvedObject.name=${nameOf(object)}`];
  const namespace = namespaceOf(object);
  if (namespace !== '') fields.push(`involvedObject.namespace=${namespace}`);
  if (byKind) fields.push(`involvedObject.kind=${textAt(object, 'kind')}`);
  const uid = textAt(object, 'metadata', 'uid');
  if (uid !== '') fields.push(`involvedObject.uid=${uid}`);
  return yield* listEvents(kubectl, fields, namespace);
}

/** The events with these fields; throws ApiError. */
export function* listEvents(kubectl: Kubectl, fields: readonly string[], namespace: string): Process<readonly Event[]> {
  const options = { fieldSelector: fields.join(','), limit: 500 };
  const list = (yield* kubectl.api.ask('list', { mapping: eventsResource, namespace: namespace === '' ? undefined : namespace, options })) as ObjectList<Event>;
  return list.items;
}

/** What was asked for beside the object itself; where the server refuses it, the object is described without. */
export function* unlessRefused<T>(ask: Process<T>, otherwise: T): Process<T> {
  try {
    return yield* ask;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return otherwise;
  }
}

const lastMs = (event: Event): number => parseTime(event.lastTimestamp ?? '') ?? 0;

/** When an event was: `5s`, or `3s (x4 over 20s)`. */
export function eventAge(nowMs: number, event: Event): string {
  const first = ageText(nowMs, event.eventTime ?? event.firstTimestamp);
  if (event.series) return `${ageText(nowMs, event.series.lastObservedTime)} (x${event.series.count} over ${first})`;
  if ((event.count ?? 0) > 1) return `${ageText(nowMs, event.lastTimestamp)} (x${event.count} over ${first})`;
  return first;
}

/** Writes the table of events. */
export function describeEvents(page: Page, events: readonly Event[]): void {
  if (events.length === 0) {
    page.line(0, 'Events:\t<none>');
    return;
  }
  page.breakColumns();
  page.line(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage');
  page.line(1, '----\t------\t----\t----\t-------');
  for (const event of events.toSorted((a, b) => lastMs(a) - lastMs(b))) {
    const source = event.source?.component || event.reportingComponent || '';
    const path = event.involvedObject.fieldPath ?? '';
    const message = path === '' ? (event.message ?? '').trim() : `${path}: ${(event.message ?? '').trim()}`;
    page.line(1, `${event.type ?? ''}\t${event.reason ?? ''}\t${eventAge(page.nowMs, event)}\t${source}\t${message}`);
  }
}
