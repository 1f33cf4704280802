// Upstream: pkg/scheduler/framework/plugins/volumebinding/binder.go FindPodVolumes
import { compareQuantities } from '../../base/index.ts';
import { bestVolume, matchesTerm, noProvisioner, selectedNode, selectorMatches, storageClassOf, wantedSize } from '../../kinds/index.ts';
import type { CSIStorageCapacity, PersistentVolume, PersistentVolumeClaim, SelectableNode, StorageClass } from '../../kinds/index.ts';
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

/** The size of the largest volume that can be made where this speaks of. */
export const largestVolume = ({ maximumVolumeSize, capacity }: CSIStorageCapacity): string | undefined => maximumVolumeSize ?? capacity;

/** Whether there is enough left on the node for what the claim asks its class's provisioner for, as far as that one tells. */
function hasSpace(claim: PersistentVolumeClaim, { metadata, provisioner }: StorageClass, storage: Storage, { labels }: SelectableNode): boolean {
  const capacities = storage.capacities(provisioner);
  if (!capacities) return true;
  for (const told of capacities) {
    const largest = largestVolume(told);
    const isHere = told.storageClassName === metadata.name && selectorMatches(told.nodeTopology, labels);
    if (isHere && largest !== undefined && compareQuantities(largest, wantedSize(claim)) >= 0) return true;
  }
  return false;
}

const noVolumes = "node(s) didn't find available persistent volumes to bind";
const noSpace = 'node(s) did not have enough free storage';

/** How the claims that wait for a node could be served on this one; a text says why they could not. */
export function planFor({ lazy }: PodClaims, storage: Storage, node: SelectableNode): VolumePlan | string {
  const chosen: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const asked: PersistentVolumeClaim[] = [];
  for (const claim of lazy) {
    const wanted = claim.metadata.annotations?.[selectedNode];
    if (wanted !== undefined && wanted !== node.name) return noVolumes; // a volume is being made for it elsewhere
    const free = storage.freeVolumes().filter((volume) => isReachable(volume, node) && !chosen.some((one) => one.volume === volume));
    const volume = wanted === undefined ? bestVolume(claim, free) : undefined;
    const storageClass = storage.storageClass(storageClassOf(claim));
    if (volume) chosen.push({ claim, volume });
    else if (!storageClass || !mayProvision(storageClass, node)) return noVolumes;
    else if (!hasSpace(claim, storageClass, storage, node)) return noSpace;
    else asked.push(claim);
  }
  return { chosen, asked };
}
