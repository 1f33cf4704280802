// Names of devices' attributes, capacities and pools.
// Upstream: pkg/apis/resource/validation validateQualifiedName, validatePoolName

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsSubdomain } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, required, tooLong } from '../field-error.ts';
import { isCIdentifier, isDnsSubdomain } from '../names.ts';

const longestDomain = 63;
const longestIdentifier = 32;

/** The name of a pool: subdomains with slashes between them. */
export function checkPool(errors: Errors, at: FieldPath, name: string): void {
  if (name === '') {
    errors.push(required(at));
    return;
  }
  if (name.length > 253) errors.push(tooLong(at, 253));
  for (const part of name.split('/')) addInvalid(errors, at, part, isDnsSubdomain(part));
}

/** The name of an attribute or a capacity: a C identifier, perhaps with a domain before it. More slashes go unnoticed there. */
export function checkQualified(errors: Errors, at: FieldPath, name: string): void {
  const parts = name.split('/');
  const [first = '', second] = parts;
  if (parts.length === 1) checkIdentifier(errors, at, first);
  else if (parts.length === 2) {
    checkDomain(errors, at, first);
    if (second === '' || second === undefined) errors.push(invalid(at, '', 'the name must not be empty'));
    else checkIdentifier(errors, at, second);
  }
}

/** The same where the domain must be said. */
export function checkFullyQualified(errors: Errors, at: FieldPath, name: string): void {
  checkQualified(errors, at, name);
  if (!name.includes('/')) errors.push(invalid(at, name, 'a fully qualified name must be a domain and a name separated by a slash'));
}

function checkDomain(errors: Errors, at: FieldPath, domain: string): void {
  if (domain === '') errors.push(invalid(at, '', 'the domain must not be empty'));
  else if (domain.length > longestDomain) errors.push(tooLong(at, longestDomain));
  else checkDnsSubdomain(errors, at, domain);
}

function checkIdentifier(errors: Errors, at: FieldPath, name: string): void {
  if (name.length > longestIdentifier) errors.push(tooLong(at, longestIdentifier));
  addInvalid(errors, at, name, isCIdentifier(name));
}
