// What is refused in configurations of webhooks.
// Upstream: pkg/apis/admissionregistration/validation

import { boolType } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkLabelSelector } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, invalid, notSupported, path, required } from '../field-error.ts';
import type { MutatingWebhook, RuleWithOperations, ValidatingWebhook } from '../generated/types.ts';
import { isDns1035Label, isDnsSubdomain } from '../names.ts';
import { checkWebhookClient } from '../webhook-client-validation.ts';
import { checkMatchConditions } from './expression-checks.ts';
import { policyEnvironment } from './policy-environment.ts';
import type { Scope } from './policy-environment.ts';

type Webhook = ValidatingWebhook & Partial<Pick<MutatingWebhook, 'reinvocationPolicy'>>;

const reviewVersions = ['v1', 'v1beta1'];
/** What the conditions of a webhook may speak of. */
const conditionScope: Scope = { hasParams: false, hasAuthorizer: true, variables: undefined, isMutation: false };

/** The name of a webhook: a domain of three parts at least. */
function checkName(errors: Errors, at: FieldPath, name: string): void {
  if (name === '') {
    errors.push(required(at));
    return;
  }
  const problems = isDnsSubdomain(name);
  addInvalid(errors, at, name, problems);
  if (problems.length === 0 && name.split('.').length < 3) errors.push(invalid(at, name, 'should be a domain with at least three segments separated by dots'));
}

/** A list of a rule: not empty, and a star stands alone. */
export function checkList(errors: Errors, at: FieldPath, items: readonly string[], others: string): void {
  if (items.length === 0) errors.push(required(at));
  if (items.length > 1 && items.includes('*')) errors.push(invalid(at, items, `if '*' is present, must not specify other ${others}`));
}

/** Resources and subresources, of which none may be covered by another. */
export function checkResources(errors: Errors, at: FieldPath, resources: readonly string[]): void {
  if (resources.length === 0) errors.push(required(at));
  const wholes = new Set<string>();
  const anywhere = new Set<string>();
  for (const [index, resource] of resources.entries()) {
    const [name = '', part] = resource.split(/\/(.*)/s);
    if (resource === '') errors.push(required(at.index(index)));
    if (part === undefined || resource === '*/*') continue;
    const covering = wholes.has(name) ? `${name}/*` : anywhere.has(part) ? `*/${part}` : undefined;
    if (covering !== undefined) errors.push(invalid(at.index(index), resource, `if '${covering}' is present, must not specify ${resource}`));
    if (part === '*') wholes.add(name);
    if (name === '*') anywhere.add(part);
  }
  if (resources.length > 1 && resources.includes('*/*')) errors.push(invalid(at, resources, "if '*/*' is present, must not specify other resources"));
  // Of those without a part only the last is looked at.
  if (resources.includes('*') && resources.findLast((resource) => !resource.includes('/')) !== '*') {
    errors.push(invalid(at, resources, "if '*' is present, must not specify other resources without subresources"));
  }
}

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const scopes = ['*', 'Cluster', 'Namespaced'];

/** To which writes a webhook or a policy belongs. */
export function checkRule(errors: Errors, at: FieldPath, rule: RuleWithOperations): void {
  checkList(errors, at.child('operations'), rule.operations ?? [], 'operations');
  for (const [index, operation] of (rule.operations ?? []).entries()) {
    if (!operations.includes(operation)) errors.push(notSupported(at.child('operations').index(index), operation, operations));
  }
  checkList(errors, at.child('apiGroups'), rule.apiGroups ?? [], 'API groups');
  checkList(errors, at.child('apiVersions'), rule.apiVersions ?? [], 'API versions');
  for (const [index, version] of (rule.apiVersions ?? []).entries()) {
    if (version === '') errors.push(required(at.child('apiVersions').index(index)));
  }
  checkResources(errors, at.child('resources'), rule.resources ?? []);
  if (rule.scope !== undefined && !scopes.includes(rule.scope)) errors.push(notSupported(at.child('scope'), rule.scope, scopes));
}

function checkReviews(errors: Errors, at: FieldPath, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.push(required(at, `must specify one of ${reviewVersions.join(', ')}`));
    return;
  }
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    if (seen.has(version)) errors.push(invalid(at.index(index), version, 'duplicate version'));
    seen.add(version);
    addInvalid(errors, at.index(index), version, isDns1035Label(version));
  }
  if (!versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalid(at, versions, `must include at least one of ${reviewVersions.join(', ')}`));
  }
}

function checkChoice(errors: Errors, at: FieldPath, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value)) errors.push(notSupported(at, value, choices));
}

function checkWebhook(errors: Errors, at: FieldPath, webhook: Webhook): void {
  const { name, rules = [], failurePolicy, matchPolicy, sideEffects, timeoutSeconds, reinvocationPolicy } = webhook;
  checkName(errors, at.child('name'), name);
  for (const [index, rule] of rules.entries()) checkRule(errors, at.child('rules').index(index), rule);
  checkChoice(errors, at.child('failurePolicy'), failurePolicy, ['Fail', 'Ignore']);
  checkChoice(errors, at.child('matchPolicy'), matchPolicy, ['Equivalent', 'Exact']);
  if (sideEffects === undefined) errors.push(required(at.child('sideEffects'), 'must specify one of None, NoneOnDryRun'));
  else checkChoice(errors, at.child('sideEffects'), sideEffects, ['None', 'NoneOnDryRun']);
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > 30)) {
    errors.push(invalid(at.child('timeoutSeconds'), timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'));
  }
  checkLabelSelector(errors, at.child('namespaceSelector'), webhook.namespaceSelector);
  checkLabelSelector(errors, at.child('objectSelector'), webhook.objectSelector);
  checkChoice(errors, at.child('reinvocationPolicy'), reinvocationPolicy, ['IfNeeded', 'Never']);
  checkWebhookClient(errors, at.child('clientConfig'), webhook.clientConfig);
  checkMatchConditions(errors, at.child('matchConditions'), webhook.matchConditions ?? [], boolType, policyEnvironment(conditionScope));
  checkReviews(errors, at.child('admissionReviewVersions'), webhook.admissionReviewVersions);
}

/** Errors of a list of webhooks. */
export function validateWebhooks(webhooks: readonly Webhook[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, webhook] of webhooks.entries()) {
    const at = path('webhooks').index(index);
    checkWebhook(errors, at, webhook);
    if (names.has(webhook.name)) errors.push(duplicate(at.child('name'), webhook.name));
    if (webhook.name !== '') names.add(webhook.name);
  }
  return errors;
}
