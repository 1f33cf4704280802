// What can be wrong with a claim for devices.
// Upstream: pkg/apis/resource/validation validateResourceClaimSpec, validateDeviceClaim, validateDeviceRequest

import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkDnsSubdomain, checkQualifiedName, checkSupported, addInvalid } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, required } from '../field-error.ts';
import type {
  DeviceClaim, DeviceClaimConfiguration, DeviceConstraint, DeviceRequest, DeviceSubRequest, DeviceToleration, ExactDeviceRequest, ResourceClaimSpec,
} from '../generated/types.ts';
import { isLabelValue } from '../names.ts';
import { checkList } from './bounded-list.ts';
import { checkConfiguration } from './device-configuration.ts';
import { checkFullyQualified } from './device-names.ts';
import { checkSelectors } from './device-selectors.ts';

const maxRequests = 32; // DeviceRequestsMaxSize
const maxAlternatives = 8; // FirstAvailableDeviceRequestMaxSize
const oneOfBoth = 'exactly one of `exactly` or `firstAvailable` is required';
const effects = ['NoExecute', 'NoSchedule', 'None'];

/** Which names stand for a request: its own, and those of its alternatives behind it. */
export function requestNames(requests: readonly DeviceRequest[] | null): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map((requests ?? []).map(({ name, firstAvailable = [] }) => [name, new Set(firstAvailable.map((alternative) => alternative.name))]));
}

/** A reference to a request of the claim, or to one of a request's alternatives. */
export function checkRequestName(errors: Errors, at: FieldPath, name: string, names: ReadonlyMap<string, ReadonlySet<string>>): void {
  const parts = name.split('/');
  if (parts.length <= 2) for (const part of parts) checkDnsLabel(errors, at, part);
  const [request = '', alternative] = parts;
  const known = names.get(request);
  if (known && (alternative === undefined || known.has(alternative))) return;
  errors.push(invalid(at, name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"));
}

/** The spec of a claim. */
export function checkClaimSpec(errors: Errors, at: FieldPath, { devices }: ResourceClaimSpec): void {
  checkDevices(errors, at.child('devices'), devices);
}

function checkDevices(errors: Errors, at: FieldPath, { requests, constraints, config }: DeviceClaim): void {
  const names = requestNames(requests);
  checkList(errors, at.child('requests'), requests, { max: maxRequests, keyOf: ({ name }) => name, check: (request, where) => checkRequest(errors, where, request) });
  checkList(errors, at.child('constraints'), constraints, { max: maxRequests, check: (constraint, where) => checkConstraint(errors, where, constraint, names) });
  checkList(errors, at.child('config'), config, { max: maxRequests, check: (one, where) => checkClaimConfiguration(errors, where, one, names) });
}

function checkRequest(errors: Errors, at: FieldPath, { name, exactly, firstAvailable = [] }: DeviceRequest): void {
  checkDnsLabel(errors, at.child('name'), name);
  if (exactly && firstAvailable.length > 0) errors.push(invalid(at, null, `${oneOfBoth}, but multiple fields are set`));
  else if (exactly) checkExact(errors, at.child('exactly'), exactly);
  else if (firstAvailable.length === 0) errors.push(required(at, oneOfBoth));
  else {
    checkList(errors, at.child('firstAvailable'), firstAvailable, {
      max: maxAlternatives,
      keyOf: (alternative) => alternative.name,
      check: (alternative, where) => {
        checkDnsLabel(errors, where.child('name'), alternative.name);
        checkExact(errors, where, alternative);
      },
    });
  }
}

function checkExact(errors: Errors, at: FieldPath, request: ExactDeviceRequest | DeviceSubRequest): void {
  const { deviceClassName, selectors, tolerations = [] } = request;
  if (deviceClassName === '') errors.push(required(at.child('deviceClassName')));
  else checkDnsSubdomain(errors, at.child('deviceClassName'), deviceClassName);
  checkSelectors(errors, at.child('selectors'), selectors);
  checkAmount(errors, at, request);
  for (const [index, toleration] of tolerations.entries()) checkToleration(errors, at.child('tolerations').index(index), toleration);
}

function checkAmount(errors: Errors, at: FieldPath, { allocationMode, count = 0 }: ExactDeviceRequest | DeviceSubRequest): void {
  switch (allocationMode) {
    case 'All':
      if (count !== 0) errors.push(invalid(at.child('count'), count, "must not be specified when allocationMode is 'All'"));
      break;
    case 'ExactCount':
      if (count <= 0) errors.push(invalid(at.child('count'), count, 'must be greater than zero'));
      break;
    default: checkSupported(errors, at.child('allocationMode'), allocationMode, ['All', 'ExactCount']);
  }
}

function checkToleration(errors: Errors, at: FieldPath, { key = '', operator, value = '', effect }: DeviceToleration): void {
  if (key !== '') checkQualifiedName(errors, at.child('key'), key);
  switch (operator) {
    case 'Exists':
      if (value !== '') errors.push(invalid(at.child('value'), value, 'must be empty for operator `Exists`'));
      break;
    case 'Equal':
      addInvalid(errors, at.child('value'), value, isLabelValue(value));
      break;
    default: checkSupported(errors, at.child('operator'), operator, ['Equal', 'Exists']);
  }
  if (effect !== undefined) checkSupported(errors, at.child('effect'), effect, effects);
}

function checkRequestNames(errors: Errors, at: FieldPath, requests: readonly string[] | undefined, names: ReadonlyMap<string, ReadonlySet<string>>): void {
  checkList(errors, at.child('requests'), requests, { max: maxRequests, keyOf: (name) => name, check: (name, where) => checkRequestName(errors, where, name, names) });
}

function checkConstraint(errors: Errors, at: FieldPath, constraint: DeviceConstraint, names: ReadonlyMap<string, ReadonlySet<string>>): void {
  const { requests, matchAttribute, distinctAttribute } = constraint;
  checkRequestNames(errors, at, requests, names);
  if (matchAttribute !== undefined) checkFullyQualified(errors, at.child('matchAttribute'), matchAttribute);
  else if (distinctAttribute !== undefined) checkFullyQualified(errors, at.child('distinctAttribute'), distinctAttribute);
  else errors.push(required(at, 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'));
}

function checkClaimConfiguration(errors: Errors, at: FieldPath, configuration: DeviceClaimConfiguration, names: ReadonlyMap<string, ReadonlySet<string>>): void {
  checkRequestNames(errors, at, configuration.requests, names);
  checkConfiguration(errors, at, configuration);
}

/** Conditions of devices that go by their names. */
export function checkBindingConditions(errors: Errors, at: FieldPath, conditions: readonly string[] = [], failures: readonly string[] = []): void {
  const maxConditions = 4;
  for (const [field, names] of [['bindingConditions', conditions], ['bindingFailureConditions', failures]] as const) {
    checkList(errors, at.child(field), names, { max: maxConditions, keyOf: (name) => name, check: (name, where) => checkQualifiedName(errors, where, name) });
  }
  for (const [index, name] of failures.entries()) {
    if (conditions.includes(name)) errors.push(invalid(at.child('bindingFailureConditions').index(index), name, 'bindingFailureConditions must not overlap with bindingConditions'));
  }
  if (conditions.length === 0 && failures.length > 0) errors.push(invalid(at.child('bindingConditions'), null, 'bindingConditions are required to use bindingFailureConditions'));
  if (conditions.length > 0 && failures.length === 0) errors.push(invalid(at.child('bindingFailureConditions'), null, 'bindingFailureConditions are required to use bindingConditions'));
}
