// What an accepted claim of storage is nevertheless warned about.
// Upstream: pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec

import { quote } from '../../base/index.ts';
import type { FieldPath } from '../field-error.ts';
import type { ObjectMetaInput, PersistentVolumeClaimSpec } from '../generated/types.ts';
import { storageClassAnnotation } from './volume-matching.ts';

/** Storage comes in whole bytes. */
export function* claimWarnings({ resources }: PersistentVolumeClaimSpec, at: FieldPath): Generator<string> {
  for (const which of ['requests', 'limits'] as const) {
    const quantity = resources[which]?.['storage'];
    if (quantity?.endsWith('m')) yield `${at.child('resources', which).key('storage').toString()}: fractional byte value ${quote(quantity)} is invalid, must be an integer`;
  }
}

/** A class was once named by an annotation. */
export function claimAnnotationWarnings({ annotations }: ObjectMetaInput): readonly string[] {
  if (annotations?.[storageClassAnnotation] === undefined) return [];
  return [`metadata.annotations[${storageClassAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}
