// ValidatingAdmissionPolicies say what may be written.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/validating

import { longestMessage, runtimeBudget } from '../../../cel/index.ts';
import type { Outcome } from '../../../cel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError, validatingAdmissionPolicyBindingKind, validatingAdmissionPolicyKind } from '../../../kinds/index.ts';
import type { KubeObject, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../../kinds/index.ts';
import { forbidden } from '../../failures.ts';
import { cachedObjects } from '../../cache/lookup.ts';
import { warn } from '../plugin.ts';
import type { Write } from '../plugin.ts';
import { Activation, outOfBudget } from './activation.ts';
import { concerns } from './bound-policies.ts';
import type { Concern } from './bound-policies.ts';
import { compiledValidating } from './compiled-policy.ts';
import type { CompiledValidation } from './compiled-policy.ts';
import { checkConditions, expressionFailure } from './policy-conditions.ts';
import { namespaceObject } from './policy-match.ts';

/** What a policy has against a write. */
interface Objection {
  readonly message: string;
  readonly reason: string;
}

type Asked = Concern<ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding>;

/** Asks the policies that concern a write; throws what the first of them answers that refuses. */
export function* validateByPolicies(write: Write): Process {
  const { server } = write.call;
  const policies = cachedObjects(server, validatingAdmissionPolicyKind, undefined);
  const concerned = yield* concerns(write, policies, cachedObjects(server, validatingAdmissionPolicyBindingKind, undefined));
  if (concerned.length === 0) return;
  const namespace = yield* namespaceObject(write);
  const refusals = concerned.flatMap((concern) => tell(write, concern, objections(write, concern, namespace)));
  // All are heard, so that all warnings are there; the first refusal is the answer.
  const [first] = refusals;
  if (first) throw first;
}

function objections(write: Write, { policy, failure, params }: Asked, namespace: KubeObject | undefined): readonly Objection[] {
  const isIgnored = policy.spec.failurePolicy === 'Ignore';
  const failed = (message: string): readonly Objection[] => (isIgnored ? [] : [{ message, reason: 'Invalid' }]);
  if (failure !== undefined) return failed(failure);
  const { conditions, variables, validations, annotations } = compiledValidating(policy);
  const match = checkConditions(conditions, new Activation(write, namespace, params, []));
  if (match === 'no') return [];
  if (match !== 'yes') return failed(match.failure);
  const activation = new Activation(write, namespace, params, variables);
  const outcomes = activation.evaluate(validations.map(({ program }) => program), runtimeBudget);
  if (!outcomes) return failed(outOfBudget);
  // Messages are made for all, also for those that nobody will read: what they cost is the price of having them.
  const spoken = validations.filter(({ message }) => message);
  const messages = activation.evaluate(spoken.flatMap(({ message }) => message ?? []), activation.left);
  if (!messages) return failed(`failed messageExpression: ${outOfBudget}`);
  const found = validations.flatMap((validation, index) => {
    const outcome = outcomes[index];
    if (!outcome || ('value' in outcome && outcome.value === true)) return [];
    if ('error' in outcome) return failed(expressionFailure(validation.program.text, outcome.error));
    return [{ message: messageOf(validation, messages[spoken.indexOf(validation)]), reason: validation.validation.reason ?? 'Invalid' }];
  });
  const notes = activation.evaluate(annotations, runtimeBudget);
  if (!notes) return [...found, ...failed(outOfBudget)];
  return [...found, ...notes.flatMap((outcome, index) => ('error' in outcome ? failed(expressionFailure(annotations[index]?.text ?? '', outcome.error)) : []))];
}

/** What the author says of a failed validation: by an expression, when that comes to a line of text, else as written. */
function messageOf({ validation, program }: CompiledValidation, outcome: Outcome | undefined): string {
  const made = outcome && 'value' in outcome && typeof outcome.value === 'string' ? outcome.value.trim() : '';
  if (made !== '' && made.length <= longestMessage && !made.includes('\n')) return made;
  return validation.message ? validation.message.trim() : `failed expression: ${program.text.trim()}`;
}

/** Does with objections what the binding asks for; gives the refusals. */
function tell(write: Write, { policy, binding }: Asked, found: readonly Objection[]): readonly ApiError[] {
  const names = `ValidatingAdmissionPolicy '${policy.metadata.name}'${binding ? ` with binding '${binding.metadata.name}'` : ''}`;
  const actions: readonly string[] = binding?.spec.validationActions ?? ['Deny'];
  if (actions.includes('Warn')) for (const { message } of found) warn(write, `Validation failed for ${names}: ${message}`);
  if (!actions.includes('Deny')) return [];
  return found.map(({ message, reason }) => refusal(write, `${names} denied request: ${message}`, reason));
}

const codes: Readonly<Record<string, number>> = { Unauthorized: 401, Forbidden: 403, RequestEntityTooLarge: 413, Invalid: 422 };

function refusal({ call, name, object }: Write, message: string, reason: string): ApiError {
  const { status } = forbidden(call.spoken.gvr, name || (object?.metadata.name ?? ''), message);
  return new ApiError({ ...status, reason, code: codes[reason] ?? 422, details: { ...status.details, causes: [{ message }] } });
}
