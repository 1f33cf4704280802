// What is refused in EndpointSlices.
// Upstream: pkg/apis/discovery/validation ValidateEndpointSlice

import { deepEqual, ipVersion } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain, checkImmutable, checkIp, checkOrdinaryIp, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, invalid, path, required, tooMany } from '../field-error.ts';
import type { Endpoint, EndpointPort, EndpointSlice, ForNode, ForZone } from '../generated/types.ts';
import { isDnsSubdomain, isLabelValue } from '../names.ts';

const maxPorts = 20_000;
const maxEndpoints = 1_000;
const maxAddresses = 100;
const maxHints = 8; // maxZoneHints
const nobody: readonly never[] = [];
const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

function checkPorts(errors: Errors, ports: readonly EndpointPort[]): void {
  const at = path('ports');
  if (ports.length > maxPorts) {
    errors.push(tooMany(at, ports.length, maxPorts));
    return;
  }
  const names = new Set<string>();
  for (const [index, { name, protocol, appProtocol }] of ports.entries()) {
    const where = at.index(index);
    if (name !== '') checkDnsLabel(errors, where.child('name'), name);
    if (names.has(name)) errors.push(duplicate(where.child('name'), name));
    names.add(name);
    checkSupported(errors, where.child('protocol'), protocol, ['SCTP', 'TCP', 'UDP']);
    if (appProtocol !== undefined) checkQualifiedName(errors, where.child('appProtocol'), appProtocol);
  }
}

function checkAddress(errors: Errors, at: FieldPath, index: number, address: string, type: string): void {
  if (type === 'FQDN') {
    const sound = errors.length;
    checkDnsSubdomain(errors, at.index(index), address);
    if (errors.length > sound) return;
    if (!address.includes('.')) errors.push(invalid(at.index(index), address, 'should be a domain with at least two segments separated by dots'));
    return;
  }
  if (!addressTypes.includes(type) || !checkIp(errors, at.index(index), address)) return;
  if (`IPv${ipVersion(address)}` !== type) errors.push(invalid(at, address, `must be an ${type} address`));
  checkOrdinaryIp(errors, at.index(index), address);
}

/** Who is to use an endpoint: zones, or nodes. */
function checkHints(errors: Errors, at: FieldPath, users: readonly (ForNode | ForZone)[], problemsOf: (name: string) => readonly string[]): void {
  if (users.length > maxHints) {
    errors.push(tooMany(at, users.length, maxHints));
    return;
  }
  const names = new Set<string>();
  for (const [index, { name }] of users.entries()) {
    const where = at.index(index).child('name');
    if (names.has(name)) errors.push(duplicate(where, name));
    names.add(name);
    addInvalid(errors, where, name, problemsOf(name));
  }
}

function checkEndpoint(errors: Errors, at: FieldPath, { addresses, nodeName, hostname, hints }: Endpoint, type: string): void {
  if (addresses.length === 0) errors.push(required(at.child('addresses'), 'must contain at least 1 address'));
  else if (addresses.length > maxAddresses) errors.push(tooMany(at.child('addresses'), addresses.length, maxAddresses));
  for (const [index, address] of addresses.entries()) checkAddress(errors, at.child('addresses'), index, address, type);
  if (nodeName !== undefined) checkDnsSubdomain(errors, at.child('nodeName'), nodeName);
  if (hostname !== undefined) checkDnsLabel(errors, at.child('hostname'), hostname);
  checkHints(errors, at.child('hints', 'forZones'), hints?.forZones ?? nobody, isLabelValue);
  checkHints(errors, at.child('hints', 'forNodes'), hints?.forNodes ?? nobody, isDnsSubdomain);
}

/** Errors of an EndpointSlice. */
export function validateEndpointSlice({ addressType, ports, endpoints }: EndpointSlice): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!addressType) errors.push(required(path('addressType')));
  else checkSupported(errors, path('addressType'), addressType, addressTypes);
  if (ports) checkPorts(errors, ports);
  const list = endpoints ?? [];
  if (list.length > maxEndpoints) return [...errors, tooMany(path('endpoints'), list.length, maxEndpoints)];
  for (const [index, endpoint] of list.entries()) checkEndpoint(errors, path('endpoints').index(index), endpoint, addressType);
  return errors;
}

/** Errors of a changed EndpointSlice: addresses of another type need another slice. */
export function validateEndpointSliceUpdate(next: EndpointSlice, previous: EndpointSlice): readonly FieldError[] {
  const errors: FieldError[] = [];
  const isUnchanged = deepEqual(next.endpoints, previous.endpoints) && deepEqual(next.ports, previous.ports);
  if (!isUnchanged) errors.push(...validateEndpointSlice(next));
  else if (!next.addressType) errors.push(required(path('addressType')));
  else if (next.addressType !== previous.addressType) checkSupported(errors, path('addressType'), next.addressType, addressTypes);
  checkImmutable(errors, path('addressType'), next.addressType, previous.addressType);
  return errors;
}
