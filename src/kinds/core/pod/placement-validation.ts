// What is refused in tolerations, spreading and scheduling gates.
// Upstream: pkg/apis/core/validation ValidateTolerations, validateTopologySpreadConstraints, validateSchedulingGates

import type { Errors } from '../../checks.ts';
import { checkLabelSelector, checkQualifiedName, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, invalid, notSupported, required } from '../../field-error.ts';
import type { PodSchedulingGate, Toleration, TopologySpreadConstraint } from '../../generated/types.ts';
import { isLabelValue } from '../../names.ts';
import { checkLabelKeys, checkLabelKeysAlone } from './affinity-validation.ts';

/** What a taint can do. */
export const taintEffects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function checkToleration(errors: Errors, at: FieldPath, { key, operator, value = '', effect, tolerationSeconds }: Toleration): void {
  if (key) checkQualifiedName(errors, at.child('key'), key);
  else if (operator !== 'Exists') {
    errors.push(invalid(at.child('operator'), operator ?? '', 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(invalid(at.child('effect'), effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  switch (operator) {
    case undefined:
    case 'Equal': {
      const problems = isLabelValue(value);
      if (problems.length > 0) errors.push(invalid(at.child('operator'), value, problems.join(';')));
      break;
    }
    case 'Exists':
      if (value !== '') errors.push(invalid(at.child('operator'), value, "value must be empty when `operator` is 'Exists'"));
      break;
    case 'Gt':
    case 'Lt':
      errors.push(notSupported(at.child('operator'), operator, ['Equal', 'Exists', 'Lt', 'Gt']));
      break;
    default: errors.push(notSupported(at.child('operator'), operator, ['Equal', 'Exists']));
  }
  if (effect) checkSupported(errors, at.child('effect'), effect, taintEffects);
}

/** A Pod's tolerations. */
export function checkTolerations(errors: Errors, at: FieldPath, tolerations: readonly Toleration[]): void {
  for (const [index, toleration] of tolerations.entries()) checkToleration(errors, at.index(index), toleration);
}

function checkMinDomains(errors: Errors, at: FieldPath, { minDomains, whenUnsatisfiable }: TopologySpreadConstraint): void {
  if (minDomains === undefined) return;
  if (minDomains <= 0) errors.push(invalid(at, minDomains, 'must be greater than zero'));
  if (whenUnsatisfiable !== 'DoNotSchedule') {
    errors.push(invalid(at, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`));
  }
}

/** How a Pod is to be spread. */
export function checkSpreading(errors: Errors, at: FieldPath, constraints: readonly TopologySpreadConstraint[]): void {
  for (const [index, constraint] of constraints.entries()) {
    const where = at.index(index);
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
    if (maxSkew <= 0) errors.push(invalid(where.child('maxSkew'), maxSkew, 'must be greater than zero'));
    if (topologyKey === '') errors.push(required(where.child('topologyKey'), 'can not be empty'));
    checkSupported(errors, where.child('whenUnsatisfiable'), whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']);
    const isRepeated = constraints.slice(index + 1).some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (isRepeated) errors.push(duplicate(where.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`));
    checkMinDomains(errors, where.child('minDomains'), constraint);
    if (nodeAffinityPolicy !== undefined) checkSupported(errors, where.child('nodeAffinityPolicy'), nodeAffinityPolicy, ['Honor', 'Ignore']);
    if (nodeTaintsPolicy !== undefined) checkSupported(errors, where.child('nodeTaintsPolicy'), nodeTaintsPolicy, ['Honor', 'Ignore']);
    checkLabelKeys(errors, where.child('matchLabelKeys'), constraint.matchLabelKeys, constraint.labelSelector);
    checkLabelKeysAlone(errors, where, constraint.matchLabelKeys, constraint.labelSelector);
    checkLabelSelector(errors, where.child('labelSelector'), constraint.labelSelector);
  }
}

/** What holds a Pod back from being scheduled. */
export function checkGates(errors: Errors, at: FieldPath, gates: readonly PodSchedulingGate[]): void {
  const names = new Set<string>();
  for (const [index, { name = '' }] of gates.entries()) {
    checkQualifiedName(errors, at.index(index), name);
    if (names.has(name)) errors.push(duplicate(at.index(index), name));
    names.add(name);
  }
}
