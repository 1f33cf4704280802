// kubectl auth: can-i, whoami.
// Upstream: k8s.io/kubectl pkg/cmd/auth

import { compareText, formatTable, goText } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { resourceText } from '../../core/discovery.ts';
import { ExitError, PlainError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, printFlags, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { operationPrinter } from '../../printers/output.ts';

const authorization = { group: 'authorization.k8s.io', version: 'v1' };
const resourceVerbs = ['*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'impersonate', 'approve', 'sign', 'escalate', 'attest'];
const pathVerbs = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch'];

const canI: Command = {
  name: 'can-i', short: 'Check whether an action is allowed', usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  long: 'Check whether an action is allowed.\n\n VERB is a logical Kubernetes API verb like \'get\', \'list\', \'watch\', \'delete\', etc. TYPE is a Kubernetes resource. Shortcuts and groups will be resolved. NONRESOURCEURL is a partial URL that starts with "/". NAME is the name of a particular Kubernetes resource. This command pairs nicely with impersonation. See --as global flag.',
  flags: [
    { ...allNamespacesFlag, usage: 'If true, check the specified action in all namespaces.' },
    bool('list', 'If true, prints all allowed actions.'), bool('no-headers', 'If true, prints allowed actions without headers'), bool('quiet', 'If true, suppress output and just return the exit code.', { short: 'q' }),
    text('subresource', 'SubResource such as pod/log or deployment/scale'),
  ],
  run: runCanI,
};

function* runCanI(kubectl: Kubectl, args: readonly string[]): Process {
  if (kubectl.flags.bool('list')) return yield* listAllowed(kubectl);
  const [verb, target] = args;
  if (verb === undefined || target === undefined || args.length > 2) {
    throw new PlainError(`error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.`);
  }
  const attributes = target.startsWith('/') ? yield* pathAttributes(kubectl, verb, target) : yield* resourceAttributes(kubectl, verb, target);
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec: attributes };
  const review = (yield* kubectl.api.ask('create', { mapping: { ...authorization, resource: 'selfsubjectaccessreviews' }, body })) as AnyObject;
  const isAllowed = at(review, 'status', 'allowed') === true;
  const reason = textAt(review, 'status', 'reason');
  if (!kubectl.flags.bool('quiet')) yield* kubectl.out(isAllowed ? 'yes\n' : `no${reason === '' ? '' : ` - ${reason}`}\n`);
  if (!isAllowed) throw new ExitError(1);
}

function* pathAttributes(kubectl: Kubectl, verb: string, path: string): Process<AnyObject> {
  if (!pathVerbs.includes(verb)) yield* kubectl.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  return { nonResourceAttributes: { path, verb } };
}

function* resourceAttributes(kubectl: Kubectl, verb: string, target: string): Process<AnyObject> {
  const [type = '', name] = target.split('/');
  if (!resourceVerbs.includes(verb)) yield* kubectl.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  let resource = type;
  let group = '';
  let isScoped = true;
  if (type === '*') group = '*';
  else {
    const mapping = (yield* kubectl.discovery()).find(type);
    if (mapping) {
      ({ resource, group } = mapping);
      isScoped = mapping.namespaced;
      if (!isScoped && !kubectl.flags.bool('all-namespaces')) yield* kubectl.err(`Warning: resource '${resource}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}\n\n`);
    } else yield* kubectl.err(`Warning: the server doesn't have a resource type '${type}'\n\n`);
  }
  const subresource = kubectl.flags.text('subresource');
  const namespace = kubectl.flags.bool('all-namespaces') || !isScoped ? '' : kubectl.namespace;
  return {
    resourceAttributes: {
      ...(group === '' ? undefined : { group }), ...(name === undefined ? undefined : { name }), ...(namespace === '' ? undefined : { namespace }), resource,
      ...(subresource === '' ? undefined : { subresource }), verb,
    },
  };
}

const words = (rule: AnyObject, field: string): readonly string[] => listAt(rule, field).map(String);

function* listAllowed(kubectl: Kubectl): Process {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: kubectl.namespace } };
  const review = (yield* kubectl.api.ask('create', { mapping: { ...authorization, resource: 'selfsubjectrulesreviews' }, body })) as AnyObject;
  const brackets = (list: readonly string[]): string => `[${list.join(' ')}]`;
  const resources = (listAt(review, 'status', 'resourceRules') as readonly AnyObject[]).flatMap((rule) => {
    const [groups, names] = [words(rule, 'apiGroups'), words(rule, 'resources')];
    return groups.flatMap((group) => names.map((name) => [resourceText({ group, resource: name }), '[]', brackets(words(rule, 'resourceNames')), brackets(words(rule, 'verbs'))]));
  });
  const paths = (listAt(review, 'status', 'nonResourceRules') as readonly AnyObject[]).map((rule) => ['', brackets(words(rule, 'nonResourceURLs')), '[]', brackets(words(rule, 'verbs'))]);
  const rows = [...resources.toSorted((a, b) => compareText(a[0] ?? '', b[0] ?? '')), ...paths];
  yield* kubectl.out(formatTable(kubectl.flags.bool('no-headers') ? rows : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'], ...rows]));
}

const whoAmI: Command = {
  name: 'whoami', short: 'Experimental: Check self subject attributes', usage: '', flags: printFlags,
  *run(kubectl) {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const review = (yield* kubectl.api.ask('create', { mapping: { group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews' }, body })) as AnyObject;
    if (kubectl.flags.text('output') !== '') {
      yield* kubectl.out(operationPrinter(kubectl, '')(review));
      return;
    }
    const user = at(review, 'status', 'userInfo') as AnyObject;
    const rows = [['ATTRIBUTE', 'VALUE'], ['Username', textAt(user, 'username')]];
    if (textAt(user, 'uid') !== '') rows.push(['UID', textAt(user, 'uid')]);
    rows.push(['Groups', `[${listAt(user, 'groups').map(String).join(' ')}]`]);
    for (const [key, value] of Object.entries((at(user, 'extra') ?? {}) as AnyObject).sort(([a], [b]) => compareText(a, b))) rows.push([`Extra: ${key}`, goText(value)]);
    yield* kubectl.out(formatTable(rows));
  },
};

export const auth: Command = {
  name: 'auth', short: 'Inspect authorization', long: 'Inspect authorization.', usage: '[flags]', commands: [canI, whoAmI],
};

