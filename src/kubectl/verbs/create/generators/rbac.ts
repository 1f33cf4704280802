// kubectl create role, clusterrole, rolebinding, clusterrolebinding.
// Upstream: k8s.io/kubectl pkg/cmd/create (create_role.go, create_clusterrole.go, create_rolebinding.go, create_clusterrolebinding.go)

import { compareText } from '../../../../base/index.ts';
import type { Process } from '../../../../kernel/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { array, strings, text } from '../../../core/flag.ts';
import type { FlagSpec } from '../../../core/flag.ts';
import type { Discovery } from '../../../core/discovery.ts';
import type { Kubectl } from '../../../core/kubectl.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand, pairs } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${rbacGroup}/v1`;
const standardVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'escalate', 'impersonate', 'proxy', '*'];

const ruleFlags: readonly FlagSpec[] = [
  strings('resource', 'Resource that the rule applies to'),
  array('resource-name', 'Resource in the white list that the rule applies to, repeat this flag for multiple items'),
  strings('verb', 'Verb that applies to the resources contained in the rule'),
];

function* verbsOf({ kubectl, flags }: GeneratorInput): Process<readonly string[]> {
  const verbs = [...new Set(flags.list('verb'))];
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  for (const verb of verbs) if (!standardVerbs.includes(verb)) yield* kubectl.err(`Warning: '${verb}' is not a standard resource verb\n`);
  return verbs.includes('*') ? ['*'] : verbs;
}

/** The resources that words such as `pods/log`, `deployments.apps` and `*.apps` name, by their groups. */
function* byGroup(kubectl: Kubectl, words: readonly string[], verbs: readonly string[]): Process<ReadonlyMap<string, readonly string[]>> {
  const groups = new Map<string, string[]>();
  if (words.includes('*')) return new Map([['', ['*']]]);
  const discovery = yield* kubectl.discovery();
  for (const word of words) {
    const { type, subresource } = wordParts(word);
    const mapping = type.startsWith('*') ? plainResource(type) : knownResource(discovery, type, verbs);
    const resource = subresource === undefined ? mapping.resource : `${mapping.resource}/${subresource}`;
    const known = groups.get(mapping.group) ?? [];
    if (!known.includes(resource)) known.push(resource);
    groups.set(mapping.group, known);
  }
  return groups;
}

function wordParts(word: string): { readonly type: string; readonly subresource: string | undefined } {
  const slash = word.indexOf('/');
  const type = slash < 0 ? word : word.slice(0, slash);
  if (word !== '' && (type === '' || type.startsWith('.'))) throw new CommandError('resource must be specified if apiGroup/subresource specified');
  return { type, subresource: slash < 0 ? undefined : word.slice(slash + 1) };
}

/** A resource as roles speak of it. */
interface NamedResource {
  readonly resource: string;
  readonly group: string;
}

/** A resource as it was written, whether a server serves it or not. */
function plainResource(type: string): NamedResource {
  const [resource = '', ...rest] = type.split('.');
  return { resource, group: rest.join('.') };
}

/** What only roles speak of, by the verbs that are for it. */
const specialResources: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  escalate: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  impersonate: ['users', 'serviceaccounts', 'groups', 'userextras.authentication.k8s.io'],
};

/** A resource that the server serves, or that the verbs are about. Throws when one of the verbs is about other ones. */
function knownResource(discovery: Discovery, type: string, verbs: readonly string[]): NamedResource {
  const special = verbs.filter((verb) => specialResources[verb]);
  const found = discovery.find(type) ?? (special.length > 0 ? plainResource(type) : discovery.needPlain(type));
  const full = found.group === '' ? found.resource : `${found.resource}.${found.group}`;
  const wrong = special.find((verb) => !specialResources[verb]?.includes(full));
  if (wrong !== undefined) throw new CommandError(`can not perform '${wrong}' on '${found.resource}' in group '${found.group}'`);
  return found;
}

function* resourceRules(input: GeneratorInput): Process<readonly AnyObject[]> {
  const { kubectl, flags } = input;
  const verbs = yield* verbsOf(input);
  const names = flags.list('resource-name');
  const groups = yield* byGroup(kubectl, flags.list('resource'), verbs);
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([group, each]) => ({ apiGroups: [group], ...(names.length > 0 ? { resourceNames: names } : undefined), resources: each, verbs }));
}

function* role(input: GeneratorInput): Process<AnyObject> {
  if (input.flags.list('verb').length === 0) throw new CommandError('at least one verb must be specified');
  if (input.flags.list('resource').length === 0) throw new CommandError('at least one resource must be specified');
  return { apiVersion, kind: 'Role', metadata: { name: input.name }, rules: yield* resourceRules(input) };
}

export const createRole = generatorCommand({
  name: 'role', short: 'Create a role with single rule', usage: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: ruleFlags, build: role,
});

