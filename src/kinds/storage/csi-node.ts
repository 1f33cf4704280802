// CSINode: which drivers of storage a node has.
// Upstream: pkg/registry/storage/csinode/strategy.go, pkg/apis/storage/validation ValidateCSINode

import { deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkNonNegative, checkQualifiedName } from '../checks.ts';
import { ageColumn, countColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, invalid, path, printedJson, required } from '../field-error.ts';
import type { CSINode, CSINodeDriver, CSINodeInput, CSINodeSpecInput } from '../generated/types.ts';
import { checkCsiDriverName } from '../core/driver-name.ts';
import { complete, completeList } from '../reuse.ts';
import { saidIn } from '../said-empty.ts';

const at = path('spec', 'drivers');
const maxNodeId = 256; // csiNodeIDMaxLength
/** A spec without drivers. */
const noSpec = {} as CSINodeSpecInput;

function checkTopology(errors: Errors, where: FieldPath, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) errors.push(duplicate(where, key));
    seen.add(key);
    if (key === '') errors.push(required(where));
    checkQualifiedName(errors, where, key);
  }
}

function validate({ spec }: CSINode): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, { name = '', nodeID = '', topologyKeys, allocatable }] of (spec.drivers ?? []).entries()) {
    const where = at.index(index);
    checkCsiDriverName(errors, where.child('name'), name);
    if (nodeID === '') errors.push(required(where.child('nodeID')));
    if (nodeID.length > maxNodeId) errors.push(invalid(where.child('nodeID'), nodeID, `must be ${maxNodeId} characters or less`));
    checkNonNegative(errors, where.child('allocatable'), 'count', allocatable?.count);
    if (names.has(name)) errors.push(duplicate(where.child('name'), name));
    names.add(name);
    checkTopology(errors, where, topologyKeys ?? []);
  }
  return errors;
}

const internal = (driver: CSINodeDriver): unknown =>
  printedJson({ Name: driver.name ?? '', NodeID: driver.nodeID ?? '', TopologyKeys: saidIn(driver, 'topologyKeys') ?? null, Allocatable: null });

/** A driver without what may change: how many volumes it can attach. */
function fixed({ allocatable: _, ...driver }: CSINodeDriver): object {
  return driver;
}

/** A driver stays as it is but for how many volumes it can attach; it may go and another one come. */
function validateUpdate(next: CSINode, previous: CSINode): readonly FieldError[] {
  const errors = validate(next);
  for (const driver of next.spec.drivers ?? []) {
    const before = previous.spec.drivers?.find(({ name }) => name === driver.name);
    if (before && !deepEqual(fixed(before), fixed(driver))) errors.push(invalid(at, internal(driver), 'field is immutable'));
  }
  return errors;
}

/** How CSINodes are completed, checked, shown and selected. */
export const csiNodeKind = defineKind<CSINodeInput, CSINode>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  metadataLooks: { ofChange: ['new'] },
  allowUnconditionalUpdate: false,
  defaults: (input) => {
    const spec = input.spec ?? noSpec;
    const drivers = spec.drivers ? completeList(spec.drivers, (driver) => complete(driver, { topologyKeys: driver.topologyKeys ?? null })) : null;
    return complete(input, { metadata: input.metadata ?? {}, spec: complete(spec, { drivers }) });
  },
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, countColumn('Drivers', ({ spec }) => spec.drivers?.length ?? 0), ageColumn],
});
