// Which combinations of list and watch options make sense.
// Upstream: k8s.io/apimachinery pkg/apis/meta/internalversion/validation

import { forbidden as forbiddenField, notSupported } from '../../kinds/index.ts';
import type { FieldError, RequestOptions } from '../../kinds/index.ts';
import { badRequest, invalidOptions } from '../failures.ts';

/** Throws what the server answers to options that contradict each other. */
export function checkListOptions(options: RequestOptions, isWatch: boolean): void {
  const errors = options.sendInitialEvents === undefined ? matchErrors(options, isWatch) : initialEventsErrors(options, isWatch);
  if (isWatch && options.continue && beginsAsList(options)) errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'));
  if (errors.length > 0) throw invalidOptions('ListOptions', errors);
  if (!isWatch && options.continue && options.resourceVersion && options.resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
}

const field = 'resourceVersionMatch';

/** Whether a watch tells first what is there. */
function beginsAsList({ sendInitialEvents, resourceVersion = '' }: RequestOptions): boolean {
  return sendInitialEvents !== undefined || resourceVersion === '' || resourceVersion === '0';
}

function matchErrors(options: RequestOptions, isWatch: boolean): FieldError[] {
  const { resourceVersion = '' } = options;
  const match: string = options.resourceVersionMatch ?? '';
  if (match === '') return [];
  if (isWatch) return [forbiddenField(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'), ...unlessNotOlderThan(match)];
  const errors: FieldError[] = [];
  if (resourceVersion === '') errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
  if (options.continue) errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'));
  if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(notSupported(field, match, ['Exact', 'NotOlderThan', '']));
  if (match === 'Exact' && resourceVersion === '0') {
    errors.push(forbiddenField(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return errors;
}

function initialEventsErrors(options: RequestOptions, isWatch: boolean): FieldError[] {
  if (!isWatch) return [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  const errors: FieldError[] = [];
  if (options.resourceVersionMatch !== 'NotOlderThan') {
    errors.push(forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  return [...errors, ...unlessNotOlderThan(options.resourceVersionMatch ?? '')];
}

/** A watch knows one match only. */
function unlessNotOlderThan(match: string): FieldError[] {
  return match === '' || match === 'NotOlderThan' ? [] : [notSupported(field, match, ['NotOlderThan'])];
}
