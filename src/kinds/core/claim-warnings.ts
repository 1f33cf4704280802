// What an accepted claim of storage is nevertheless warned about.
// Upstream: pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec

import type { FieldPath } from '../field-error.ts';
import type { ObjectMetaInput, PersistentVolumeClaimSpec } from '../generated/types.ts';
import { byteWarnings } from './byte-warnings.ts';
import { storageClassAnnotation } from './volume-matching.ts';

/** Storage comes in whole bytes. */
export function* claimWarnings({ resources }: PersistentVolumeClaimSpec, at: FieldPath): Generator<string> {
  for (const which of ['requests', 'limits'] as const) {
    yield* byteWarnings(resources[which], 'storage', at.child('resources', which));
  }
}

/** A class was once named by an annotation. */
export function claimAnnotationWarnings({ annotations }: ObjectMetaInput): readonly string[] {
  if (annotations?.[storageClassAnnotation] === undefined) return [];
  return [`metadata.annotations[${storageClassAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}
