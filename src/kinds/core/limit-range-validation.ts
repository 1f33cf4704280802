// What is refused in LimitRanges: limits that contradict each other.
// Upstream: pkg/apis/core/validation ValidateLimitRange

import { compareQuantities, compareText, parseQuantity } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, forbidden, invalid, path, required } from '../field-error.ts';
import type { LimitRange, LimitRangeItem } from '../generated/types.ts';
import { isQualifiedName } from '../names.ts';
import { checkContainerResourceName, checkResourceName, isHugePages, isNative } from './resource-names.ts';

const standardTypes: ReadonlySet<string> = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);
const fields = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function checkType(errors: Errors, at: FieldPath, type: string): void {
  const problems = isQualifiedName(type);
  addInvalid(errors, at, type, problems);
  if (problems.length === 0 && !type.includes('/') && !standardTypes.has(type)) {
    errors.push(invalid(at, type, 'must be a standard limit type or fully qualified'));
  }
}

function checkNames(errors: Errors, at: FieldPath, item: LimitRangeItem): void {
  const checkName = item.type === 'Pod' || item.type === 'Container' ? checkContainerResourceName : checkResourceName;
  for (const field of fields) {
    if (item.type === 'Pod' && (field === 'default' || field === 'defaultRequest')) {
      if (Object.keys(item[field] ?? {}).length > 0) errors.push(forbidden(at.child(field), "may not be specified when `type` is 'Pod'"));
      continue;
    }
    for (const name of Object.keys(item[field] ?? {}).sort(compareText)) checkName(errors, at.child(field).key(name), name);
    if (field === 'defaultRequest' && item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage']) {
      errors.push(required(at.child('limits'), 'either minimum or maximum storage value is required, but neither was provided'));
    }
  }
}

/** How the amounts of one resource have to lie to each other. */
function checkOrder(errors: Errors, at: FieldPath, name: string, item: LimitRangeItem): void {
  const { max, min, default: limit, defaultRequest: request } = Object.fromEntries(fields.map((field) => [field, item[field]?.[name]]));
  const isMore = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
  const wrong = (field: string, value: string | undefined, detail: string): void => {
    errors.push(invalid(at.child(field).key(name), value, detail));
  };
  if (isMore(min, max)) wrong('min', min, `min value ${min} is greater than max value ${max}`);
  if (isMore(min, request)) wrong('defaultRequest', request, `min value ${min} is greater than default request value ${request}`);
  if (isMore(request, max)) wrong('defaultRequest', request, `default request value ${request} is greater than max value ${max}`);
  if (isMore(request, limit)) wrong('defaultRequest', request, `default request value ${request} is greater than default limit value ${limit}`);
  if (isMore(min, limit)) wrong('default', min, `min value ${min} is greater than default value ${limit}`);
  if (isMore(limit, max)) wrong('default', max, `default value ${limit} is greater than max value ${max}`);
  checkRatio(errors, at, name, item);
  if (request !== undefined && limit !== undefined && (!isNative(name) || isHugePages(name)) && compareQuantities(request, limit) !== 0) {
    wrong('defaultRequest', request, `default value ${limit} must equal to defaultRequest value ${request} in ${name}`);
  }
}

const nanos = (quantity: string): number => Number(parseQuantity(quantity).nanos);

function checkRatio(errors: Errors, at: FieldPath, name: string, { max, min, maxLimitRequestRatio }: LimitRangeItem): void {
  const ratio = maxLimitRequestRatio?.[name];
  if (ratio === undefined) return;
  const where = at.child('maxLimitRequestRatio').key(name);
  if (compareQuantities(ratio, '1') < 0) errors.push(invalid(where, ratio, `ratio ${ratio} is less than 1`));
  const [most, least] = [max?.[name], min?.[name]];
  if (most === undefined || least === undefined) return;
  const largest = nanos(most) / nanos(least);
  if (nanos(ratio) / 1e9 > largest) errors.push(invalid(where, ratio, `ratio ${ratio} is greater than max/min = ${largest.toFixed(6)}`));
}

/** Errors of a LimitRange. */
export function validateLimitRange({ spec }: LimitRange): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, item] of (spec.limits ?? []).entries()) {
    const at = path('spec', 'limits').index(index);
    checkType(errors, at.child('type'), item.type);
    if (seen.has(item.type)) errors.push(duplicate(at.child('type'), item.type));
    seen.add(item.type);
    checkNames(errors, at, item);
    const names = new Set(fields.flatMap((field) => Object.keys(item[field] ?? {})));
    for (const name of [...names].sort(compareText)) checkOrder(errors, at, name, item);
  }
  return errors;
}
