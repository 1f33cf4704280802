// What is refused in parts of a Pod's status that are seldom there: the health of containers' devices, claims made for extended resources.
// Upstream: pkg/apis/core/validation validateContainerStatusAllocatedResourcesStatus, validatePodExtendedResourceClaimStatus

import type { Errors } from '../../checks.ts';
import { checkDnsLabel, checkDnsSubdomain, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, invalid, required } from '../../field-error.ts';
import type { Container, ContainerStatus, EphemeralContainer, PodExtendedResourceClaimStatus, PodSpec } from '../../generated/types.ts';

/** The health of devices: of resources that the container asks for, or of its claims. */
export function checkAllocatedDevices(errors: Errors, where: FieldPath, statuses: readonly ContainerStatus[] = [], containers: readonly (Container | EphemeralContainer)[] = []): void {
  for (const [index, { name, allocatedResourcesStatus = [] }] of statuses.entries()) {
    const { requests = {}, claims = [] } = containers.find((container) => container.name === name)?.resources ?? {};
    const isThere = containers.some((container) => container.name === name);
    const names = new Set(claims.map((claim) => (claim.request ? `claim:${claim.name}/${claim.request}` : `claim:${claim.name}`)));
    for (const [position, { name: resource, resources = [] }] of allocatedResourcesStatus.entries()) {
      const at = where.index(index).child('allocatedResourcesStatus').index(position);
      if (isThere && resource.startsWith('claim:')) {
        if (!names.has(resource)) errors.push(invalid(at.child('name'), resource, "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"));
      } else if (isThere && requests[resource] === undefined) {
        errors.push(invalid(at.child('name'), resource, "must match one of the container's resource requests"));
      }
      const seen = new Set<string>();
      for (const [place, { resourceID, health = '' }] of resources.entries()) {
        if (seen.has(resourceID)) errors.push(duplicate(at.child('resources').index(place).child('resourceID'), resourceID));
        seen.add(resourceID);
        checkSupported(errors, at.child('resources').index(place).child('health'), health, ['Healthy', 'Unhealthy', 'Unknown']);
      }
    }
  }
}

/** The claim that stands for a Pod's extended resources, and which request of it is for which container. */
export function checkExtendedClaims(errors: Errors, at: FieldPath, { resourceClaimName, requestMappings }: PodExtendedResourceClaimStatus, { containers, initContainers = [] }: PodSpec): void {
  const all = [...initContainers, ...containers];
  if (requestMappings.length === 0) errors.push(required(at.child('requestMappings'), 'at least one request mapping is required'));
  for (const [index, { containerName, resourceName, requestName }] of requestMappings.entries()) {
    const where = at.child('requestMappings').index(index);
    const container = all.find(({ name }) => name === containerName);
    if (!container) errors.push(invalid(where.child('containerName'), containerName, 'must match the name of an entry in spec.initContainers.name or spec.containers.name'));
    else if (container.resources.requests?.[resourceName] === undefined) {
      errors.push(invalid(where.child('resourceName'), resourceName, 'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests'));
    }
    checkDnsLabel(errors, at.child('requestName'), requestName);
  }
  if (resourceClaimName === '') errors.push(required(at.child('resourceClaimName')));
  else checkDnsSubdomain(errors, at.child('resourceClaimName'), resourceClaimName);
}
