// What an accepted claim of storage is nevertheless warned about.
// Upstream: pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec

import { quote } from '../../base/index.ts';
import type { FieldPath } from '../field-error.ts';
import type { PersistentVolumeClaimSpec } from '../generated/types.ts';

/** Storage comes in whole bytes. */
export function* claimWarnings({ resources }: PersistentVolumeClaimSpec, at: FieldPath): Generator<string> {
  for (const which of ['requests', 'limits'] as const) {
    const quantity = resources[which]?.['storage'];
    if (quantity?.endsWith('m')) yield `${at.child('resources', which).key('storage').toString()}: fractional byte value ${quote(quantity)} is invalid, must be an integer`;
  }
}
