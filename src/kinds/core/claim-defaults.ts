// What a claim of storage means where its author left something out, in a claim as in any template of one.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaimSpec, pkg/api/persistentvolumeclaim NormalizeDataSources

import type { PersistentVolumeClaimSpec, PersistentVolumeClaimSpecInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { unsaidList } from '../unsaid-list.ts';
import { roundedRequirements } from './rounded-amounts.ts';

/** The spec with everything said that has a default. */
export function claimSpecDefaults(input: PersistentVolumeClaimSpecInput): PersistentVolumeClaimSpec {
  return complete(input, {
    accessModes: input.accessModes ?? unsaidList,
    resources: roundedRequirements(input.resources),
    volumeMode: input.volumeMode ?? ('Filesystem' as const),
  });
}

/** What a claim can be filled from, by group and kind; anything else has to be said in `dataSourceRef`. */
const fillable: ReadonlySet<string> = new Set([' PersistentVolumeClaim', 'snapshot.storage.k8s.io VolumeSnapshot']);

/** A source in another namespace belongs to a feature that is off unless asked for. */
function withinNamespace(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  if (!spec.dataSourceRef?.namespace) return spec;
  const { dataSourceRef: _, ...rest } = spec;
  return rest;
}

/** The spec with its source said in both of the fields that there are for it; a source that is none is dropped from a new one. */
export function withBothSources(given: PersistentVolumeClaimSpec, isThere = false): PersistentVolumeClaimSpec {
  const spec = withinNamespace(given);
  const { dataSource, dataSourceRef } = spec;
  if (dataSource) {
    if (!isThere && !dataSourceRef && !fillable.has(`${dataSource.apiGroup ?? ''} ${dataSource.kind}`)) {
      const { dataSource: _, ...rest } = spec;
      return rest;
    }
    return dataSourceRef ? spec : { ...spec, dataSourceRef: dataSource };
  }
  return dataSourceRef ? { ...spec, dataSource: dataSourceRef } : spec;
}
