// What is refused in a Pod's own DNS settings.
// Upstream: pkg/apis/core/validation validatePodDNSConfig

import type { Errors } from '../../checks.ts';
import { checkIp } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { invalid, required } from '../../field-error.ts';
import type { PodDNSConfig } from '../../generated/types.ts';
import { maxLengthError } from '../../names.ts';

const maxNameservers = 3; // MaxDNSNameservers
const maxSearchPaths = 32; // MaxDNSSearchPaths
const maxSearchLength = 2048; // MaxDNSSearchListChars

const searchName = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const badSearchName = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

function checkSearches(errors: Errors, at: FieldPath, searches: readonly string[]): void {
  if (searches.length > maxSearchPaths) errors.push(invalid(at, searches, `must not have more than ${maxSearchPaths} search paths`));
  if (searches.join(' ').length > maxSearchLength) {
    errors.push(invalid(at, searches, `must not have more than ${maxSearchLength} characters (including spaces) in the search list`));
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const name = search.endsWith('.') ? search.slice(0, -1) : search;
    if (name.length > 253) errors.push(invalid(at.index(index), name, maxLengthError(253)));
    if (!searchName.test(name)) errors.push(invalid(at.index(index), name, badSearchName));
  }
}

/** The DNS settings, which the policy None makes necessary. */
export function checkDnsConfig(errors: Errors, at: FieldPath, config: PodDNSConfig | undefined, policy: string): void {
  if (!config) {
    if (policy === 'None') errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
    return;
  }
  const { nameservers = [], searches = [], options = [] } = config;
  if (policy === 'None' && nameservers.length === 0) {
    errors.push(required(at.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
    return;
  }
  if (nameservers.length > maxNameservers) {
    errors.push(invalid(at.child('nameservers'), nameservers, `must not have more than ${maxNameservers} nameservers`));
  }
  for (const [index, server] of nameservers.entries()) checkIp(errors, at.child('nameservers').index(index), server);
  checkSearches(errors, at.child('searches'), searches);
  for (const [index, { name }] of options.entries()) {
    if (!name) errors.push(required(at.child('options').index(index), 'must not be empty'));
  }
}
