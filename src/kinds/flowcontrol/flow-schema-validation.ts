// What is refused in FlowSchemas.
// Upstream: pkg/apis/flowcontrol/validation ValidateFlowSchemaSpec

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsSubdomain } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, printed, required } from '../field-error.ts';
import type { FlowSchema, FlowSchemaSubject, NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule } from '../generated/types.ts';
import { isDnsLabel } from '../names.ts';

const at = path('spec');
const highest = 10_000; // FlowSchemaMaxMatchingPrecedence

function checkSubject(errors: Errors, where: FieldPath, { kind, user, group, serviceAccount }: FlowSchemaSubject): void {
  const missing = (name: string): FieldError => required(where.child(name), `${name} is required when subject kind is '${kind}'`);
  if (kind === 'User') {
    if (!user) errors.push(missing('user'));
    else if (!user.name) errors.push(required(where.child('user', 'name')));
  } else if (kind === 'Group') {
    if (!group) errors.push(missing('group'));
    else if (!group.name) errors.push(required(where.child('group', 'name')));
  } else if (kind === 'ServiceAccount') {
    if (!serviceAccount) {
      errors.push(missing('serviceAccount'));
      return;
    }
    const { name, namespace } = serviceAccount;
    if (!name) errors.push(required(where.child('serviceAccount', 'name')));
    else if (name !== '*') checkDnsSubdomain(errors, where.child('serviceAccount', 'name'), name);
    if (!namespace) errors.push(required(where.child('serviceAccount', 'namespace'), 'must specify namespace for service account'));
  } else {
    errors.push(notSupported(where.child('kind'), kind, ['Group', 'ServiceAccount', 'User']));
  }
}

/** A list that has something, and nothing else beside `*`. */
function checkAll(errors: Errors, where: FieldPath, items: readonly string[], missing: string, others: string): void {
  if (items.length === 0) errors.push(required(where, missing));
  if (items.length > 1 && items.includes('*')) errors.push(invalid(where, items, `if '*' is present, must not specify other ${others}`));
}

const noVerbs = 'verbs must contain at least one value';

function checkResourceRule(errors: Errors, where: FieldPath, { verbs = [], apiGroups = [], resources = [], namespaces = [], clusterScope }: ResourcePolicyRule): void {
  checkAll(errors, where.child('verbs'), verbs, noVerbs, 'verbs');
  checkAll(errors, where.child('apiGroups'), apiGroups, 'resource rules must supply at least one api group', 'api groups');
  checkAll(errors, where.child('resources'), resources, 'resource rules must supply at least one resource', 'resources');
  if (namespaces.length === 0 && clusterScope !== true) {
    errors.push(required(where.child('namespaces'), 'resource rules that are not cluster scoped must supply at least one namespace'));
  } else if (namespaces.length > 1 && namespaces.includes('*')) {
    errors.push(invalid(where.child('namespaces'), namespaces, "if '*' is present, must not specify other namespaces"));
  }
  for (const [index, namespace] of namespaces.entries()) {
    if (namespace === '*') continue;
    addInvalid(errors, where.child('namespaces').index(index), namespace, isDnsLabel(namespace).map((problem) => `each member of this list must be '*' or a DNS-1123 label; ${problem}`));
  }
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/' || url === '*') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  if (url.includes('*') && !url.endsWith('/*')) return 'wildcard can only do suffix matching';
  return url.slice(0, -1).includes('*') ? 'wildcard can only do suffix matching' : undefined;
}

function checkUrlRule(errors: Errors, where: FieldPath, { verbs = [], nonResourceURLs = [] }: NonResourcePolicyRule): void {
  checkAll(errors, where.child('verbs'), verbs, noVerbs, 'verbs');
  checkAll(errors, where.child('nonResourceURLs'), nonResourceURLs, 'nonResourceURLs must contain at least one value', 'non-resource URLs');
  for (const [index, url] of nonResourceURLs.entries()) {
    const problem = urlProblem(url);
    if (problem !== undefined) errors.push(invalid(where.child('nonResourceURLs').index(index), url, problem));
  }
}

function checkRule(errors: Errors, where: FieldPath, { subjects, resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects): void {
  if (subjects.length === 0) errors.push(required(where.child('subjects'), 'subjects must contain at least one value'));
  for (const [index, subject] of subjects.entries()) checkSubject(errors, where.child('subjects').index(index), subject);
  if (resourceRules.length === 0 && nonResourceRules.length === 0) {
    errors.push(required(where, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  }
  for (const [index, rule] of resourceRules.entries()) checkResourceRule(errors, where.child('resourceRules').index(index), rule);
  for (const [index, rule] of nonResourceRules.entries()) checkUrlRule(errors, where.child('nonResourceRules').index(index), rule);
}

/** Errors of a FlowSchema. */
export function validateFlowSchema({ spec }: FlowSchema): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { matchingPrecedence: precedence, distinguisherMethod: method, priorityLevelConfiguration, rules = [] } = spec;
  if (precedence <= 0) errors.push(invalid(at.child('matchingPrecedence'), precedence, 'must be a positive value'));
  if (precedence > highest) errors.push(invalid(at.child('matchingPrecedence'), precedence, `must not be greater than ${highest}`));
  if (method && method.type !== 'ByUser' && method.type !== 'ByNamespace') {
    errors.push(notSupported(at.child('distinguisherMethod', 'type'), printed(JSON.stringify({ Type: method.type })), ['ByNamespace', 'ByUser']));
  }
  if (priorityLevelConfiguration.name === '') errors.push(required(at.child('priorityLevelConfiguration', 'name'), 'must reference a priority level'));
  else checkDnsSubdomain(errors, at.child('priorityLevelConfiguration', 'name'), priorityLevelConfiguration.name);
  for (const [index, rule] of rules.entries()) checkRule(errors, at.child('rules').index(index), rule);
  return errors;
}
