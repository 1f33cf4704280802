// PriorityClass: a name for how important Pods are.
// Upstream: pkg/registry/scheduling/priorityclass/strategy.go

import { ageColumn, countColumn, nameColumn, textColumn } from '../column-cells.ts';
import type { Column } from '../define-kind.ts';
import { defineKind } from '../define-kind.ts';
import type { PriorityClass, PriorityClassInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from './priority-class-validation.ts';

const columns: readonly Column<PriorityClass>[] = [
  nameColumn,
  countColumn('Value', ({ value }) => value),
  { name: 'Global-Default', type: 'boolean', cell: ({ globalDefault = false }) => globalDefault },
  ageColumn,
  textColumn('PreemptionPolicy', ({ preemptionPolicy }) => preemptionPolicy),
];

/** How PriorityClasses are completed, checked, shown and selected. */
export const priorityClassKind = defineKind<PriorityClassInput, PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  defaults: (input) => complete(input, {
        metadata: input.metadata ?? {},
    preemptionPolicy: input.preemptionPolicy ?? 'PreemptLowerPriority',
    value: input.value ?? 0,
  }),
  validateCreate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  // It is written once and never counted.
  generation: () => false,
  columns,
});
