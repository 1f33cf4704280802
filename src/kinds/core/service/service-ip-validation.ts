// What is refused in a Service's addresses and their families.
// Upstream: pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs

import { ipVersion } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { checkIp } from '../../checks.ts';
import { duplicate, invalid, notSupported, path, required } from '../../field-error.ts';
import type { FieldError } from '../../field-error.ts';
import type { Service, ServiceSpec } from '../../generated/types.ts';

const at = path('spec');
const addresses = at.child('clusterIPs');
const families = at.child('ipFamilies');
const noAddresses: readonly string[] = [];

/** Whether the Service has no address of its own: its name leads to its Pods. */
export function isHeadless({ clusterIP, clusterIPs }: ServiceSpec): boolean {
  return clusterIP === 'None' || clusterIPs?.[0] === 'None';
}

function checkAgreement(errors: Errors, { clusterIP, clusterIPs = noAddresses }: ServiceSpec): void {
  if (!clusterIP) {
    if (clusterIPs.length > 0) errors.push(invalid(addresses, clusterIPs, 'must be empty when `clusterIP` is not specified'));
  } else if (clusterIPs.length === 0) {
    errors.push(required(addresses));
  } else if (clusterIPs[0] !== clusterIP) {
    errors.push(invalid(addresses, clusterIPs, 'first value must match `clusterIP`'));
  }
}

function checkFamilies(errors: Errors, { ipFamilies = [], ipFamilyPolicy }: ServiceSpec): void {
  const seen = new Set<string>();
  for (const [index, family] of ipFamilies.entries()) {
    if (family !== 'IPv4' && family !== 'IPv6') errors.push(notSupported(families.index(index), family, ['IPv4', 'IPv6']));
    if (seen.has(family)) errors.push(duplicate(families.index(index), family));
    seen.add(family);
  }
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) {
    errors.push(notSupported(at.child('ipFamilyPolicy'), ipFamilyPolicy, policies));
  }
}

/** Whether all the addresses are ones. */
function checkAddresses(errors: Errors, clusterIPs: readonly string[]): boolean {
  let areAddresses = true;
  for (const [index, address] of clusterIPs.entries()) {
    if (index === 0 && address === 'None') {
      if (clusterIPs.length === 1) continue;
      errors.push(invalid(addresses, clusterIPs, "'None' must be the first and only value"));
      areAddresses = false;
    } else if (!checkIp(errors, addresses.index(index), address)) {
      areAddresses = false;
    }
  }
  if (clusterIPs.length > 2) errors.push(invalid(addresses, clusterIPs, 'may only hold up to 2 values'));
  return areAddresses;
}

/** The address, the families and the policy, and that they agree. */
export function checkAddressFields(errors: Errors, spec: ServiceSpec): void {
  const { clusterIPs = noAddresses, ipFamilies = [] } = spec;
  checkAgreement(errors, spec);
  checkFamilies(errors, spec);
  if (!checkAddresses(errors, clusterIPs) || isHeadless(spec)) return;
  const versions = clusterIPs.map(ipVersion);
  if (versions.length === 2 && versions[0] === versions[1]) {
    errors.push(invalid(addresses, clusterIPs, 'may specify no more than one IP for each IP family'));
  }
  for (const [index, family] of ipFamilies.entries()) {
    const version = versions[index];
    if (version !== undefined && (family === 'IPv4' || family === 'IPv6') && `IPv${version}` !== family) {
      errors.push(invalid(addresses.index(index), clusterIPs[index], `expected an ${family} value as indicated by \`ipFamilies[${index}]\``));
    }
  }
}

/** What a cluster with nothing but IPv4 cannot give. */
export function familyErrors(spec: ServiceSpec): readonly FieldError[] {
  const { type, selector = {}, ipFamilyPolicy, ipFamilies = [] } = spec;
  if (type === 'ExternalName' || (isHeadless(spec) && Object.keys(selector).length === 0)) return [];
  const policy = at.child('ipFamilyPolicy');
  if (ipFamilyPolicy === 'SingleStack' && ipFamilies.length > 1) {
    return [invalid(policy, ipFamilyPolicy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified")];
  }
  const errors: FieldError[] = [];
  if (ipFamilyPolicy === 'RequireDualStack') errors.push(invalid(policy, ipFamilyPolicy, 'this cluster is not configured for dual-stack services'));
  for (const [index, family] of ipFamilies.entries()) {
    if (family === 'IPv6') errors.push(invalid(families.index(index), family, 'not configured on this cluster'));
  }
  return errors;
}

/** A Service keeps its address as long as it has one. */
export function checkAddressChange(errors: Errors, next: Service, previous: Service): void {
  if (next.spec.type === 'ExternalName' || previous.spec.type === 'ExternalName') return;
  if (isHeadless(next.spec) && isHeadless(previous.spec)) return;
  const { clusterIPs = noAddresses } = next.spec;
  const before = previous.spec.clusterIPs ?? noAddresses;
  if (clusterIPs.length === 0 && before.length > 0) {
    errors.push(invalid(addresses.index(0), clusterIPs, 'primary clusterIP can not be unset'));
    return;
  }
  for (const [index, address] of before.entries()) {
    const after = clusterIPs[index];
    if (after !== undefined && after !== address) errors.push(invalid(addresses.index(index), clusterIPs, 'may not change once set'));
  }
}
