// What is wrong with conditions of the type that all kinds share; those of older kinds have types and rules of their own.
// Upstream: k8s.io/apimachinery pkg/apis/meta/v1/validation ValidateConditions

import type { Errors } from './checks.ts';
import { addInvalid, checkQualifiedName, checkSupported } from './checks.ts';
import type { FieldError, FieldPath } from './field-error.ts';
import { duplicate, invalid, path, required } from './field-error.ts';
import type { Condition } from './generated/types.ts';
import { isConditionReason } from './names.ts';

/** Adds what is wrong with a list of conditions: their types, states, moments and reasons. */
export function checkConditions(errors: Errors, where: FieldPath, conditions: readonly Condition[] = []): void {
  const seen = new Set<string>();
  for (const [index, { type, status, observedGeneration = 0, lastTransitionTime, reason = '' }] of conditions.entries()) {
    const one = where.index(index);
    checkQualifiedName(errors, one.child('type'), type);
    if (seen.has(type)) errors.push(duplicate(one.child('type'), type));
    seen.add(type);
    checkSupported(errors, one.child('status'), status, ['False', 'True', 'Unknown']);
    if (observedGeneration < 0) errors.push(invalid(one.child('observedGeneration'), observedGeneration, 'must be greater than or equal to zero'));
    if (!lastTransitionTime) errors.push(required(one.child('lastTransitionTime')));
    if (reason === '') errors.push(required(one.child('reason')));
    else addInvalid(errors, one.child('reason'), reason, isConditionReason(reason));
  }
}

/** What is wrong with the types of the conditions of flow control's kinds: each has one, and none has that of another. */
export function conditionTypeErrors(conditions: readonly { readonly type?: string }[] = []): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, { type = '' }] of conditions.entries()) {
    const at = path('status', 'conditions').index(index).child('type');
    if (seen.has(type)) errors.push(duplicate(at, type));
    seen.add(type);
    if (type === '') errors.push(required(at));
  }
  return errors;
}
