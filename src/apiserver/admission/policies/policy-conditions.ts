// Whether a policy wants to be asked about a write at all.
// Upstream: k8s.io/apiserver pkg/admission/plugin/webhook/matchconditions

import { matchConditionsBudget } from '../../../cel/index.ts';
import type { Program } from '../../../cel/index.ts';
import { outOfBudget } from './activation.ts';
import type { Activation } from './activation.ts';

/** Everything is as the conditions want it, or not; or nobody can tell. */
export type Match = 'no' | 'yes' | { readonly failure: string };

/** How errors of expressions are told. */
export const expressionFailure = (text: string, error: string): string => `expression '${text}' resulted in error: ${error}`;

/** Asks all conditions: one that says no counts more than any that fail, and what they cost together more than either. */
export function checkConditions(conditions: readonly Program[], activation: Activation): Match {
  const outcomes = activation.evaluate(conditions, matchConditionsBudget);
  if (!outcomes) return { failure: outOfBudget };
  const failures: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if ('error' in outcome) failures.push(expressionFailure(conditions[index]?.text ?? '', outcome.error));
    else if (outcome.value !== true) return 'no';
  }
  if (failures.length === 0) return 'yes';
  return { failure: failures.length === 1 ? (failures[0] ?? '') : `[${failures.join(', ')}]` };
}
