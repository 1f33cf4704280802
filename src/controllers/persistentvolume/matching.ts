// Which volume a claim is given.
// Upstream: k8s.io/component-helpers storage/volume FindMatchingVolume, pkg/controller/volume/persistentvolume/index.go
import { compareQuantities } from '../../base/index.ts';
import { selectorMatches } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/index.ts';

type Modes = PersistentVolumeClaim['spec']['accessModes'];

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** The class that a volume or a claim names; '' is none. */
export function classOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';
}

/** Whether the volume is meant for the claim, and bound to it if it says for which one of that name. */
export function isMeantFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === metadata.uid;
}

const sizeOf = ({ spec }: PersistentVolume): string => spec.capacity?.['storage'] ?? '0';
const wantedSize = ({ spec }: PersistentVolumeClaim): string => spec.resources.requests?.['storage'] ?? '0';
const offers = (modes: Modes, wanted: Modes): boolean => wanted.every((mode) => modes.includes(mode));

/** Why a claim cannot have the volume that it asks for by name; undefined when it can. */
export function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (compareQuantities(sizeOf(volume), wantedSize(claim)) < 0) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? '')) return 'VolumeAttributesClassName does not match';
  if (claim.spec.volumeMode !== volume.spec.volumeMode) return 'incompatible volumeMode';
  return offers(volume.spec.accessModes ?? [], claim.spec.accessModes) ? undefined : 'incompatible accessMode';
}

/**
 * The volume that fits best: one that waits for this very claim, else the smallest of those that offer the fewest access modes
 * beyond what is asked for.
 */
export function bestMatch(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[]): PersistentVolume | undefined {
  const fitting = volumes.filter((volume) => mismatchOf(volume, claim) === undefined);
  const reserved = fitting.find((volume) => isMeantFor(volume, claim));
  if (reserved) return reserved;
  const { selector } = claim.spec;
  const free = fitting.filter(({ metadata, spec, status }) => spec.claimRef === undefined && metadata.deletionTimestamp === undefined && status.phase === 'Available'
    && (selector === undefined || selectorMatches(selector, metadata.labels)));
  return free.sort((a, b) => (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0) || compareQuantities(sizeOf(a), sizeOf(b)) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}
