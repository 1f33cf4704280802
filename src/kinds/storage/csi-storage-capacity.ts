// CSIStorageCapacity: how much storage of a class there is, and for which nodes.
// Upstream: pkg/registry/storage/csistoragecapacity/strategy.go, pkg/apis/storage/validation ValidateCSIStorageCapacity

import { compareQuantities } from '../../base/index.ts';
import { checkDnsSubdomain, checkImmutable, checkLabelSelector, printSelector } from '../checks.ts';
import { createdColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { CSIStorageCapacity, CSIStorageCapacityInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';

function validate({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity): FieldError[] {
  const errors: FieldError[] = [];
  checkLabelSelector(errors, path('nodeTopology'), nodeTopology);
  checkDnsSubdomain(errors, path('storageClassName'), storageClassName);
  // Upstream looks at the capacity only, not at the size of the largest volume.
  if (capacity !== undefined && compareQuantities(capacity, '0') < 0) errors.push(invalid(path('capacity'), capacity, 'must be greater than or equal to 0'));
  return errors;
}

function validateUpdate(next: CSIStorageCapacity, previous: CSIStorageCapacity): readonly FieldError[] {
  const errors = validate(next);
  checkImmutable(errors, path('nodeTopology'), next.nodeTopology, previous.nodeTopology, printSelector(next.nodeTopology));
  checkImmutable(errors, path('storageClassName'), next.storageClassName, previous.storageClassName);
  return errors;
}

/** How CSIStorageCapacities are completed, checked, shown and selected. */
export const csiStorageCapacityKind = defineKind<CSIStorageCapacityInput, CSIStorageCapacity>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowUnconditionalUpdate: false,
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, storageClassName: input.storageClassName ?? '' }),
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, createdColumn],
});
