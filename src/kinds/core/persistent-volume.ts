// PersistentVolume: a piece of storage, and whose it is.
// Upstream: pkg/registry/core/persistentvolume/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume

import { ageColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import { path } from '../field-error.ts';
import type { PersistentVolume, PersistentVolumeInput, PersistentVolumeSpec, PersistentVolumeSpecInput, PersistentVolumeStatus } from '../generated/types.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from '../later.ts';
import { complete } from '../reuse.ts';
import { volumeSourceDefaults } from './persistent-volume-defaults.ts';
import { nodeSelectorWarnings } from './pod/pod-warnings.ts';
import { sourceWarnings } from './pod/volume-warnings.ts';
import { roundedAmounts } from './rounded-amounts.ts';
import { accessModesText } from './storage-cells.ts';
import { storageClassOf } from './volume-matching.ts';

function specDefaults(input: PersistentVolumeSpecInput): PersistentVolumeSpec {
  return complete(volumeSourceDefaults(input), {
    capacity: input.capacity && roundedAmounts(input.capacity),
    persistentVolumeReclaimPolicy: input.persistentVolumeReclaimPolicy || ('Retain' as const),
    volumeMode: input.volumeMode ?? ('Filesystem' as const),
  });
}

function withPhaseTime(next: PersistentVolume, previous: PersistentVolume, now: string): PersistentVolume {
  const [written, before] = [next.status.lastPhaseTransitionTime, previous.status.lastPhaseTransitionTime];
  const isSaid = written !== undefined && written !== before;
  const time = next.status.phase === previous.status.phase ? before : now;
  return isSaid || time === written || time === undefined ? next : { ...next, status: { ...next.status, lastPhaseTransitionTime: time } };
}

function* specWarnings(spec: PersistentVolumeSpec): Generator<string> {
  const at = path('spec');
  yield* nodeSelectorWarnings(spec.nodeAffinity?.required, at.child('nodeAffinity', 'required'));
  // Two of them are told of in Pods only.
  yield* sourceWarnings({ ...spec, flocker: undefined, quobyte: undefined }, at, { storageos: 'storageOS' });
  if (spec.persistentVolumeReclaimPolicy === 'Recycle') {
    yield `${at.child('persistentVolumeReclaimPolicy').toString()}: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.`;
  }
}

const noStatus: Partial<PersistentVolumeStatus> = {};

/** How PersistentVolumes are completed, checked, shown and selected. */
export const persistentVolumeKind = defineKind<PersistentVolumeInput, PersistentVolume>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  metadataLooks: { ofChange: ['new', 'new'] },
  defaults: (input) => {
    const status = input.status ?? noStatus;
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: specDefaults(input.spec ?? {}),
      status: complete(status, { phase: status.phase ?? ('Pending' as const) }),
    });
  },
  initialStatus: ({ metadata }) => ({ phase: 'Pending', lastPhaseTransitionTime: metadata.creationTimestamp }),
  prepareForStatusUpdate: withPhaseTime,
  validateCreate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  warnings: ({ spec }, previous) => (spec === previous?.spec ? [] : [...specWarnings(spec)]),
  columns: [
    nameColumn,
    textColumn('Capacity', ({ spec }) => spec.capacity?.['storage'] ?? '0'),
    textColumn('Access Modes', ({ spec }) => accessModesText(spec.accessModes)),
    textColumn('Reclaim Policy', ({ spec }) => spec.persistentVolumeReclaimPolicy),
    textColumn('Status', ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? status.phase : 'Terminating')),
    textColumn('Claim', ({ spec: { claimRef } }) => (claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : '')),
    textColumn('StorageClass', storageClassOf),
    textColumn('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
    textColumn('Reason', ({ status }) => status.reason ?? ''),
    ageColumn,
    wideColumn('VolumeMode', ({ spec }) => spec.volumeMode),
  ],
});
