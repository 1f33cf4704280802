// What resources are called: of containers, of quotas, of anything.
// Upstream: pkg/apis/core/validation ValidateResourceName, validateContainerResourceName, ValidateResourceQuotaResourceName; pkg/apis/core/helper

import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import { isQualifiedName } from '../names.ts';

const containerResources: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const counted = [
  'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims',
  'services.nodeports', 'services.loadbalancers',
];
const quotaResources: ReadonlySet<string> = new Set([
  ...containerResources, ...counted, 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage', 'limits.cpu',
  'limits.memory', 'limits.ephemeral-storage',
]);
const integers: ReadonlySet<string> = new Set(counted);

export const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
/** Whether a resource is Kubernetes' own, and no device of somebody's. */
export const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');

/** Whether a resource is somebody's device, which a quota can name in its turn. */
export const isExtended = (name: string): boolean => !isNative(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`).length === 0;

const ofDeviceClass = 'deviceclass.resource.kubernetes.io/';

/** The class of devices under whose own name they are requested as a resource; undefined: it is no such name. */
export const namedDeviceClass = (resource: string): string | undefined => (resource.startsWith(ofDeviceClass) ? resource.slice(ofDeviceClass.length) : undefined);

/** Whether devices may stand for a resource which a node does not offer itself. */
export const mayBeDevices = (resource: string): boolean => isExtended(resource) || namedDeviceClass(resource) !== undefined;

/** Whether a resource is one that quotas count in whole pieces. */
export const isCountedByQuota = (name: string): boolean => integers.has(name) || isExtended(name);
export const isQuotaResource = (name: string): boolean => quotaResources.has(name) || name.startsWith('requests.hugepages-') || isHugePages(name);

/** The name of any resource. Tells whether it is a name at all. */
export function checkResourceName(errors: Errors, at: FieldPath, name: string): boolean {
  const problems = isQualifiedName(name);
  addInvalid(errors, at, name, problems);
  if (problems.length > 0) return false;
  const isStandard = name.includes('/') || quotaResources.has(name) || name === 'storage' || isHugePages(name) || name.startsWith('requests.hugepages-');
  if (!isStandard) errors.push(invalid(at, name, 'must be a standard resource type or fully qualified'));
  return true;
}

/** The name of a resource that a container can ask for. */
export function checkContainerResourceName(errors: Errors, at: FieldPath, name: string): void {
  if (containerResources.has(name)) return;
  checkResourceName(errors, at, name);
  if (name.includes('/')) {
    if (!isNative(name) && !isExtended(name)) errors.push(invalid(at, name, "doesn't follow extended resource name standard"));
  } else if (!isHugePages(name)) {
    errors.push(invalid(at, name, 'must be a standard resource for containers'));
  }
}

/** The name of a resource that a quota can limit. */
export function checkQuotaResourceName(errors: Errors, at: FieldPath, name: string): void {
  checkResourceName(errors, at, name);
  if (!name.includes('/') && !isQuotaResource(name)) errors.push(invalid(at, name, 'must be a standard resource for quota'));
}
