// MutatingAdmissionPolicies change what is written.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/mutating

import { isMap, runtimeBudget } from '../../../cel/index.ts';
import type { Value } from '../../../cel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError, mutatingAdmissionPolicyBindingKind, mutatingAdmissionPolicyKind } from '../../../kinds/index.ts';
import type { KubeObject, MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding } from '../../../kinds/index.ts';
import { forbidden } from '../../failures.ts';
import { cachedObjects } from '../../cache/lookup.ts';
import type { Write } from '../plugin.ts';
import { Activation, outOfBudget } from './activation.ts';
import { concerns } from './bound-policies.ts';
import type { Concern } from './bound-policies.ts';
import { compiledMutating } from './compiled-policy.ts';
import { applied, patched, PolicyPatchError } from './policy-patches.ts';
import { checkConditions, expressionFailure } from './policy-conditions.ts';
import { namespaceObject } from './policy-match.ts';

type Asked = Concern<MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding>;

/** The object as the policies that concern a write want it. */
export function* mutateByPolicies(write: Write): Process<KubeObject | undefined> {
  if (!write.object) return undefined;
  const { server } = write.call;
  const policies = cachedObjects(server, mutatingAdmissionPolicyKind, undefined);
  const concerned = yield* concerns(write, policies, cachedObjects(server, mutatingAdmissionPolicyBindingKind, undefined));
  if (concerned.length === 0) return undefined;
  const namespace = yield* namespaceObject(write);
  return changed(write, write.object, concerned, namespace);
}

/** The object after all policies; those that ask for it see once more what others made of it after them. */
function changed(write: Write, object: KubeObject, concerned: readonly Asked[], namespace: KubeObject | undefined): KubeObject {
  let current = object;
  const left = new Map<Asked, KubeObject>();
  for (const concern of concerned) {
    current = changedBy(concern, { ...write, object: current }, current, namespace);
    left.set(concern, current);
  }
  for (const [concern, after] of left) {
    if (concern.policy.spec.reinvocationPolicy !== 'IfNeeded' || after === current) continue;
    current = changedBy(concern, { ...write, object: current }, current, namespace);
  }
  return current;
}

function changedBy(concern: Asked, write: Write, object: KubeObject, namespace: KubeObject | undefined): KubeObject {
  const { policy, params, failure } = concern;
  const isIgnored = policy.spec.failurePolicy === 'Ignore';
  const failed = (why: string, reason = 'Invalid'): KubeObject => {
    if (isIgnored) return object;
    throw refusal(write, concern, why, reason);
  };
  if (failure !== undefined) return failed(failure, 'Forbidden');
  const { conditions, variables, mutations } = compiledMutating(policy);
  const match = checkConditions(conditions, new Activation(write, namespace, params, []));
  if (match === 'no') return object;
  if (match !== 'yes') return failed(match.failure);
  let current = object;
  for (const { patchType, program } of mutations) {
    const [outcome] = new Activation({ ...write, object: current }, namespace, params, variables).evaluate([program], runtimeBudget) ?? [];
    if (!outcome) return failed(outOfBudget);
    if ('error' in outcome) return failed(expressionFailure(program.text, outcome.error));
    try {
      current = change(write, current, patchType, outcome.value);
    } catch (error) {
      if (!(error instanceof PolicyPatchError)) throw error;
      return failed(error.message);
    }
  }
  return current;
}

function change({ call }: Write, object: KubeObject, patchType: 'ApplyConfiguration' | 'JSONPatch', value: Value): KubeObject {
  if (patchType === 'JSONPatch') return patched(call.kind, object, value);
  return isMap(value) ? applied(call.kind, object, value) : object;
}

function refusal({ call, name, object }: Write, { policy, binding }: Asked, why: string, reason: string): ApiError {
  const message = `policy '${policy.metadata.name}'${binding ? ` with binding '${binding.metadata.name}'` : ''} denied request: ${why}`;
  const { status } = forbidden(call.spoken.gvr, name || (object?.metadata.name ?? ''), message);
  return new ApiError({ ...status, message, reason, details: { ...status.details, causes: [{ message }] } });
}
