// What is refused in Events.
// Upstream: pkg/apis/core/validation legacyValidateEvent

import type { Errors } from '../checks.ts';
import { checkQualifiedName } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { Event } from '../generated/types.ts';

/** Errors of an Event: it stands in the namespace of what it is about, or in `default` where that has none. */
export function validateEvent(event: Event): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkPlace(errors, event);
  if (event.eventTime !== null) checkReporter(errors, event, 'reportingComponent');
  return errors;
}

/** An Event stands in the namespace of what it is about; of those with a newer time this is asked only where that has none. */
export function checkPlace(errors: Errors, { metadata: { namespace }, involvedObject: { namespace: about = '' }, eventTime }: Event): void {
  const isRight = about === '' ? namespace === '' || namespace === 'default' : eventTime !== null || about === namespace;
  if (!isRight) errors.push(invalid(path('involvedObject', 'namespace'), about, 'does not match event.namespace'));
}

const longest = 128;
const longestMessage = 1_024;

function checkShort(errors: Errors, field: string, text: string | undefined): void {
  if (!text) errors.push(required(path(field)));
  else if (text.length > longest) errors.push(invalid(path(field), '', `can have at most ${longest} characters`));
}

/** Who tells of an Event, and what they did about it: asked of whoever writes its time in the newer field. */
export function checkReporter(errors: Errors, { reportingComponent, reportingInstance, action, reason, message = '' }: Event, named: 'reportingComponent' | 'reportingController'): void {
  if (reportingComponent === '') errors.push(required(path(named)));
  checkQualifiedName(errors, path(named), reportingComponent);
  checkShort(errors, 'reportingInstance', reportingInstance);
  checkShort(errors, 'action', action);
  checkShort(errors, 'reason', reason);
  if (message.length > longestMessage) errors.push(invalid(path('message'), '', `can have at most ${longestMessage} characters`));
}
