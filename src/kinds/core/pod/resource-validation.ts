// What is refused in requests and limits.
// Upstream: pkg/apis/core/validation ValidateContainerResourceRequirements

import { QuantityError, compareQuantities, compareText, isWholeAmount, parseQuantity, quantityMilli } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, required } from '../../field-error.ts';
import type { ResourceRequirements } from '../../generated/types.ts';
import { checkContainerResourceName, isCountedByQuota, isHugePages, isNative } from '../resource-names.ts';

type Quantities = Readonly<Record<string, string>>;

const nothing: Quantities = {};

const mayOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name);

/** Resources that are counted in whole pieces. */
const isCounted = (name: string): boolean => isCountedByQuota(name) || isHugePages(name);

/** How much of a resource there is, or may be. */
export function checkAmount(errors: Errors, at: FieldPath, name: string, quantity: string): void {
  if (quantityMilli(quantity) < 0) errors.push(invalid(at, quantity, 'must be greater than or equal to 0'));
  if (isCounted(name) && !isWholeAmount(quantity)) errors.push(invalid(at, quantity, 'must be an integer'));
}

/** How large the pages are that a resource names, in billionths of a byte; 0 where it names no size. */
function pageSize(name: string): bigint {
  try {
    return parseQuantity(name.slice('hugepages-'.length)).nanos;
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return 0n;
  }
}

/** Huge pages are had whole: `hugepages-2Mi` by twos. */
function checkPages(errors: Errors, at: FieldPath, name: string, quantity: string): void {
  if (!isHugePages(name)) return;
  const size = pageSize(name);
  const wanted = parseQuantity(quantity).nanos;
  if (size > 0n && wanted % size === 0n) return;
  errors.push(invalid(at, quantity, `${quantity} is not positive integer multiple of ${name}`));
}

function checkAgainstLimit(errors: Errors, at: FieldPath, name: string, request: string, limit: string | undefined): void {
  if (limit === undefined) {
    if (!mayOvercommit(name)) errors.push(required(at.child('limits'), 'Limit must be set for non overcommitable resources'));
    return;
  }
  if (request === limit) return;
  const order = compareQuantities(request, limit);
  if (order !== 0 && !mayOvercommit(name)) {
    errors.push(invalid(at.child('requests'), request, `must be equal to ${name} limit of ${limit}`));
  } else if (order > 0) {
    errors.push(invalid(at.child('requests'), request, `must be less than or equal to ${name} limit of ${limit}`));
  }
}

/** A container's requests and limits. */
export function checkResources(errors: Errors, at: FieldPath, resources: ResourceRequirements): void {
  checkResourcesNamed(errors, at, resources, (where, name) => checkContainerResourceName(errors, where, name));
}

/** Requests and limits of what has the resources that `checkName` lets pass. */
export function checkResourcesNamed(errors: Errors, at: FieldPath, { limits = nothing, requests = nothing }: ResourceRequirements, checkName: (where: FieldPath, name: string) => void): void {
  const limited = Object.keys(limits).sort(compareText);
  const requested = Object.keys(requests).sort(compareText);
  for (const name of limited) {
    const where = at.child('limits').key(name);
    checkName(where, name);
    checkAmount(errors, where, name, limits[name] ?? '0');
    checkPages(errors, where, name, limits[name] ?? '0');
  }
  for (const name of requested) {
    const where = at.child('requests').key(name);
    checkName(where, name);
    checkAmount(errors, where, name, requests[name] ?? '0');
    checkAgainstLimit(errors, at, name, requests[name] ?? '0', limits[name]);
    checkPages(errors, where, name, requests[name] ?? '0');
  }
  const all = [...limited, ...requested];
  if (all.some(isHugePages) && !all.some((name) => name === 'cpu' || name === 'memory')) {
    errors.push(forbidden(at, 'HugePages require cpu or memory'));
  }
}
