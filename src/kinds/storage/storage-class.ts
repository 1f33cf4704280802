// StorageClass: who makes volumes, and how.
// Upstream: pkg/registry/storage/storageclass/strategy.go, pkg/apis/storage/v1/defaults.go, pkg/printers/internalversion printStorageClass

import { ageColumn, classNameColumn, textColumn } from '../column-cells.ts';
import { deprecatedNodeLabel } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type { StorageClass, StorageClassInput } from '../generated/types.ts';
import { validateStorageClass, validateStorageClassUpdate } from '../later.ts';
import type { KubeObject } from '../object.ts';
import { complete } from '../reuse.ts';

const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Whether claims that name no class get this one. */
export function isDefaultClass({ metadata: { annotations } }: KubeObject): boolean {
  return defaultAnnotations.some((name) => annotations?.[name] === 'true');
}

function warnings({ allowedTopologies = [] }: StorageClass): readonly string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) => matchLabelExpressions.flatMap(({ key }, i) => {
    const warning = deprecatedNodeLabel(key);
    return warning === undefined ? [] : [`allowedTopologies[${index}].matchLabelExpressions[${i}].key: ${warning}`];
  }));
}

/** How StorageClasses are completed, checked, shown and selected. */
export const storageClassKind = defineKind<StorageClassInput, StorageClass>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  metadataLooks: { ofChange: ['new', 'change'] },
  defaults: (input) => complete(input, {
    metadata: input.metadata ?? {},
    provisioner: input.provisioner ?? '',
    reclaimPolicy: input.reclaimPolicy ?? ('Delete' as const),
    volumeBindingMode: input.volumeBindingMode ?? ('Immediate' as const),
  }),
  validateCreate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  warnings,
  columns: [
    classNameColumn(isDefaultClass),
    textColumn('Provisioner', ({ provisioner }) => provisioner),
    textColumn('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy),
    textColumn('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode),
    textColumn('AllowVolumeExpansion', ({ allowVolumeExpansion = false }) => allowVolumeExpansion),
    ageColumn,
  ],
});
