// Which volume a claim is given.
// Upstream: k8s.io/component-helpers storage/volume FindMatchingVolume, pkg/controller/volume/persistentvolume/index.go
import { compareQuantities } from '../../base/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../generated/types.ts';
import { selectorMatches } from '../label-selector.ts';

type Modes = PersistentVolumeClaim['spec']['accessModes'];

/** Where an older API named the class. */
export const storageClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** On a volume or claim: the controller or the scheduler chose the other one, no person did. */
export const boundByController = 'pv.kubernetes.io/bound-by-controller';
/** On a claim: all was written once. */
export const bindCompleted = 'pv.kubernetes.io/bind-completed';
/** The scheduler's word on which node a claim's volume is to be. */
export const selectedNode = 'volume.kubernetes.io/selected-node';

/** As the provisioner of a class: nobody makes volumes, they are there or are not. */
export const noProvisioner = 'kubernetes.io/no-provisioner';

/** The class that a volume or a claim names; '' is none. */
export function storageClassOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[storageClassAnnotation] ?? spec.storageClassName ?? '';
}

/** Whether the volume is meant for the claim, and bound to it if it says for which one of that name. */
export function isVolumeMeantFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === metadata.uid;
}

/** The size that a claim asks for. */
export const wantedSize = ({ spec }: PersistentVolumeClaim): string => spec.resources.requests?.['storage'] ?? '0';

const sizeOf = ({ spec }: PersistentVolume): string => spec.capacity?.['storage'] ?? '0';
const offers = (modes: Modes, wanted: Modes): boolean => wanted.every((mode) => modes.includes(mode));

/** Why a claim cannot have the volume that it asks for by name; undefined when it can. */
export function volumeMismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (compareQuantities(sizeOf(volume), wantedSize(claim)) < 0) return 'requested PV is too small';
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
  if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? '')) return 'VolumeAttributesClassName does not match';
  if (claim.spec.volumeMode !== volume.spec.volumeMode) return 'incompatible volumeMode';
  return offers(volume.spec.accessModes ?? [], claim.spec.accessModes) ? undefined : 'incompatible accessMode';
}

/**
 * The volume that fits best: one that waits for this very claim, else the smallest of those that offer the fewest access modes
 * beyond what is asked for.
 */
export function bestVolume(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[]): PersistentVolume | undefined {
  const fitting = volumes.filter((volume) => volumeMismatch(volume, claim) === undefined);
  const reserved = fitting.find((volume) => isVolumeMeantFor(volume, claim));
  if (reserved) return reserved;
  const { selector } = claim.spec;
  const free = fitting.filter(({ metadata, spec, status }) => spec.claimRef === undefined && metadata.deletionTimestamp === undefined && status.phase === 'Available'
    && (selector === undefined || selectorMatches(selector, metadata.labels)));
  return free.sort((a, b) => (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0) || compareQuantities(sizeOf(a), sizeOf(b)) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}
