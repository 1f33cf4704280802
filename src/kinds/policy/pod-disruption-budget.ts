// PodDisruptionBudget: how many Pods of a kind may be missing because somebody wants it so.
// Upstream: pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/validation

import type { Errors } from '../checks.ts';
import { checkCountOrPercentage, checkLabelSelector, checkNoneNegative, checkSupported, printSelector } from '../checks.ts';
import { ageColumn, countColumn, nameColumn, textColumn } from '../column-cells.ts';
import { checkConditions } from '../condition-checks.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, printValue, printed } from '../field-error.ts';
import { validatePathSegmentName } from '../names.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetInput, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from '../generated/types.ts';
import { complete } from '../reuse.ts';

const at = path('spec');

function printSpec({ minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy }: PodDisruptionBudgetSpec): unknown {
  const [min, max, policy] = [minAvailable, maxUnavailable, unhealthyPodEvictionPolicy].map((value) => JSON.stringify(value ?? null));
  return printed(`{"MinAvailable":${min},"Selector":${printValue(printSelector(selector))},"MaxUnavailable":${max},"UnhealthyPodEvictionPolicy":${policy}}`);
}

function checkAmount(errors: Errors, name: string, value: number | string | undefined): void {
  if (value === undefined) return;
  checkCountOrPercentage(errors, at.child(name), value);
  if (typeof value === 'string' && /^[0-9]+%$/.test(value) && Number(value.slice(0, -1)) > 100) {
    errors.push(invalid(at.child(name), value, 'must not be greater than 100%'));
  }
}

function validate({ spec }: PodDisruptionBudget): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(invalid(at, printSpec(spec), 'minAvailable and maxUnavailable cannot be both set'));
  }
  checkAmount(errors, 'minAvailable', minAvailable);
  checkAmount(errors, 'maxUnavailable', maxUnavailable);
  checkLabelSelector(errors, at.child('selector'), selector);
  if (unhealthyPodEvictionPolicy !== undefined) {
    checkSupported(errors, at.child('unhealthyPodEvictionPolicy'), unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget']);
  }
  return errors;
}

function validateStatus({ status }: PodDisruptionBudget): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkConditions(errors, path('status', 'conditions'), status.conditions);
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = status;
  checkNoneNegative(errors, path('status'), { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods });
  return errors;
}

const noStatus: PodDisruptionBudgetStatus = Object.freeze({ currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 });

/** How PodDisruptionBudgets are completed, checked, shown and selected. */
export const podDisruptionBudgetKind = defineKind<PodDisruptionBudgetInput, PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  metadataLooks: { isLast: true, ofChange: [], ofStatus: [] },
  allowUnconditionalUpdate: false,
  validateName: validatePathSegmentName,
  defaults: (input) => complete(input, {
    metadata: input.metadata ?? {},
    spec: input.spec ?? {},
    status: complete(input.status ?? noStatus, { ...noStatus, ...input.status }),
  }),
  validateCreate: validate,
  validateStatusUpdate: validateStatus,
  initialStatus: () => noStatus,
  generation: 'spec',
  columns: [
    nameColumn,
    textColumn('Min Available', ({ spec }) => String(spec.minAvailable ?? 'N/A')),
    textColumn('Max Unavailable', ({ spec }) => String(spec.maxUnavailable ?? 'N/A')),
    countColumn('Allowed Disruptions', ({ status }) => status.disruptionsAllowed),
    ageColumn,
  ],
});
