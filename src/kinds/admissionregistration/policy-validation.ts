// What is refused in admission policies and their bindings.
// Upstream: pkg/apis/admissionregistration/validation

import { boolType, compile, nullType, reservedWords, stringType } from '../../cel/index.ts';
import type { CelType } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import { checkConditions } from '../condition-checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, invalid, notSupported, path, printedJson, required } from '../field-error.ts';
import type {
  AuditAnnotation, MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingAdmissionPolicySpec, Mutation, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicySpec, Validation, Variable,
} from '../generated/types.ts';
import { isDnsSubdomain, isQualifiedName } from '../names.ts';
import { checkCompiled, checkExpression, checkMatchConditions } from './expression-checks.ts';
import { checkMatchConstraints, checkMatchResources, checkParamKind, checkParamRef } from './match-validation.ts';
import { compileVariables, mutationResults, policyEnvironment } from './policy-environment.ts';
import type { CompiledVariable, Scope } from './policy-environment.ts';

const spec = path('spec');
const failurePolicies = ['Fail', 'Ignore'];
const mostAuditAnnotations = 20;
const longestValueExpression = 5 * 1024;
const isIdentifier = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reservedWords.has(name);

type PolicySpec = ValidatingAdmissionPolicySpec | MutatingAdmissionPolicySpec;

/** What both sorts of policies have in common; gives the scope of their own expressions. */
function checkCommon(errors: Errors, policy: PolicySpec, isMutating: boolean): Scope {
  const { failurePolicy, paramKind, matchConstraints, matchConditions = [], variables = [] } = policy;
  if (!failurePolicies.includes(failurePolicy)) errors.push(notSupported(spec.child('failurePolicy'), failurePolicy, failurePolicies));
  if (paramKind) checkParamKind(errors, spec.child('paramKind'), paramKind);
  checkMatchConstraints(errors, spec.child('matchConstraints'), matchConstraints);
  if (isMutating) checkMutatedOperations(errors, spec.child('matchConstraints').child('resourceRules').child('operations'), matchConstraints);
  const scope: Scope = { hasParams: paramKind !== undefined, hasAuthorizer: true, variables: undefined, isMutation: false };
  checkMatchConditions(errors, spec.child('matchConditions'), matchConditions, boolType, policyEnvironment(scope));
  const compiled = compileVariables(variables, paramKind);
  for (const [index, variable] of variables.entries()) checkVariable(errors, spec.child('variables').index(index), variable, compiled.variables[index]);
  return { ...scope, variables: isMutating || variables.length > 0 ? compiled.types : undefined };
}

const mutatedOperations: readonly string[] = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

/** What is deleted cannot be changed. */
function checkMutatedOperations(errors: Errors, at: FieldPath, match: PolicySpec['matchConstraints']): void {
  for (const rule of match?.resourceRules ?? []) {
    for (const operation of rule.operations) if (!mutatedOperations.includes(operation)) errors.push(notSupported(at, operation, mutatedOperations));
  }
}

function checkVariable(errors: Errors, at: FieldPath, { name, expression }: Variable, found: CompiledVariable | undefined): void {
  if (name.trim() === '') errors.push(required(at.child('name'), 'name is not specified'));
  else if (!isIdentifier(name)) errors.push(invalid(at.child('name'), name, 'must be a valid CEL identifier'));
  if (expression.trim() === '') errors.push(required(at.child('expression'), 'expression is not specified'));
  else if (found) checkCompiled(errors, at.child('expression'), expression, found.compiled);
}

/** Errors of a ValidatingAdmissionPolicy. */
export function validateValidatingPolicy({ metadata, spec: policy }: ValidatingAdmissionPolicy): readonly FieldError[] {
  const errors: FieldError[] = [];
  const scope = checkCommon(errors, policy, false);
  const { validations = [], auditAnnotations = [] } = policy;
  if (validations.length + auditAnnotations.length === 0) {
    const why = 'validations or auditAnnotations must contain at least one item';
    errors.push(required(spec.child('validations'), why), required(spec.child('auditAnnotations'), why));
  }
  for (const [index, validation] of validations.entries()) checkValidation(errors, spec.child('validations').index(index), validation, scope);
  checkAuditAnnotations(errors, spec.child('auditAnnotations'), auditAnnotations, metadata.name, scope);
  return errors;
}

/** Errors of what the checking of a policy's types has found. */
export function validateValidatingPolicyStatus({ status }: ValidatingAdmissionPolicy): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { fieldRef, warning }] of (status.typeChecking?.expressionWarnings ?? []).entries()) {
    const at = path('status', 'typeChecking', 'expressionWarnings').index(index);
    if (!warning) errors.push(required(at.child('warning')));
    if (!fieldRef) errors.push(required(at.child('fieldRef')));
  }
  checkConditions(errors, path('status', 'conditions'), status.conditions);
  return errors;
}

const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function checkValidation(errors: Errors, at: FieldPath, { expression, message = '', messageExpression = '', reason }: Validation, scope: Scope): void {
  if (expression.trim() === '') errors.push(required(at.child('expression'), 'expression is not specified'));
  else checkExpression(errors, at.child('expression'), expression, [boolType], policyEnvironment(scope));
  if (messageExpression !== '') checkMessageExpression(errors, at.child('messageExpression'), messageExpression, scope);
  if (message !== '' && message.trim() === '') errors.push(invalid(at.child('message'), message, 'must be non-empty if specified'));
  else if (message.trim().includes('\n')) errors.push(invalid(at.child('message'), message, 'must not contain line breaks'));
  if (reason !== undefined && !reasons.includes(reason)) errors.push(notSupported(at.child('reason'), reason, reasons));
}

