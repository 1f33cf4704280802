// PersistentVolumeClaim: storage that somebody wants, and the volume that was given for it.
// Upstream: pkg/registry/core/persistentvolumeclaim/strategy.go, pkg/printers/internalversion printPersistentVolumeClaim

import { ageColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import { path } from '../field-error.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimInput, PersistentVolumeClaimSpecInput } from '../generated/types.ts';
import { validateClaim, validateClaimStatus, validateClaimUpdate } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { claimSpecDefaults, withBothSources } from './claim-defaults.ts';
import { claimAnnotationWarnings, claimWarnings } from './claim-warnings.ts';
import { accessModesText } from './storage-cells.ts';
import { storageClassOf } from './volume-matching.ts';

const noSpec: PersistentVolumeClaimSpecInput = {};

/** A claim with everything said that has a default, on its own or as a template of one. */
export function claimDefaults(input: PersistentVolumeClaimInput): Defaulted<PersistentVolumeClaim> {
  const { status = {} } = input;
  return complete(input, {
    metadata: input.metadata ?? {},
    spec: claimSpecDefaults(input.spec ?? noSpec),
    status: complete(status, { phase: status.phase ?? ('Pending' as const) }),
  });
}

const phaseCell = ({ metadata, status }: PersistentVolumeClaim): string => (metadata.deletionTimestamp === undefined ? status.phase : 'Terminating');

/** What a claim has, once it has a volume. */
const ofBound = (cell: (claim: PersistentVolumeClaim) => string) => (claim: PersistentVolumeClaim): string => (claim.spec.volumeName ? cell(claim) : '');

/** How PersistentVolumeClaims are completed, checked, shown and selected. */
export const persistentVolumeClaimKind = defineKind<PersistentVolumeClaimInput, PersistentVolumeClaim>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  metadataLooks: { ofChange: ['change', 'new'], areFirst: true },
  defaults: claimDefaults,
  initialStatus: () => ({ phase: 'Pending' }),
  prepareForCreate: (claim) => ({ ...claim, spec: withBothSources(claim.spec) }),
  prepareForUpdate: (next, { spec: { dataSource } }) => ({ ...next, spec: withBothSources(next.spec, dataSource !== undefined) }),
  validateCreate: validateClaim,
  validateUpdate: validateClaimUpdate,
  validateStatusUpdate: validateClaimStatus,
  warnings: ({ metadata, spec }, previous) => [...claimAnnotationWarnings(metadata), ...(spec === previous?.spec ? [] : claimWarnings(spec, path('spec')))],
  columns: [
    nameColumn,
    textColumn('Status', phaseCell),
    textColumn('Volume', ({ spec }) => spec.volumeName ?? ''),
    textColumn('Capacity', ofBound(({ status }) => status.capacity?.['storage'] ?? '0')),
    textColumn('Access Modes', ofBound(({ status }) => accessModesText(status.accessModes))),
    textColumn('StorageClass', storageClassOf),
    textColumn('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
    ageColumn,
    wideColumn('VolumeMode', ({ spec }) => spec.volumeMode),
  ],
});
