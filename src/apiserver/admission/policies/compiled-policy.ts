// Policies with their expressions compiled: once for each version of a policy.

import { boolType, compile } from '../../../cel/index.ts';
import type { Environment, Program } from '../../../cel/index.ts';
import { compileVariables, mutationResults, policyEnvironment } from '../../../kinds/every-later.ts';
import type { CompiledVariable, PolicyScope } from '../../../kinds/every-later.ts';
import type { MutatingAdmissionPolicy, Mutation, ValidatingAdmissionPolicy, Validation } from '../../../kinds/index.ts';

/** What both sorts of policies have. */
export interface CompiledPolicy {
  readonly conditions: readonly Program[];
  readonly variables: readonly CompiledVariable[];
}

/** A validation with its programs. */
export interface CompiledValidation {
  readonly validation: Validation;
  readonly program: Program;
  readonly message: Program | undefined;
}

/** A policy that says what may be written. */
export interface CompiledValidatingPolicy extends CompiledPolicy {
  readonly validations: readonly CompiledValidation[];
  readonly annotations: readonly Program[];
}

/** A policy that changes what is written. */
export interface CompiledMutatingPolicy extends CompiledPolicy {
  readonly mutations: readonly { readonly patchType: Mutation['patchType']; readonly program: Program }[];
}

function programOf(text: string, environment: Environment): readonly Program[] {
  const { program } = compile(text, environment);
  return program ? [program] : [];
}

function common({ spec }: ValidatingAdmissionPolicy | MutatingAdmissionPolicy): CompiledPolicy & { readonly scope: PolicyScope } {
  const { paramKind, matchConditions = [], variables = [] } = spec;
  const scope: PolicyScope = { hasParams: paramKind !== undefined, hasAuthorizer: true, variables: undefined, isMutation: false };
  const environment = policyEnvironment(scope);
  const compiled = compileVariables(variables, paramKind);
  return {
    conditions: matchConditions.flatMap(({ expression }) => programOf(expression.trim(), environment)),
    variables: compiled.variables, scope: { ...scope, variables: compiled.types },
  };
}

function remembering<Policy extends object, Compiled>(make: (policy: Policy) => Compiled): (policy: Policy) => Compiled {
  const known = new WeakMap<Policy, Compiled>();
  return (policy) => {
    let compiled = known.get(policy);
    if (!compiled) known.set(policy, (compiled = make(policy)));
    return compiled;
  };
}

/** A ValidatingAdmissionPolicy with its programs. */
export const compiledValidating = remembering((policy: ValidatingAdmissionPolicy): CompiledValidatingPolicy => {
  const { scope, ...shared } = common(policy);
  const { validations = [], auditAnnotations = [] } = policy.spec;
  const environment = policyEnvironment(scope);
  const forMessages = policyEnvironment({ ...scope, hasAuthorizer: false });
  return {
    ...shared,
    validations: validations.flatMap((validation) => programOf(validation.expression, environment)
      .filter(({ type }) => type.sort === boolType.sort)
      .map((program) => ({ validation, program, message: validation.messageExpression ? programOf(validation.messageExpression, forMessages)[0] : undefined }))),
    annotations: auditAnnotations.flatMap(({ valueExpression }) => programOf(valueExpression.trim(), environment)),
  };
});

/** A MutatingAdmissionPolicy with its programs. */
export const compiledMutating = remembering((policy: MutatingAdmissionPolicy): CompiledMutatingPolicy => {
  const { scope, ...shared } = common(policy);
  const environment = policyEnvironment({ ...scope, isMutation: true });
  const mutations = (policy.spec.mutations ?? []).flatMap(({ patchType, applyConfiguration, jsonPatch }) => {
    const expression = (patchType === 'JSONPatch' ? jsonPatch : applyConfiguration)?.expression ?? '';
    return programOf(expression.trim(), environment).filter(({ type }) => type.name === mutationResults[patchType].name).map((program) => ({ patchType, program }));
  });
  return { ...shared, mutations };
});