function checkMessageExpression(errors: Errors, at: FieldPath, text: string, scope: Scope): void {
  if (text.trim() === '') errors.push(invalid(at, text, 'must be non-empty if specified'));
  else checkExpression(errors, at, text, [stringType], policyEnvironment({ ...scope, hasAuthorizer: false }));
}

function checkAuditAnnotations(errors: Errors, at: FieldPath, annotations: readonly AuditAnnotation[], policyName: string, scope: Scope): void {
  if (annotations.length > mostAuditAnnotations) {
    const shown = annotations.map(({ key, valueExpression }) => ({ Key: key, ValueExpression: valueExpression }));
    errors.push(invalid(at, printedJson(shown), `must not have more than ${mostAuditAnnotations} auditAnnotations`));
  }
  const keys = new Set<string>();
  for (const [index, { key, valueExpression }] of annotations.entries()) {
    const annotation = at.index(index);
    const name = `${policyName}/${key}`;
    if (policyName === '') errors.push(invalid(annotation.child('key'), key, 'requires metadata.name be non-empty'));
    else addInvalid(errors, annotation.child('key'), name, isQualifiedName(name));
    checkValueExpression(errors, annotation.child('valueExpression'), valueExpression, [stringType, nullType], scope);
    if (keys.has(key)) errors.push(duplicate(annotation.child('key'), key));
    keys.add(key);
  }
}

function checkValueExpression(errors: Errors, at: FieldPath, text: string, wanted: readonly CelType[], scope: Scope): void {
  if (text.trim() === '') errors.push(required(at, 'valueExpression is not specified'));
  else if (text.length > longestValueExpression) errors.push(required(at, `must not exceed ${longestValueExpression} bytes in length`));
  else checkCompiled(errors, at, text, compile(text.trim(), policyEnvironment(scope)), wanted);
}

const patchTypes = ['ApplyConfiguration', 'JSONPatch'];
const reinvocations = ['IfNeeded', 'Never'];

/** Errors of a MutatingAdmissionPolicy. */
export function validateMutatingPolicy({ spec: policy }: MutatingAdmissionPolicy): readonly FieldError[] {
  const errors: FieldError[] = [];
  const scope = { ...checkCommon(errors, policy, true), isMutation: true };
  const { mutations = [], reinvocationPolicy } = policy;
  if (mutations.length === 0) errors.push(required(spec.child('mutations'), 'mutations must contain at least one item'));
  for (const [index, mutation] of mutations.entries()) checkMutation(errors, spec.child('mutations').index(index), mutation, scope);
  const at = spec.child('reinvocationPolicy');
  const given: string = reinvocationPolicy;
  if (given === '') errors.push(required(at));
  else if (!reinvocations.includes(given)) errors.push(notSupported(at, given, reinvocations));
  return errors;
}

function checkMutation(errors: Errors, at: FieldPath, { patchType, applyConfiguration, jsonPatch }: Mutation, scope: Scope): void {
  const given: string = patchType;
  if (given === '') errors.push(required(at.child('patchType')));
  else if (!patchTypes.includes(given)) errors.push(notSupported(at.child('patchType'), given, patchTypes));
  else {
    const parts = { applyConfiguration, jsonPatch };
    const [wanted, other] = patchType === 'JSONPatch' ? (['jsonPatch', 'applyConfiguration'] as const) : (['applyConfiguration', 'jsonPatch'] as const);
    const expression = (parts[wanted]?.expression ?? '').trim();
    if (!parts[wanted]) errors.push(required(at.child(wanted), `must be specified when patchType is ${patchType}`));
    else if (expression === '') errors.push(required(at.child(wanted).child('expression')));
    else checkExpression(errors, at.child(wanted).child('expression'), expression, [mutationResults[patchType]], policyEnvironment(scope));
    if (parts[other]) errors.push(invalid(at.child(other), `{${other}}`, `must not be specified when patchType is ${patchType}`));
  }
}

type BindingSpec = ValidatingAdmissionPolicyBinding['spec'] | MutatingAdmissionPolicyBinding['spec'];

function checkBinding(errors: Errors, { policyName = '', paramRef, matchResources }: BindingSpec): void {
  if (policyName === '') errors.push(required(spec.child('policyName')));
  else addInvalid(errors, spec.child('policyName'), policyName, isDnsSubdomain(policyName));
  if (paramRef) checkParamRef(errors, spec.child('paramRef'), paramRef);
  if (matchResources) checkMatchResources(errors, spec.child('matchResources'), matchResources);
}

const actions = ['Audit', 'Deny', 'Warn'];

/** Errors of a ValidatingAdmissionPolicyBinding. */
export function validateValidatingBinding({ spec: binding }: ValidatingAdmissionPolicyBinding): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkBinding(errors, binding);
  const at = spec.child('validationActions');
  const given: readonly string[] = binding.validationActions;
  const seen = new Set<string>();
  for (const [index, action] of given.entries()) {
    if (!actions.includes(action)) errors.push(notSupported(at.index(index), action, actions));
    if (seen.has(action)) errors.push(duplicate(at.index(index), action));
    seen.add(action);
  }
  if (seen.has('Deny') && seen.has('Warn')) {
    errors.push(invalid(at, given, 'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'));
  }
  if (given.length === 0) errors.push(required(at, 'at least one validation action is required'));
  return errors;
}

/** Errors of a MutatingAdmissionPolicyBinding. */
export function validateMutatingBinding({ spec: binding }: MutatingAdmissionPolicyBinding): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkBinding(errors, binding);
  checkMutatedOperations(errors, spec.child('matchResources', 'resourceRules', 'operations'), binding.matchResources);
  return errors;
}
