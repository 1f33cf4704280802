// ResourceSlice: devices that a driver offers, on a node or for several.
// Upstream: pkg/registry/resource/resourceslice/strategy.go, pkg/apis/resource/validation ValidateResourceSlice, pkg/printers/internalversion printResourceSlice

import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkImmutable } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { Device, DeviceAttribute, ResourceSlice, ResourceSliceInput, ResourceSliceSpec, ResourceSliceSpecInput } from '../generated/types.ts';
import { checkCounters, checkDevice, checkNodes, onlyTrue } from '../later.ts';
import { complete, completeList } from '../reuse.ts';
import { checkList } from './bounded-list.ts';
import { checkCsiDriverName } from '../core/driver-name.ts';
import { checkPool } from './device-names.ts';
import { saidIn } from '../said-empty.ts';

type Attributes = NonNullable<Device['attributes']>;

const at = path('spec');
const maxDevices = 128; // ResourceSliceMaxDevices
const maxSpecialDevices = 64; // ResourceSliceMaxDevicesWithTaintsOrConsumesCounters
const maxCounterSets = 8; // ResourceSliceMaxCounterSets
const oneOf = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
/** A spec in which nothing is said. */
const noSpec: ResourceSliceSpecInput = { driver: '', pool: { name: '', generation: 0, resourceSliceCount: 0 } };

function checkPlaces(errors: Errors, spec: ResourceSliceSpec): void {
  const used = checkNodes(errors, at, spec);
  if (spec.perDeviceNodeSelection === true) used.push('`perDeviceNodeSelection`');
  else if (spec.perDeviceNodeSelection === false) errors.push(onlyTrue(at.child('perDeviceNodeSelection')));
  if (used.length === 0) errors.push(required(at, oneOf));
  else if (used.length > 1) errors.push(invalid(at, `{${used.join(', ')}}`, `${oneOf}, but multiple fields are set`));
}

function validate({ spec }: ResourceSlice): Errors {
  const errors: Errors = [];
  const { driver, pool, devices = [], sharedCounters = [] } = spec;
  checkCsiDriverName(errors, at.child('driver'), driver);
  checkPool(errors, at.child('pool', 'name'), pool.name);
  if (pool.resourceSliceCount <= 0) errors.push(invalid(at.child('pool', 'resourceSliceCount'), pool.resourceSliceCount, 'must be greater than zero'));
  if (pool.generation < 0) errors.push(invalid(at.child('pool', 'generation'), pool.generation, 'must be greater than or equal to zero'));
  checkPlaces(errors, spec);
  if (saidIn(spec, 'devices') && saidIn(spec, 'sharedCounters')) errors.push(invalid(at, '', 'only one of `sharedCounters` or `devices` is allowed'));
  const isSpecial = devices.some(({ taints = [], consumesCounters = [] }) => taints.length > 0 || consumesCounters.length > 0);
  checkList(errors, at.child('devices'), devices, {
    max: isSpecial ? maxSpecialDevices : maxDevices,
    keyOf: ({ name }) => name,
    check: (device, where) => checkDevice(errors, where, device, spec.perDeviceNodeSelection === true),
  });
  checkList(errors, at.child('sharedCounters'), sharedCounters, {
    max: maxCounterSets,
    keyOf: ({ name }) => name,
    check: ({ name, counters }, where) => {
      if (name === '') errors.push(required(where.child('name')));
      else checkDnsLabel(errors, where.child('name'), name);
      checkCounters(errors, where.child('counters'), counters);
    },
  });
  return errors;
}

function validateUpdate(next: ResourceSlice, previous: ResourceSlice): readonly FieldError[] {
  const own = validate(next);
  const isOfPool = ({ field }: FieldError): boolean => field.startsWith('spec.driver') || field.startsWith('spec.pool');
  const errors: FieldError[] = own.filter(isOfPool);
  checkImmutable(errors, at.child('pool', 'name'), next.spec.pool.name, previous.spec.pool.name);
  checkImmutable(errors, at.child('driver'), next.spec.driver, previous.spec.driver);
  checkImmutable(errors, at.child('nodeName'), next.spec.nodeName, previous.spec.nodeName);
  return [...errors, ...own.filter((error) => !isOfPool(error))];
}

/** Attributes with several values belong to a feature that is off unless asked for. */
function withoutLists(attributes: Attributes): Attributes {
  const hasLists = ({ ints, bools, strings, versions }: DeviceAttribute): boolean => [ints, bools, strings, versions].some((list) => list !== undefined);
  if (!Object.values(attributes).some(hasLists)) return attributes;
  return Object.fromEntries(Object.entries(attributes).map(([name, { ints: _1, bools: _2, strings: _3, versions: _4, ...one }]) => [name, one]));
}

/** A device as it is stored: a taint says since when it is there; what belongs to a feature that is off is not kept. */
function stored(device: Device, now: string): Device {
  const { nodeAllocatableResourceMappings: _, ...kept } = device;
  const taints = device.taints && completeList(device.taints, (taint) => complete(taint, { timeAdded: taint.timeAdded ?? now }));
  return complete(device.nodeAllocatableResourceMappings ? kept : device, { taints, attributes: device.attributes && withoutLists(device.attributes) });
}

function asStored(slice: ResourceSlice, now: string): ResourceSlice {
  const { devices } = slice.spec;
  if (!devices) return slice;
  return complete(slice, { spec: complete(slice.spec, { devices: completeList(devices, (device) => stored(device, now)) }) });
}

/** How ResourceSlices are completed, checked, shown and selected. */
export const resourceSliceKind = defineKind<ResourceSliceInput, ResourceSlice>({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceSlice',
  generation: 'spec',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: (input.spec ?? noSpec) as ResourceSliceSpec }), // nothing is filled in further down
  prepareForCreate: (slice) => asStored(slice, slice.metadata.creationTimestamp),
  prepareForUpdate: (next, _, now) => asStored(next, now),
  validateCreate: validate,
  validateUpdate,
  unselectable: (field) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
  selectableFields: { 'spec.nodeName': ({ spec }) => spec.nodeName ?? '', 'spec.driver': ({ spec }) => spec.driver },
  columns: [
    nameColumn,
    textColumn('Node', ({ spec }) => spec.nodeName ?? ''),
    textColumn('Driver', ({ spec }) => spec.driver),
    textColumn('Pool', ({ spec }) => spec.pool.name),
    ageColumn,
  ],
});
