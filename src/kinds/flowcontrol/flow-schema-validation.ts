// What is refused in FlowSchemas.
// Upstream: pkg/apis/flowcontrol/validation ValidateFlowSchemaSpec

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, printedJson, required } from '../field-error.ts';
import type { FlowSchema, FlowSchemaSubject, NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule } from '../generated/types.ts';
import { isDnsLabel } from '../names.ts';
import { checkMandatoryFlow } from './mandatory-specs.ts';

const at = path('spec');
const highest = 10_000; // FlowSchemaMaxMatchingPrecedence

type Account = NonNullable<FlowSchemaSubject['serviceAccount']>;

function checkAccount(errors: Errors, where: FieldPath, { name, namespace }: Account): void {
  if (!name) errors.push(required(where.child('name')));
  else if (name !== '*') checkDnsSubdomain(errors, where.child('name'), name);
  if (namespace) checkDnsLabel(errors, where.child('namespace'), namespace);
  else errors.push(required(where.child('namespace'), 'must specify namespace for service account'));
}

/** The field of each kind of subject, and the order in which the others are told to be too much. */
const subjectFields: Readonly<Record<string, { readonly own: SubjectField; readonly others: readonly SubjectField[] }>> = {
  User: { own: 'user', others: ['serviceAccount', 'group'] },
  Group: { own: 'group', others: ['serviceAccount', 'user'] },
  ServiceAccount: { own: 'serviceAccount', others: ['user', 'group'] },
};
const subjectKinds = { user: 'User', group: 'Group', serviceAccount: 'ServiceAccount' } as const;
type SubjectField = keyof typeof subjectKinds;

function checkSubject(errors: Errors, where: FieldPath, subject: FlowSchemaSubject): void {
  const { kind, user, group, serviceAccount } = subject;
  const fields = subjectFields[kind];
  if (!fields) {
    errors.push(notSupported(where.child('kind'), kind, ['Group', 'ServiceAccount', 'User']));
    return;
  }
  const { own, others } = fields;
  if (!subject[own]) errors.push(required(where.child(own), `${own} is required when subject kind is '${kind}'`));
  else if (serviceAccount && own === 'serviceAccount') checkAccount(errors, where.child(own), serviceAccount);
  else if (!(own === 'user' ? user : group)?.name) errors.push(required(where.child(own, 'name')));
  for (const other of others) {
    if (subject[other]) errors.push(forbidden(where.child(other), `${other} is forbidden when subject kind is not '${subjectKinds[other]}'`));
  }
}

/** Whether a list says `*` and other things too; of those nothing is said then. */
const isMixed = (items: readonly string[]): boolean => items.length > 1 && items.includes('*');

/** A list that has something, and nothing else beside `*`. */
function checkAll(errors: Errors, where: FieldPath, items: readonly string[], missing: string, others: string): void {
  if (items.length === 0) errors.push(required(where, missing));
  if (isMixed(items)) errors.push(invalid(where, items, `if '*' is present, must not specify other ${others}`));
}

const knownVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

function checkVerbs(errors: Errors, where: FieldPath, verbs: readonly string[]): void {
  checkAll(errors, where, verbs, 'verbs must contain at least one value', 'verbs');
  if (!verbs.includes('*') && verbs.some((verb) => !knownVerbs.includes(verb))) errors.push(notSupported(where, verbs, knownVerbs));
}

function checkResourceRule(errors: Errors, where: FieldPath, { verbs = [], apiGroups = [], resources = [], namespaces: given, clusterScope }: ResourcePolicyRule): void {
  const namespaces = given ?? [];
  checkVerbs(errors, where.child('verbs'), verbs);
  checkAll(errors, where.child('apiGroups'), apiGroups, 'resource rules must supply at least one api group', 'api groups');
  checkAll(errors, where.child('resources'), resources, 'resource rules must supply at least one resource', 'resources');
  if (namespaces.length === 0 && clusterScope !== true) {
    errors.push(required(where.child('namespaces'), 'resource rules that are not cluster scoped must supply at least one namespace'));
  } else if (isMixed(namespaces)) {
    errors.push(invalid(where.child('namespaces'), namespaces, "if '*' is present, must not specify other namespaces"));
    return;
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
  checkVerbs(errors, where.child('verbs'), verbs);
  checkAll(errors, where.child('nonResourceURLs'), nonResourceURLs, 'nonResourceURLs must contain at least one value', 'non-resource URLs');
  if (isMixed(nonResourceURLs)) return;
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
export function validateFlowSchema(schema: FlowSchema): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { metadata: { name }, spec } = schema;
  const { matchingPrecedence: precedence, distinguisherMethod: method, priorityLevelConfiguration, rules = [] } = spec;
  if (precedence <= 0) errors.push(invalid(at.child('matchingPrecedence'), precedence, 'must be a positive value'));
  if (precedence === 1 && name !== 'exempt') errors.push(invalid(at.child('matchingPrecedence'), precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  if (precedence > highest) errors.push(invalid(at.child('matchingPrecedence'), precedence, `must not be greater than ${highest}`));
  if (method && method.type !== 'ByUser' && method.type !== 'ByNamespace') {
    errors.push(notSupported(at.child('distinguisherMethod', 'type'), printedJson({ Type: method.type }), ['ByNamespace', 'ByUser']));
  }
  if (priorityLevelConfiguration.name === '') errors.push(required(at.child('priorityLevelConfiguration', 'name'), 'must reference a priority level'));
  else checkDnsSubdomain(errors, at.child('priorityLevelConfiguration', 'name'), priorityLevelConfiguration.name);
  for (const [index, rule] of rules.entries()) checkRule(errors, at.child('rules').index(index), rule);
  checkMandatoryFlow(errors, schema);
  return errors;
}
