// What is refused in PriorityClasses.
// Upstream: pkg/apis/scheduling/validation ValidatePriorityClass

import { checkImmutable, checkSupported } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { forbidden, path, required } from '../field-error.ts';
import type { PriorityClass } from '../generated/types.ts';

const highest = 1_000_000_000; // scheduling.HighestUserDefinablePriority

/** The classes of the cluster's own parts, with their values. */
export const systemPriorities: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

/** Why a class with the reserved prefix is not one of the system's own. */
function systemProblem({ metadata, value, globalDefault }: PriorityClass): string | undefined {
  const own = systemPriorities.get(metadata.name);
  if (own === undefined) return `${metadata.name} is not a known system priority class`;
  if (value !== own) return `value of ${metadata.name} PriorityClass must be ${own}`;
  return globalDefault === true ? `globalDefault of ${metadata.name} PriorityClass must be false` : undefined;
}

/** Errors of a new PriorityClass. */
export function validatePriorityClass(priorityClass: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { metadata, value, preemptionPolicy } = priorityClass;
  if (metadata.name.startsWith('system-')) {
    const problem = systemProblem(priorityClass);
    if (problem !== undefined) {
      errors.push(forbidden(path('metadata', 'name'), `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`));
    }
  } else if (value > highest) {
    errors.push(forbidden(path('value'), `maximum allowed value of a user defined priority is ${highest}`));
  }
  if (!preemptionPolicy) errors.push(required(path('preemptionPolicy')));
  else checkSupported(errors, path('preemptionPolicy'), preemptionPolicy, ['PreemptLowerPriority', 'Never']);
  return errors;
}

/** Errors of a changed PriorityClass: only its description and whether it is the default may change. */
export function validatePriorityClassUpdate(next: PriorityClass, previous: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (next.value !== previous.value) errors.push(forbidden(path('value'), 'may not be changed in an update.'));
  checkImmutable(errors, path('preemptionPolicy'), next.preemptionPolicy, previous.preemptionPolicy);
  return errors;
}