function* clusterRole(input: GeneratorInput): Process<AnyObject> {
  const { flags, name } = input;
  const aggregation = flags.list('aggregation-rule');
  const urls = flags.list('non-resource-url');
  const metadata = { name };
  if (aggregation.length > 0) {
    const wrong = flags.given.find(({ name, value }) => name === 'aggregation-rule' && value.split(',').some((each) => !each.includes('=')));
    if (wrong) throw wrongFlag(input.kubectl, `invalid argument ${JSON.stringify(wrong.value)} for "--aggregation-rule" flag: malformed pair, expect string=string`);
    if ([urls, ...['verb', 'resource', 'resource-name'].map((flag) => flags.list(flag))].some((each) => each.length > 0)) {
      throw new CommandError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
    }
    return { apiVersion, kind: 'ClusterRole', metadata, aggregationRule: { clusterRoleSelectors: [{ matchLabels: pairs(aggregation) }] }, rules: null };
  }
  if (flags.list('verb').length === 0) throw new CommandError('at least one verb must be specified');
  if (flags.list('resource').length === 0 && urls.length === 0) throw new CommandError('one of resource or nonResourceURL must be specified');
  if (urls.length > 0) checkUrls(urls, flags.list('verb'));
  const rules = flags.list('resource').length > 0 ? yield* resourceRules(input) : [];
  const urlRule = urls.length > 0 ? [{ nonResourceURLs: urls, verbs: flags.list('verb') }] : [];
  return { apiVersion, kind: 'ClusterRole', metadata, rules: [...rules, ...urlRule] };
}

const wrongFlag = (kubectl: Kubectl, message: string): CommandError => new CommandError(`${message}\nSee '${kubectl.found.path} --help' for usage.`);

const urlVerbs = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*'];

/** Throws when one is no path, or one of the verbs is none for paths. */
function checkUrls(urls: readonly string[], verbs: readonly string[]): void {
  const wrong = verbs.find((verb) => !urlVerbs.includes(verb));
  if (wrong !== undefined) throw new CommandError(`invalid verb: '${wrong}' for nonResourceURL`);
  for (const url of urls.filter((each) => each !== '*')) {
    if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

export const createClusterRole = generatorCommand({
  name: 'clusterrole', short: 'Create a cluster role', usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: [...ruleFlags, strings('aggregation-rule', 'An aggregation label selector for combining ClusterRoles.', { value: '' }), strings('non-resource-url', 'A partial url that user should have access to.')],
  isClusterScoped: true, build: clusterRole,
});

/** The subjects that flags name. */
export function subjectsOf(flags: GeneratorInput['flags']): readonly AnyObject[] {
  const accounts = flags.list('serviceaccount').map((account) => {
    const [namespace = '', name = '', ...rest] = account.split(':');
    if (namespace === '' || name === '' || rest.length > 0) throw new CommandError('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', name, namespace };
  });
  return [
    ...flags.list('user').map((name) => ({ apiGroup: rbacGroup, kind: 'User', name })),
    ...flags.list('group').map((name) => ({ apiGroup: rbacGroup, kind: 'Group', name })),
    ...accounts,
  ];
}

const subjectFlags = (role: 'clusterrole' | 'role'): readonly FlagSpec[] => [
  array('group', `Groups to bind to the ${role}. The flag can be repeated to add multiple groups.`),
  array('serviceaccount', `Service accounts to bind to the ${role}, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.`),
  array('user', `Usernames to bind to the ${role}. The flag can be repeated to add multiple users.`),
];

function* roleBinding({ flags, name }: GeneratorInput): Process<AnyObject> {
  const cluster = flags.text('clusterrole');
  const own = flags.text('role');
  if ((cluster === '') === (own === '')) throw new CommandError('exactly one of clusterrole or role must be specified');
  const subjects = subjectsOf(flags);
  return {
    apiVersion, kind: 'RoleBinding', metadata: { name },
    roleRef: { apiGroup: rbacGroup, kind: own === '' ? 'ClusterRole' : 'Role', name: own === '' ? cluster : own },
    ...(subjects.length > 0 ? { subjects } : undefined),
  };
}

export const createRoleBinding = generatorCommand({
  name: 'rolebinding', short: 'Create a role binding for a particular role or cluster role',
  usage: 'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [text('clusterrole', 'ClusterRole this RoleBinding should reference'), text('role', 'Role this RoleBinding should reference'), ...subjectFlags('role')],
  failure: 'failed to create rolebinding', build: roleBinding,
});

function* clusterRoleBinding({ flags, name }: GeneratorInput): Process<AnyObject> {
  const subjects = subjectsOf(flags);
  return {
    apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: flags.text('clusterrole') },
    ...(subjects.length > 0 ? { subjects } : undefined),
  };
}

export const createClusterRoleBinding = generatorCommand({
  name: 'clusterrolebinding', short: 'Create a cluster role binding for a particular cluster role',
  usage: 'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [text('clusterrole', 'ClusterRole this ClusterRoleBinding should reference'), ...subjectFlags('clusterrole')], required: ['clusterrole'],
  isClusterScoped: true, failure: 'failed to create clusterrolebinding', build: clusterRoleBinding,
});
