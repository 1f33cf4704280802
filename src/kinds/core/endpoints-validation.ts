// What is refused in Endpoints.
// Upstream: pkg/apis/core/validation validateEndpointSubsets

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain, checkIp, checkOrdinaryIp, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { CoreEndpointPort, EndpointAddress, Endpoints } from '../generated/types.ts';
import { isPortNumber } from '../names.ts';

function checkAddress(errors: Errors, at: FieldPath, { ip = '', hostname, nodeName }: EndpointAddress): void {
  const isAddress = checkIp(errors, at.child('ip'), ip);
  if (hostname) checkDnsLabel(errors, at.child('hostname'), hostname);
  if (nodeName !== undefined) checkDnsSubdomain(errors, at.child('nodeName'), nodeName);
  if (isAddress) checkOrdinaryIp(errors, at.child('ip'), ip);
  else errors.push(invalid(at.child('ip'), ip, 'must be a valid IP address'));
}

function checkPort(errors: Errors, at: FieldPath, { name, port = 0, protocol, appProtocol }: CoreEndpointPort, isNamed: boolean): void {
  if (name) checkDnsLabel(errors, at.child('name'), name);
  else if (isNamed) errors.push(required(at.child('name')));
  addInvalid(errors, at.child('port'), port, isPortNumber(port));
  checkSupported(errors, at.child('protocol'), protocol, ['SCTP', 'TCP', 'UDP']);
  if (appProtocol !== undefined) checkQualifiedName(errors, at.child('appProtocol'), appProtocol);
}

/** Errors of Endpoints. */
export function validateEndpoints({ subsets = [] }: Endpoints): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of subsets.entries()) {
    const at = path('subsets').index(index);
    if (addresses.length === 0 && notReadyAddresses.length === 0) {
      errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const [i, address] of addresses.entries()) checkAddress(errors, at.child('addresses').index(i), address);
    for (const [i, address] of notReadyAddresses.entries()) checkAddress(errors, at.child('notReadyAddresses').index(i), address);
    for (const [i, port] of ports.entries()) checkPort(errors, at.child('ports').index(i), port, ports.length > 1);
  }
  return errors;
}
