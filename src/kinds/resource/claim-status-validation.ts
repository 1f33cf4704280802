// What can be wrong with what a claim was given.
// Upstream: pkg/apis/resource/validation validateResourceClaimStatusUpdate, validateAllocationResult, validateDeviceStatus

import { deepEqual, parseCidr } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkImmutable, checkSupported } from '../checks.ts';
import { checkConditions } from '../condition-checks.ts';
import { checkNodeSelector } from '../core/pod/affinity-validation.ts';
import type { FieldError, FieldPath, Printed } from '../field-error.ts';
import { forbidden, invalid, path, printedJson, required, tooLong } from '../field-error.ts';
import type {
  AllocatedDeviceStatus, AllocationResult, DeviceAllocationConfiguration, DeviceRequestAllocationResult, NetworkDeviceData, ResourceClaim,
} from '../generated/types.ts';
import { goValue } from '../go-struct.ts';
import { checkList } from './bounded-list.ts';
import { checkBindingConditions, checkRequestName, requestNames } from './claim-validation.ts';
import { checkConfiguration, checkRaw } from './device-configuration.ts';
import { checkCsiDriverName } from '../core/driver-name.ts';
import { checkPool } from './device-names.ts';

const at = path('status');
const maxReservations = 256; // ResourceClaimReservedForMaxSize
const maxResults = 32; // AllocationResultsMaxSize
const maxConfigurations = 64;

type Names = ReturnType<typeof requestNames>;

/** The status of a claim that is to become another. */
export function claimStatusErrors({ spec, status }: ResourceClaim, previous: ResourceClaim): readonly FieldError[] {
  const errors: Errors = [];
  const { allocation, reservedFor = [], devices = [] } = status;
  checkList(errors, at.child('reservedFor'), reservedFor, {
    max: maxReservations,
    keyOf: ({ uid }) => uid,
    check: ({ resource, name, uid }, where) => {
      for (const [field, value] of Object.entries({ resource, name, uid })) if (value === '') errors.push(required(where.child(field)));
    },
  });
  if (!deepEqual(devices, previous.status.devices ?? [])) checkDevices(errors, at.child('devices'), devices, allocation);
  if (previous.status.allocation) {
    if (allocation) checkImmutable(errors, at.child('allocation'), allocation, previous.status.allocation, asGo(allocation));
  } else if (allocation) checkAllocation(errors, at.child('allocation'), allocation, requestNames(spec.devices.requests));
  if (!allocation && reservedFor.length > 0) errors.push(forbidden(at.child('reservedFor'), 'may not be specified when `allocated` is not set'));
  return errors;
}

/** What a claim was given, as errors print it. */
const asGo = (allocation: AllocationResult): Printed => printedJson(goValue('v1.AllocationResult', allocation));

function checkAllocation(errors: Errors, where: FieldPath, { devices, nodeSelector }: AllocationResult, names: Names): void {
  const given = where.child('devices');
  checkList(errors, given.child('results'), devices.results, { max: maxResults, check: (result, one) => checkResult(errors, one, result, names) });
  checkList(errors, given.child('config'), devices.config, { max: maxConfigurations, check: (config, one) => checkGivenConfiguration(errors, one, config, names) });
  if (nodeSelector) checkNodeSelector(errors, where.child('nodeSelector'), nodeSelector);
}

function checkShare(errors: Errors, where: FieldPath, shareID: string | undefined): void {
  if (shareID === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(shareID)) return;
  errors.push(invalid(where.child('shareID'), shareID, `error validating uid: invalid UUID length: ${shareID.length}`));
}

function checkResult(errors: Errors, where: FieldPath, result: DeviceRequestAllocationResult, names: Names): void {
  const { request, driver, pool, device, shareID, bindingConditions, bindingFailureConditions } = result;
  checkShare(errors, where, shareID);
  checkRequestName(errors, where.child('request'), request, names);
  checkDevice(errors, where, { driver, pool, device });
  checkBindingConditions(errors, where, bindingConditions, bindingFailureConditions);
}

function checkDevice(errors: Errors, where: FieldPath, { driver, pool, device }: Pick<AllocatedDeviceStatus, 'driver' | 'pool' | 'device'>): void {
  checkCsiDriverName(errors, where.child('driver'), driver);
  checkPool(errors, where.child('pool'), pool);
  checkDnsLabel(errors, where.child('device'), device);
}

function checkGivenConfiguration(errors: Errors, where: FieldPath, configuration: DeviceAllocationConfiguration, names: Names): void {
  const { source, requests } = configuration;
  if (source) checkSupported(errors, where.child('source'), source, ['FromClaim', 'FromClass']);
  else errors.push(required(where.child('source')));
  checkList(errors, where.child('requests'), requests, { max: maxResults, keyOf: (name) => name, check: (name, one) => checkRequestName(errors, one, name, names) });
  checkConfiguration(errors, where, configuration);
}

const idOf = ({ driver, pool, device, shareID = '' }: Pick<AllocatedDeviceStatus, 'driver' | 'pool' | 'device' | 'shareID'>): Printed =>
  printedJson({ Driver: driver, Pool: pool, Device: device, ShareID: shareID });

function checkDevices(errors: Errors, where: FieldPath, devices: readonly AllocatedDeviceStatus[], allocation: AllocationResult | undefined): void {
  const given = new Set((allocation?.devices.results ?? []).map((result) => idOf(result).printed));
  checkList(errors, where, devices, {
    max: Number.POSITIVE_INFINITY,
    keyOf: idOf,
    check: (device, one) => {
      checkDevice(errors, one, device);
      checkShare(errors, one, device.shareID);
      if (!given.has(idOf(device).printed)) errors.push(invalid(one, idOf(device), 'must be an allocated device in the claim'));
      checkConditions(errors, one.child('conditions'), device.conditions ?? undefined);
      if (device.data !== undefined) checkRaw(errors, one.child('data'), device.data);
      if (device.networkData) checkNetworkData(errors, one.child('networkData'), device.networkData);
    },
  });
}

const longestInterface = 256;
const longestHardwareAddress = 128;
const maxAddresses = 16;

function checkNetworkData(errors: Errors, where: FieldPath, { interfaceName = '', hardwareAddress = '', ips }: NetworkDeviceData): void {
  if (interfaceName.length > longestInterface) errors.push(tooLong(where.child('interfaceName'), longestInterface));
  if (hardwareAddress.length > longestHardwareAddress) errors.push(tooLong(where.child('hardwareAddress'), longestHardwareAddress));
  checkList(errors, where.child('ips'), ips, {
    max: maxAddresses,
    keyOf: (address) => address,
    check: (address, one) => {
      if (!parseCidr(address)) errors.push(invalid(one, address, 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'));
    },
  });
}
