// What a Pod asks for as a whole, which must be enough for its containers.
// Upstream: pkg/apis/core/validation validatePodResources, pkg/apis/core/v1/defaults.go setDefaultPodRequests

import { compareQuantities, compareText } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, notSupported } from '../../field-error.ts';
import type { PodSpec, ResourceRequirements } from '../../generated/types.ts';
import { complete } from '../../reuse.ts';
import { checkResourceName, isHugePages } from '../resource-names.ts';
import { isPodLevelResource, podQuantities } from './pod-resources.ts';
import { checkUsedClaims } from './resource-claims.ts';
import { checkResourcesNamed } from './resource-validation.ts';

type Quantities = Readonly<Record<string, string>>;
type Which = 'limits' | 'requests';

/** What the containers need together, of what a Pod as a whole can ask for. */
function ofContainers({ resources: _, overhead: __, ...rest }: PodSpec, which: Which): Quantities {
  return Object.fromEntries(Object.entries(podQuantities(rest, which)).filter(([name]) => isPodLevelResource(name)));
}

/** What a Pod asks for where its author left something out: as much as its containers do, else what it is limited to. */
export function withPodResources(spec: PodSpec): PodSpec {
  const { resources } = spec;
  if (!resources || isEmpty(resources.limits) && isEmpty(resources.requests)) return spec;
  const pages = Object.entries(ofContainers(spec, 'limits')).filter(([name]) => isHugePages(name));
  const limits: Quantities = { ...Object.fromEntries(pages), ...resources.limits };
  const own = Object.fromEntries(Object.entries(limits).filter(([name]) => isPodLevelResource(name)));
  // Huge pages are requested as they are limited.
  const asked = Object.fromEntries(Object.entries(ofContainers(spec, 'requests')).filter(([name]) => !isHugePages(name)));
  const requests: Quantities = { ...own, ...asked, ...resources.requests };
  const given = (quantities: Quantities): Quantities | undefined => (isEmpty(quantities) ? undefined : quantities);
  return complete(spec, { resources: complete(resources, { limits: given(limits), requests: given(requests) }) });
}

const isEmpty = (quantities: Quantities | undefined): boolean => quantities === undefined || Object.keys(quantities).length === 0;

/** The resources of a Pod as a whole. */
export function checkPodResources(errors: Errors, specAt: FieldPath, spec: PodSpec): void {
  const { resources } = spec;
  if (!resources) return;
  const at = specAt.child('resources');
  if (spec.os?.name === 'windows') errors.push(forbidden(at, 'may not be set for a windows pod'));
  if (resources.claims) errors.push(forbidden(at.child('claims'), 'claims may not be set for Resources at pod-level'));
  checkResourcesNamed(errors, at, resources, (where, name) => {
    const before = errors.length;
    checkResourceName(errors, where, name);
    if (errors.length === before && !isPodLevelResource(name)) errors.push(notSupported(where, name, ['cpu', 'hugepages-', 'memory']));
  });
  checkUsedClaims(errors, at.child('claims'), resources.claims ?? [], spec.resourceClaims);
  checkSums(errors, at, spec, resources);
}

/** The containers must fit into what the Pod asks for, and none may be allowed more than all together. */
function checkSums(errors: Errors, at: FieldPath, spec: PodSpec, { limits = {}, requests = {} }: ResourceRequirements): void {
  const needed = ofContainers(spec, 'requests');
  for (const name of Object.keys(needed).sort(compareText)) {
    const [own, all] = [requests[name], needed[name] ?? '0'];
    if (own !== undefined && compareQuantities(own, all) < 0) {
      errors.push(invalid(at.child('requests').key(name), own, `must be greater than or equal to aggregate container requests of ${all}`));
    }
  }
  for (const [index, { resources }] of spec.containers.entries()) {
    for (const name of Object.keys(limits).sort(compareText)) {
      const [own, all] = [resources.limits?.[name], limits[name] ?? '0'];
      if (own !== undefined && compareQuantities(own, all) > 0) {
        errors.push(invalid(at.child('containers').index(index).key(name).child('limits'), own, `must be less than or equal to pod limits of ${all}`));
      }
    }
  }
}
