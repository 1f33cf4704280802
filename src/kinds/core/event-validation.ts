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
  const { namespace } = event.metadata;
  const about = event.involvedObject.namespace ?? '';
  const isRight = about === '' ? namespace === '' || namespace === 'default' : about === namespace;
  if (!isRight) errors.push(invalid(path('involvedObject', 'namespace'), about, 'does not match event.namespace'));
  if (event.eventTime !== null) checkReporter(errors, event);
  return errors;
}

/** Who tells of an Event, and what they did about it: asked of whoever writes its time in the newer field. */
export function checkReporter(errors: Errors, { reportingComponent, reportingInstance, action, reason }: Event): void {
  if (reportingComponent === '') errors.push(required(path('reportingController')));
  else checkQualifiedName(errors, path('reportingController'), reportingComponent);
  if (reportingInstance === '') errors.push(required(path('reportingInstance')));
  if (!action) errors.push(required(path('action')));
  if (!reason) errors.push(required(path('reason')));
}
