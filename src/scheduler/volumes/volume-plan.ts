// Upstream: pkg/scheduler/framework/plugins/volumebinding/binder.go FindPodVolumes
import { bestVolume, matchesTerm, noProvisioner, selectedNode, storageClassOf } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, SelectableNode, StorageClass } from '../../kinds/index.ts';
import type { PodClaims } from './pod-claims.ts';
import type { Storage } from './storage.ts';

/** What is to happen to a Pod's claims once it has its node: each gets a volume that is there, or one is made for it. */
export interface VolumePlan {
  readonly chosen: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  readonly asked: readonly PersistentVolumeClaim[];
}

/** Whether the volume can be used on the node. */
export function isReachable({ spec }: PersistentVolume, node: SelectableNode): boolean {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

function mayProvision({ provisioner, allowedTopologies = [] }: StorageClass, { labels }: SelectableNode): boolean {
  if (provisioner === '' || provisioner === noProvisioner) return false;
  return allowedTopologies.length === 0
    || allowedTopologies.some(({ matchLabelExpressions = [] }) => matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')));
}

/** How the claims that wait for a node could be served on this one; undefined when they could not. */
export function planFor({ lazy }: PodClaims, storage: Storage, node: SelectableNode): VolumePlan | undefined {
  const chosen: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const asked: PersistentVolumeClaim[] = [];
  for (const claim of lazy) {
    const wanted = claim.metadata.annotations?.[selectedNode];
    if (wanted !== undefined && wanted !== node.name) return undefined; // a volume is being made for it elsewhere
    const free = storage.freeVolumes().filter((volume) => isReachable(volume, node) && !chosen.some((one) => one.volume === volume));
    const volume = wanted === undefined ? bestVolume(claim, free) : undefined;
    const storageClass = storage.storageClass(storageClassOf(claim));
    if (volume) chosen.push({ claim, volume });
    else if (storageClass && mayProvision(storageClass, node)) asked.push(claim);
    else return undefined;
  }
  return { chosen, asked };
}
