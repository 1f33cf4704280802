// Upstream: pkg/scheduler/framework/plugins/volumebinding (volume_binding.go, binder.go GetPodVolumeClaims)
import { bindCompleted, isControlledBy, storageClassOf, volumeClaimName } from '../../kinds/index.ts';
import type { PersistentVolumeClaim, Pod } from '../../kinds/index.ts';
import type { Storage } from './storage.ts';

/** The claims of a Pod: bound ones, and those that are bound when it has a node. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  readonly lazy: readonly PersistentVolumeClaim[];
}

/** Whether the Pod has any. */
export function hasClaims({ spec }: Pod): boolean {
  return spec.volumes?.some(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim !== undefined || ephemeral !== undefined) ?? false;
}

/** Why the Pod has to wait whatever the node; undefined when it need not. */
export function whyClaimsWait(pod: Pod, storage: Storage): string | undefined {
  const claims = hasClaims(pod) ? claimsOf(pod, storage) : undefined;
  return typeof claims === 'string' ? claims : undefined;
}

/** The claims of a Pod that need not wait; undefined for one that has none. */
export function readyClaims(pod: Pod, storage: Storage): PodClaims | undefined {
  const claims = hasClaims(pod) ? claimsOf(pod, storage) : undefined;
  return typeof claims === 'string' ? undefined : claims;
}

function claimsOf(pod: Pod, storage: Storage): PodClaims | string {
  const { namespace, name: podName } = pod.metadata;
  const bound: PersistentVolumeClaim[] = [];
  const lazy: PersistentVolumeClaim[] = [];
  let isUnbound = false;
  for (const volume of pod.spec.volumes ?? []) {
    const name = volumeClaimName(podName, volume);
    if (name === undefined) continue;
    const claim = storage.claim(namespace, name);
    if (!claim) return volume.ephemeral ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"` : `persistentvolumeclaim "${name}" not found`;
    if (claim.status.phase === 'Lost') return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`;
    if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
    if (volume.ephemeral && !isControlledBy(claim, pod)) return `PVC "${namespace}/${name}" was not created for pod "${namespace}/${podName}" (pod is not owner)`;
    if (claim.spec.volumeName && claim.metadata.annotations?.[bindCompleted] !== undefined) bound.push(claim);
    else if (!claim.spec.volumeName && storage.storageClass(storageClassOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer') lazy.push(claim);
    else isUnbound = true;
  }
  return isUnbound ? 'pod has unbound immediate PersistentVolumeClaims' : { bound, lazy };
}
