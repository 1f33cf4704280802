// Checks that the validation of many kinds shares. Each adds what it finds wrong to a list.
// Upstream: pkg/apis/core/validation, k8s.io/apimachinery pkg/apis/meta/v1/validation

import { compareText, deepEqual, goJson, parseCidr, parseIpv4, parseIpv6 } from '../base/index.ts';
import type { FieldError, FieldPath } from './field-error.ts';
import { forbidden, invalid, notSupported, printed, required } from './field-error.ts';
import type { LabelSelector, LabelSelectorRequirement, NodeSelectorRequirement } from './generated/types.ts';
import type { Labels } from './label-selector.ts';
import { isEmptySelector } from './label-selector.ts';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isPercentage, isPortName, isPortNumber, isQualifiedName } from './names.ts';

/** Where the checks of one object put what they find. */
export type Errors = FieldError[];

/** Adds one error for each message about a value. */
export function addInvalid(errors: Errors, at: FieldPath, value: unknown, messages: readonly string[]): void {
  for (const message of messages) errors.push(invalid(at, value, message));
}

/** A number that must not be negative. */
export function checkNonNegative(errors: Errors, at: FieldPath, name: string, value: number | undefined): void {
  if (value !== undefined && value < 0) errors.push(invalid(at.child(name), value, 'must be greater than or equal to 0'));
}

/** Numbers by their fields' names, of which none must be negative. */
export function checkNoneNegative(errors: Errors, at: FieldPath, values: Readonly<Record<string, number | undefined>>): void {
  for (const name in values) checkNonNegative(errors, at, name, values[name]);
}

/** A DNS label such as a container's name. */
export function checkDnsLabel(errors: Errors, at: FieldPath, value: string): void {
  addInvalid(errors, at, value, isDnsLabel(value));
}

/** A DNS subdomain such as most objects' names. */
export function checkDnsSubdomain(errors: Errors, at: FieldPath, value: string): void {
  addInvalid(errors, at, value, isDnsSubdomain(value));
}

// The same few keys come again and again.
const goodNames = new Set<string>();
const maxGoodNames = 4_096;

/** A key as labels have it. */
export function checkQualifiedName(errors: Errors, at: FieldPath, value: string): void {
  if (goodNames.has(value)) return;
  const problems = isQualifiedName(value);
  if (problems.length > 0) {
    addInvalid(errors, at, value, problems);
    return;
  }
  if (goodNames.size >= maxGoodNames) goodNames.clear();
  goodNames.add(value);
}

/** One of a list of texts, which the error shows in this order. */
export function checkSupported(errors: Errors, at: FieldPath, value: string | undefined, supported: readonly string[]): void {
  if (value === undefined || !supported.includes(value)) errors.push(notSupported(at, value ?? '', supported));
}

/** Labels, keys and values. */
export function checkLabels(errors: Errors, at: FieldPath, labels: Labels | undefined): void {
  if (labels === undefined) return;
  for (const key of Object.keys(labels).sort(compareText)) {
    checkQualifiedName(errors, at, key);
    const value = labels[key] ?? '';
    addInvalid(errors, at, value, isLabelValue(value));
  }
}

/** Labels as errors print them. */
export function printLabels(labels: Labels | undefined): unknown {
  return labels && printed(goJson(labels));
}

/** A selector as errors print it, in the order of its Go type. */
export function printSelector(selector: LabelSelector | undefined): unknown {
  if (!selector) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const expressions = matchExpressions?.map(({ key, operator, values }) => ({ key, operator, ...(values?.length && { values }) }));
  const parts = [
    ...(matchLabels && Object.keys(matchLabels).length > 0 ? [`"matchLabels":${goJson(matchLabels)}`] : []),
    ...(expressions && expressions.length > 0 ? [`"matchExpressions":${JSON.stringify(expressions)}`] : []),
  ];
  return printed(`{${parts.join(',')}}`);
}

/** What `In`, `Exists` and their opposites say about their values; false where the operator is another. */
export function checkSetOperator(errors: Errors, at: FieldPath, { operator, values }: LabelSelectorRequirement | NodeSelectorRequirement): boolean {
  const count = values?.length ?? 0;
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) errors.push(required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
      return true;
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) errors.push(forbidden(at.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      return true;
    default: return false;
  }
}

