// Whether the expressions of policies can be compiled, and to which types.
// Upstream: pkg/apis/admissionregistration/validation (validateCELCondition, validateValidation and their like)

import { compile, typeText } from '../../cel/index.ts';
import type { CelType, Compiled, Environment } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { duplicate, internalError, invalid, required, tooMany } from '../field-error.ts';
import type { MatchCondition } from '../generated/types.ts';
import { isQualifiedName } from '../names.ts';
import { addInvalid } from '../checks.ts';

const mostMatchConditions = 64;

/** An expression that must be there, compile, and come to one of these types. */
export function checkExpression(errors: Errors, at: FieldPath, text: string, wanted: readonly CelType[], environment: Environment): void {
  checkCompiled(errors, at, text, compile(text, environment), wanted);
}

/** The same for one that was compiled already; without wanted types any will do. */
export function checkCompiled(errors: Errors, at: FieldPath, text: string, compiled: Compiled, wanted: readonly CelType[] = []): void {
  const { program } = compiled;
  if (!program) {
    errors.push(compiled.stage === 'instantiation' ? internalError(at, `program instantiation failed: ${compiled.errors}`) : invalid(at, text, `compilation failed: ${compiled.errors}`));
    return;
  }
  const found = typeText(program.type);
  const names = wanted.map(typeText);
  if (names.length === 0 || names.includes(found)) return;
  errors.push(invalid(at, text, `must evaluate to ${names.length === 1 ? (names[0] ?? '') : `one of [${names.join(' ')}]`} but got ${found}`));
}

/** Conditions under which a policy or a webhook is asked at all. */
export function checkMatchConditions(errors: Errors, at: FieldPath, conditions: readonly MatchCondition[], boolean: CelType, environment: Environment): void {
  if (conditions.length > mostMatchConditions) errors.push(tooMany(at, conditions.length, mostMatchConditions));
  const names = new Set<string>();
  for (const [index, { name, expression: written }] of conditions.entries()) {
    const condition = at.index(index);
    const expression = written.trim();
    if (expression === '') errors.push(required(condition.child('expression')));
    else checkExpression(errors, condition.child('expression'), expression, [boolean], environment);
    if (name === '') errors.push(required(condition.child('name')));
    else addInvalid(errors, condition.child('name'), name, isQualifiedName(name));
    if (name !== '' && names.has(name)) errors.push(duplicate(condition.child('name'), name));
    names.add(name);
  }
}
