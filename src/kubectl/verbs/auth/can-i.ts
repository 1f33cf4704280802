// kubectl auth can-i: whether an action is allowed, or which are.
// Upstream: k8s.io/kubectl pkg/cmd/auth/cani.go

import { compareText, formatTable } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { brokenDown, compactRules, ruleText } from '../../../kinds/index.ts';
import type { PolicyRule } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError, ExitError, PlainError, RequestError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';

const authorization = { group: 'authorization.k8s.io', version: 'v1' };
const resourceVerbs = ['*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'impersonate', 'approve', 'sign', 'escalate', 'attest'];
const pathVerbs = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch'];

export const canI: Command = {
  name: 'can-i', short: 'Check whether an action is allowed', usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    { ...allNamespacesFlag, usage: 'If true, check the specified action in all namespaces.' },
    bool('list', 'If true, prints all allowed actions.'), bool('no-headers', 'If true, prints allowed actions without headers'), bool('quiet', 'If true, suppress output and just return the exit code.', { short: 'q' }),
    text('subresource', 'SubResource such as pod/log or deployment/scale'),
  ],
  run: runCanI,
};

function* runCanI(kubectl: Kubectl, args: readonly string[]): Process {
  if (kubectl.flags.bool('list')) return yield* listAllowed(kubectl, args);
  const [verb, target] = args;
  if (verb === undefined || target === undefined || args.length > 2) {
    throw new PlainError(`error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.`);
  }
  if (kubectl.flags.bool('no-headers')) throw new CommandError('--no-headers cannot be set without --list specified');
  const attributes = target.startsWith('/') ? yield* pathAttributes(kubectl, verb, target) : yield* resourceAttributes(kubectl, verb, target);
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec: attributes };
  const review = (yield* kubectl.api.ask('create', { mapping: { ...authorization, resource: 'selfsubjectaccessreviews' }, body })) as AnyObject;
  const isAllowed = at(review, 'status', 'allowed') === true;
  const reason = textAt(review, 'status', 'reason');
  if (!kubectl.flags.bool('quiet')) yield* kubectl.out(isAllowed ? 'yes\n' : `no${reason === '' ? '' : ` - ${reason}`}\n`);
  if (!isAllowed) throw new ExitError(1);
}

function* pathAttributes(kubectl: Kubectl, verb: string, path: string): Process<AnyObject> {
  if (kubectl.flags.text('subresource') !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
  if (!pathVerbs.includes(verb)) yield* kubectl.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  return { nonResourceAttributes: { path, verb } };
}

function* resourceAttributes(kubectl: Kubectl, verb: string, target: string): Process<AnyObject> {
  const slash = target.indexOf('/');
  const type = slash < 0 ? target : target.slice(0, slash);
  const name = slash < 0 ? '' : target.slice(slash + 1);
  if (!resourceVerbs.includes(verb)) yield* kubectl.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  const { resource, group } = type === '*' ? { resource: type, group: '' } : yield* resourceOf(kubectl, type);
  const subresource = kubectl.flags.text('subresource');
  const namespace = kubectl.flags.bool('all-namespaces') ? '' : kubectl.namespace;
  return {
    resourceAttributes: {
      ...(group === '' ? undefined : { group }), ...(name === '' ? undefined : { name }), ...(namespace === '' ? undefined : { namespace }), resource,
      ...(subresource === '' ? undefined : { subresource }), verb,
    },
  };
}

const inGroup = (group: string): string => (group === '' ? '' : ` in group '${group}'`);

/** What is no resource of any server, and can be impersonated. */
const pureResources: ReadonlySet<string> = new Set(['users', 'groups']);

/** The resource that a word means; what the server does not have is asked about as it was written. */
function* resourceOf(kubectl: Kubectl, type: string): Process<{ readonly resource: string; readonly group: string }> {
  const mapping = yield* knownResource(kubectl, type);
  if (!mapping) {
    const [plural = '', ...group] = type.toLowerCase().split('.');
    if (!pureResources.has(type)) yield* kubectl.err(`Warning: the server doesn't have a resource type '${plural}'${inGroup(group.join('.'))}\n\n`);
    return { resource: type, group: '' };
  }
  const { resource, group } = mapping;
  if (!mapping.namespaced && !kubectl.flags.bool('all-namespaces')) yield* kubectl.err(`Warning: resource '${resource}' is not namespace scoped${inGroup(group)}\n\n`);
  return { resource, group };
}

/** What the server has of that name; of a server that cannot be reached nothing is known. */
function* knownResource(kubectl: Kubectl, type: string): Process<Mapping | undefined> {
  try {
    return (yield* kubectl.discovery()).find(type);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return undefined;
  }
}

function* listAllowed(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
  if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.text('subresource') !== '') {
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: kubectl.namespace } };
  const review = (yield* kubectl.api.ask('create', { mapping: { ...authorization, resource: 'selfsubjectrulesreviews' }, body })) as AnyObject;
  if (at(review, 'status', 'incomplete') === true) yield* kubectl.err(`warning: the list may be incomplete: ${textAt(review, 'status', 'evaluationError')}\n`);
  const rules = ['resourceRules', 'nonResourceRules'].flatMap((field) => listAt(review, 'status', field) as readonly PolicyRule[]);
  const rows = compactRules(rules.flatMap(brokenDown)).toSorted((a, b) => compareText(ruleText(a), ruleText(b))).map(row);
  yield* kubectl.out(formatTable(flags.bool('no-headers') ? rows : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'], ...rows]));
}

function row({ verbs, apiGroups: [group = ''] = [], resources: [resource = ''] = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): readonly string[] {
  const brackets = (list: readonly string[]): string => `[${list.join(' ')}]`;
  const [whole = '', ...parts] = resource.split('/');
  const named = group === '' ? resource : [`${whole}.${group}`, ...parts].join('/');
  return [named, brackets(nonResourceURLs), brackets(resourceNames), brackets(verbs)];
}
