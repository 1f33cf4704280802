// What can be wrong with a device that a driver offers.
// Upstream: pkg/apis/resource/validation validateDevice

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain, checkQualifiedName, checkSupported } from '../checks.ts';
import { checkNodeSelector } from '../core/pod/affinity-validation.ts';
import type { FieldPath } from '../field-error.ts';
import { forbidden, invalid, printedJson, required, tooLong, tooMany } from '../field-error.ts';
import type { Counter, Device, DeviceAttribute, DeviceCapacity, DeviceCounterConsumption, DeviceTaint, NodeSelector } from '../generated/types.ts';
import { isLabelValue } from '../names.ts';
import { goValue } from '../go-struct.ts';
import { checkList } from './bounded-list.ts';
import { checkRequestPolicy } from './capacity-policy.ts';
import { checkBindingConditions } from './claim-validation.ts';
import { checkQualified } from './device-names.ts';

const maxAttributes = 32; // ResourceSliceMaxAttributesAndCapacitiesPerDevice
const maxTaints = 16; // DeviceTaintsMaxLength
const maxCounterSets = 2;
const maxCounters = 32;
const longestValue = 64; // DeviceAttributeMaxValueLength

/** One device of a slice. */
export function checkDevice(errors: Errors, at: FieldPath, device: Device, hasOwnNodes: boolean): void {
  const { name, attributes = {}, capacity = {}, taints, consumesCounters, bindingConditions, bindingFailureConditions } = device;
  checkDnsLabel(errors, at.child('name'), name);
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > maxAttributes) errors.push(invalid(at, count, `the total number of attributes and capacities must not exceed ${maxAttributes}`));
  else {
    for (const key of Object.keys(attributes).sort()) {
      checkQualified(errors, at.child('attributes'), key);
      checkAttribute(errors, at.child('attributes').key(key), attributes[key] ?? {});
    }
    for (const key of Object.keys(capacity).sort()) checkCapacity(errors, at.child('capacity'), key, capacity[key], device.allowMultipleAllocations === true);
  }
  checkList(errors, at.child('taints'), taints, { max: maxTaints, check: (taint, where) => checkTaint(errors, where, taint) });
  checkConsumption(errors, at.child('consumesCounters'), consumesCounters);
  checkOwnNodes(errors, at, device, hasOwnNodes);
  checkBindingConditions(errors, at, bindingConditions, bindingFailureConditions);
}

const semanticVersion = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-((0|[1-9]\d*|\d*[a-z-][0-9a-z-]*)(\.(0|[1-9]\d*|\d*[a-z-][0-9a-z-]*))*))?(\+[0-9a-z-]+(\.[0-9a-z-]+)*)?$/i;

function checkAttribute(errors: Errors, at: FieldPath, attribute: DeviceAttribute): void {
  const { int, bool, string: text, version } = attribute;
  const said = [int, bool, text, version].filter((value) => value !== undefined).length;
  if (text !== undefined && text.length > longestValue) errors.push(tooLong(at.child('string'), longestValue));
  if (version !== undefined) {
    if (!semanticVersion.test(version)) errors.push(invalid(at.child('version'), version, 'must be a string compatible with semver.org spec 2.0.0'));
    if (version.length > longestValue) errors.push(tooLong(at.child('version'), longestValue));
  }
  if (said === 1) return;
  // The fields that hold several values belong to a feature that is off unless asked for: they are never seen.
  const all = { IntValue: int ?? null, BoolValue: bool ?? null, StringValue: text ?? null, VersionValue: version ?? null, IntValues: null, BoolValues: null, StringValues: null, VersionValues: null };
  errors.push(invalid(at, said === 0 ? '' : printedJson(all), 'exactly one value must be specified'));
}

function checkCapacity(errors: Errors, at: FieldPath, key: string, capacity: DeviceCapacity | undefined, isShared: boolean): void {
  checkQualified(errors, at, key);
  const policy = capacity?.requestPolicy;
  if (!policy) return;
  const where = at.key(key).child('requestPolicy');
  if (isShared) checkRequestPolicy(errors, where, policy, capacity.value);
  else errors.push(forbidden(where, 'allowMultipleAllocations must be true'));
}

function checkTaint(errors: Errors, at: FieldPath, { key, value = '', effect }: DeviceTaint): void {
  checkQualifiedName(errors, at.child('key'), key);
  if (value !== '') addInvalid(errors, at.child('value'), value, isLabelValue(value));
  const said: string = effect;
  if (said === '') errors.push(required(at.child('effect')));
  else checkSupported(errors, at.child('effect'), effect, ['NoExecute', 'NoSchedule', 'None']);
}

/** Counters of a set by their names. */
export function checkCounters(errors: Errors, at: FieldPath, counters: Readonly<Record<string, Counter>> | undefined = {}): void {
  const names = Object.keys(counters).sort();
  if (names.length === 0) errors.push(required(at));
  else if (names.length > maxCounters) errors.push(tooMany(at, names.length, maxCounters));
  else for (const name of names) checkDnsLabel(errors, at, name);
}

function checkConsumption(errors: Errors, at: FieldPath, consumption: readonly DeviceCounterConsumption[] | undefined): void {
  checkList(errors, at, consumption, {
    max: maxCounterSets,
    keyOf: ({ counterSet }) => counterSet,
    check: ({ counterSet, counters }, where) => {
      if (counterSet === '') errors.push(required(where.child('counterSet')));
      else checkDnsLabel(errors, where.child('counterSet'), counterSet);
      checkCounters(errors, where.child('counters'), counters);
    },
  });
}

/** Where a device or the devices of a slice are. */
export interface Nodes {
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly allNodes?: boolean;
}

/** Checks each way of saying where devices are; gives the names of those that are used. */
export function checkNodes(errors: Errors, at: FieldPath, { nodeName, nodeSelector, allNodes }: Nodes): string[] {
  const used: string[] = [];
  if (nodeName === '') errors.push(invalid(at.child('nodeName'), '', 'must be either unset or set to a non-empty string'));
  else if (nodeName !== undefined) {
    used.push('`nodeName`');
    checkDnsSubdomain(errors, at.child('nodeName'), nodeName);
  }
  if (nodeSelector) {
    used.push('`nodeSelector`');
    checkOneTerm(errors, at.child('nodeSelector'), nodeSelector);
  }
  if (allNodes === true) used.push('`allNodes`');
  else if (allNodes === false) errors.push(onlyTrue(at.child('allNodes')));
  return used;
}

/** A switch that is on or not there. */
export function onlyTrue(at: FieldPath): ReturnType<typeof invalid> {
  return invalid(at, false, 'must be either unset or set to true');
}

function checkOneTerm(errors: Errors, at: FieldPath, selector: NodeSelector): void {
  checkNodeSelector(errors, at, selector);
  const { nodeSelectorTerms = [] } = selector;
  if (nodeSelectorTerms.length === 1) return;
  errors.push(invalid(at.child('nodeSelectorTerms'), printedJson(goValue('[]v1.NodeSelectorTerm', nodeSelectorTerms)), 'must have exactly one node selector term'));
}

function checkOwnNodes(errors: Errors, at: FieldPath, device: Device, hasOwnNodes: boolean): void {
  const isSaid = device.nodeName !== undefined || device.nodeSelector !== undefined || device.allNodes !== undefined;
  if (!hasOwnNodes) {
    if (isSaid) errors.push(invalid(at, null, '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec'));
    return;
  }
  const why = 'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  const used = checkNodes(errors, at, device);
  if (used.length === 0) errors.push(required(at, why));
  else if (used.length > 1) errors.push(invalid(at, `{${used.join(', ')}}`, why));
}
