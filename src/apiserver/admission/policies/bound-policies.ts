// The policies that concern a write, each with its bindings.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go

import type { Process } from '../../../kernel/index.ts';
import type { KubeObject, MatchResources, ParamKind, ParamRef } from '../../../kinds/index.ts';
import type { Write } from '../plugin.ts';
import { matchesWrite } from './policy-match.ts';
import { paramKindOf, paramsOf } from './policy-params.ts';

interface Policy extends KubeObject {
  readonly spec: { readonly matchConstraints?: MatchResources; readonly paramKind?: ParamKind };
}

interface Binding extends KubeObject {
  readonly spec: { readonly policyName?: string; readonly paramRef?: ParamRef; readonly matchResources?: MatchResources };
}

/** A policy to be asked about a write with one parameter of one binding; or why it cannot be. */
export interface Concern<OnePolicy, OneBinding> {
  readonly policy: OnePolicy;
  /** Undefined where already the policy is at fault. */
  readonly binding: OneBinding | undefined;
  readonly params: KubeObject | null;
  readonly failure?: string;
}

/** All policies that concern a write, in the order of their names. */
export function* concerns<OnePolicy extends Policy, OneBinding extends Binding>(
  write: Write, policies: readonly OnePolicy[], bindings: readonly OneBinding[],
): Process<readonly Concern<OnePolicy, OneBinding>[]> {
  const all: Concern<OnePolicy, OneBinding>[] = [];
  for (const policy of policies) {
    const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
    const { matchConstraints, paramKind } = policy.spec;
    if (own.length === 0 || !matchConstraints || !(yield* matchesWrite(write, matchConstraints))) continue;
    const kind = paramKind && paramKindOf(write, paramKind);
    if (paramKind && !kind) {
      all.push({ policy, binding: undefined, params: null, failure: `failed to configure policy: failed to find resource referenced by paramKind: '${shown(paramKind)}'` });
      continue;
    }
    for (const binding of own) {
      if (binding.spec.matchResources && !(yield* matchesWrite(write, binding.spec.matchResources))) continue;
      const params = paramsOf(write, kind, binding.spec.paramRef);
      if ('failure' in params) all.push({ policy, binding, params: null, failure: `failed to configure binding: ${params.failure}` });
      else all.push(...params.objects.map((object) => ({ policy, binding, params: object })));
    }
  }
  return all;
}

/** A kind as Go prints it: `apps/v1, Kind=Deployment`. */
function shown({ apiVersion = '', kind = '' }: ParamKind): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}
