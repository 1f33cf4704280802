// The devices that a Pod claims, and which of its containers get them.
// Upstream: pkg/apis/core/validation validatePodResourceClaims, validateResourceClaimNames

import { compareText } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, invalid, notFound, printedJson, required } from '../../field-error.ts';
import type { ContainerResourceClaim, PodResourceClaim } from '../../generated/types.ts';

const sources = '`resourceClaimName`, `resourceClaimTemplateName`';

/** A Pod's claims: each names an object of its own, or a template of one. */
export function checkResourceClaims(errors: Errors, at: FieldPath, claims: readonly PodResourceClaim[]): void {
  const names = new Set<string>();
  for (const [index, { name = '', resourceClaimName, resourceClaimTemplateName }] of claims.entries()) {
    const where = at.index(index);
    if (name === '') errors.push(required(where.child('name')));
    else if (names.has(name)) errors.push(duplicate(where.child('name'), name));
    else checkDnsLabel(errors, where.child('name'), name);
    names.add(name);
    const shown = printedJson({ Name: name, ResourceClaimName: resourceClaimName ?? null, ResourceClaimTemplateName: resourceClaimTemplateName ?? null });
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) errors.push(invalid(where, shown, `must specify one of: ${sources}`));
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      errors.push(invalid(where, shown, `at most one of ${sources.replace(', ', ' or ')} may be specified`));
    }
    if (resourceClaimName !== undefined) checkDnsSubdomain(errors, where.child('resourceClaimName'), resourceClaimName);
    if (resourceClaimTemplateName !== undefined) checkDnsSubdomain(errors, where.child('resourceClaimTemplateName'), resourceClaimTemplateName);
  }
}

/** The claims that a container uses: the Pod's, or single requests of theirs, each once. */
export function checkUsedClaims(errors: Errors, at: FieldPath, used: readonly ContainerResourceClaim[], claims: readonly PodResourceClaim[] = []): void {
  const known = [...new Set(claims.map(({ name = '' }) => name))].filter((name) => name !== '').sort(compareText);
  const whole = new Set<string>();
  const parts = new Set<string>();
  for (const [index, { name = '', request = '' }] of used.entries()) {
    const where = at.index(index);
    if (name === '') {
      errors.push(required(where));
      continue;
    }
    const key = request === '' ? name : `${name}/${request}`;
    if (whole.has(name) || parts.has(key)) errors.push(duplicate(where, whole.has(name) ? name : key));
    if (request !== '') checkDnsLabel(errors, where.child('request'), request);
    // Who uses one request of a claim cannot use all of it as well.
    if (request === '') whole.add(name);
    parts.add(key).add(name);
    if (known.includes(name)) continue;
    const which = known.length === 0 ? ' which is empty' : `: ${known.join(', ')}`;
    errors.push(notFoundWith(where, name, `must be one of the names in pod.spec.resourceClaims${which}`));
  }
}

function notFoundWith(where: FieldPath, name: string, detail: string) {
  const error = notFound(where, name);
  return { ...error, body: `${error.body}: ${detail}` };
}