/** A label selector's keys, operators and values. */
export function checkLabelSelector(errors: Errors, at: FieldPath, selector: LabelSelector | undefined): void {
  if (selector === undefined) return;
  checkLabels(errors, at.child('matchLabels'), selector.matchLabels);
  for (const [index, requirement] of (selector.matchExpressions ?? []).entries()) {
    const where = at.child('matchExpressions').index(index);
    const { operator = '', key = '', values = [] } = requirement;
    if (!checkSetOperator(errors, where, requirement)) {
      errors.push(invalid(where.child('operator'), operator, 'not a valid selector operator'));
    }
    checkQualifiedName(errors, where.child('key'), key);
    for (const [at2, value] of values.entries()) addInvalid(errors, where.child('values').index(at2), value, isLabelValue(value));
  }
}

/** A selector that a workload must have, and that must select something in particular. Tells whether it can be used to select. */
export function checkRequiredSelector(errors: Errors, at: FieldPath, selector: LabelSelector | undefined, workload: string, unusable = 'invalid label selector'): boolean {
  if (selector === undefined) {
    errors.push(required(at));
    return true; // it selects nothing
  }
  const before = errors.length;
  checkLabelSelector(errors, at, selector);
  const isUsable = errors.length === before;
  if (isEmptySelector(selector)) errors.push(invalid(at, printSelector(selector), `empty selector is invalid for ${workload}`));
  if (!isUsable) errors.push(invalid(at, printSelector(selector), unusable));
  return isUsable;
}

/** A field that keeps its first value; `print` says how errors show it. */
export function checkImmutable(errors: Errors, at: FieldPath, next: unknown, previous: unknown, print: unknown = next): void {
  if (!deepEqual(next, previous)) errors.push(invalid(at, print, 'field is immutable'));
}

const notAnAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Whether a text is an IP address as older fields read it: leading zeros and all. */
export function isIpAddress(text: string): boolean {
  return parseIpv4(text, true) !== undefined || parseIpv6(text) !== undefined;
}

/** An IP address. */
export function checkIp(errors: Errors, at: FieldPath, text: string): boolean {
  const isAddress = isIpAddress(text);
  if (!isAddress) errors.push(invalid(at, text, notAnAddress));
  return isAddress;
}

/** An address block such as `10.0.0.0/8`. */
export function checkCidr(errors: Errors, at: FieldPath, text: string): void {
  if (!parseCidr(text)) errors.push(invalid(at, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'));
}

function reservedRange(text: string): string | undefined {
  const v4 = parseIpv4(text, true);
  if (v4 !== undefined) {
    const first = v4 >>> 24;
    if (v4 === 0) return 'may not be unspecified (0.0.0.0)';
    if (first === 127) return 'may not be in the loopback range (127.0.0.0/8, ::1/128)';
    if (v4 >>> 16 === 0xa9fe) return 'may not be in the link-local range (169.254.0.0/16, fe80::/10)';
    return v4 >>> 8 === 0xe00000 ? 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)' : undefined;
  }
  const v6 = parseIpv6(text);
  if (v6 === undefined) return undefined;
  if (v6 === 0n) return 'may not be unspecified (::)';
  if (v6 === 1n) return 'may not be in the loopback range (127.0.0.0/8, ::1/128)';
  if (v6 >> 118n === 0xfe80n >> 6n) return 'may not be in the link-local range (169.254.0.0/16, fe80::/10)';
  return v6 >> 112n === 0xff02n ? 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)' : undefined;
}

/** An address that endpoints and external addresses may have: none that has a meaning of its own. */
export function checkOrdinaryIp(errors: Errors, at: FieldPath, text: string): void {
  const reserved = reservedRange(text);
  if (reserved !== undefined) errors.push(invalid(at, text, reserved));
}

/** A port by number or by name. */
export function checkPort(errors: Errors, at: FieldPath, port: number | string): void {
  addInvalid(errors, at, port, typeof port === 'number' ? isPortNumber(port) : isPortName(port));
}

/** A count that is not negative, or a percentage. */
export function checkCountOrPercentage(errors: Errors, at: FieldPath, value: number | string): void {
  if (typeof value === 'string') addInvalid(errors, at, value, isPercentage(value));
  else if (value < 0) errors.push(invalid(at, value, 'must be greater than or equal to 0'));
}
