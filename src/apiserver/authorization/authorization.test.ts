// What the real API server answered to the same questions.

import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Credentials, Impersonation, KubeObject, ResourceRequest } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const roleRef = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
const user = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });
let world: ApiWorld;

const inRbac = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;

function make(resource: string, body: object, rest: Partial<ResourceRequest> = {}): KubeObject {
  return world.object('create', resource, { body, ...rest });
}

function makeRole(name: string, rules: readonly object[], rest: Partial<ResourceRequest> = {}): KubeObject {
  return make('roles', { apiVersion: rbac, kind: 'Role', metadata: { name }, rules }, { ...inRbac, ...rest });
}

function bindRole(name: string, role: string, subjects: readonly object[], rest: Partial<ResourceRequest> = {}): KubeObject {
  return make('rolebindings', { apiVersion: rbac, kind: 'RoleBinding', metadata: { name }, roleRef: roleRef('Role', role), subjects }, { ...inRbac, ...rest });
}

function review(spec: object): { readonly allowed: boolean; readonly reason?: string } {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const { status } = world.ask('create', 'subjectaccessreviews', { group: 'authorization.k8s.io', version: 'v1', namespace: undefined, body } as unknown as Partial<ResourceRequest>).body as { status: { allowed: boolean; reason?: string } };
  return status;
}

const asUser = (name: string): { readonly credentials: Credentials } => ({ credentials: world.keys.credentials(name) });

beforeAll(() => {
  world = new ApiWorld();
  makeRole('reader', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }, { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['get'] }]);
  bindRole('readers', 'reader', [user('ann'), { kind: 'ServiceAccount', name: 'robot', namespace: 'default' }, { ...user('devs'), kind: 'Group' }]);
  bindRole('lost', 'ghost', [user('eve')]);
  world.pass(100);
});

describe('roles', () => {
  test.each([
    [{ user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } }, { allowed: true, reason: 'RBAC: allowed by RoleBinding "readers/default" of Role "reader" to User "ann"' }],
    [{ user: 'x', groups: ['devs'], resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } }, { allowed: true, reason: 'RBAC: allowed by RoleBinding "readers/default" of Role "reader" to Group "devs"' }],
    [{ user: 'system:serviceaccount:default:robot', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } }, { allowed: true, reason: 'RBAC: allowed by RoleBinding "readers/default" of Role "reader" to ServiceAccount "robot/default"' }],
    [{ user: 'x', groups: ['system:authenticated'], nonResourceAttributes: { verb: 'get', path: '/healthz' } }, { allowed: true, reason: 'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"' }],
    [{ user: 'x', nonResourceAttributes: { verb: 'get', path: '/metrics' } }, { allowed: false }],
    [{ groups: ['system:masters'], resourceAttributes: { verb: 'fly', resource: 'kites' } }, { allowed: true }],
    [{ user: 'eve', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } }, { allowed: false, reason: 'RBAC: role.rbac.authorization.k8s.io "ghost" not found' }],
    [{ user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'kube-system' } }, { allowed: false }],
    [{ user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'default' } }, { allowed: false }],
    [{ user: 'ann', resourceAttributes: { verb: 'get', resource: 'configmaps', name: 'one', namespace: 'default' } }, { allowed: true, reason: 'RBAC: allowed by RoleBinding "readers/default" of Role "reader" to User "ann"' }],
    [{ user: 'ann', resourceAttributes: { verb: 'get', resource: 'configmaps', name: 'two', namespace: 'default' } }, { allowed: false }],
  ])('%j', (spec, status) => expect(review(spec)).toEqual(status));

  it('are asked as they are now, whatever was answered before', () => {
    const zoe = asUser('zoe');
    const mayList = (resource: string): boolean => world.ask('list', resource, zoe).code === 200;
    const changed = (): readonly [secrets: boolean, events: boolean] => {
      world.pass(100);
      return [mayList('secrets'), mayList('events')];
    };
    const rule = (resource: string): object => ({ apiGroups: [''], resources: [resource], verbs: ['list'] });
    expect(changed()).toEqual([false, false]);
    const role = makeRole('keeper', [rule('secrets')]);
    bindRole('keepers', 'keeper', [user('zoe')]);
    expect(changed()).toEqual([true, false]);
    world.object('update', 'roles', { ...inRbac, name: 'keeper', body: { ...role, rules: [rule('events')] } });
    expect(changed()).toEqual([false, true]);
    world.ask('delete', 'rolebindings', { ...inRbac, name: 'keepers' });
    expect(changed()).toEqual([false, false]);
    bindRole('keepers', 'keeper', [user('zoe')]);
    expect(changed()).toEqual([false, true]);
    world.ask('delete', 'roles', { ...inRbac, name: 'keeper' });
    expect(changed()).toEqual([false, false]);
    world.ask('delete', 'rolebindings', { ...inRbac, name: 'keepers' });
  });

  it('refuses with the words of what was asked', () => {
    const eve = { credentials: world.keys.credentials('bob') };
    expect(world.refusal('get', 'namespaces', { name: 'foo', ...eve })).toBe('403 Forbidden: namespaces "foo" is forbidden: User "bob" cannot get resource "namespaces" in API group "" in the namespace "foo"');
    expect(world.refusal('update', 'nodes', { name: 'foo', subresource: 'status', body: {}, ...eve })).toBe('403 Forbidden: nodes "foo" is forbidden: User "bob" cannot update resource "nodes/status" in API group "" at the cluster scope');
    expect(world.refusal('create', 'deployments', { body: { metadata: { name: 'web' } }, ...eve })).toBe('403 Forbidden: deployments.apps is forbidden: User "bob" cannot create resource "deployments" in API group "apps" in the namespace "default"');
    expect(world.refusal('list', 'configmaps', { options: { fieldSelector: 'metadata.name=one' }, ...asUser('ann') })).toContain('configmaps "one" is forbidden');
  });

  it('takes a change of a role or a binding into account at once', () => {
    const may = () => review({ user: 'may', resourceAttributes: { verb: 'watch', resource: 'events', namespace: 'default' } }).allowed;
    expect(may()).toBe(false);
    makeRole('watcher', [{ apiGroups: [''], resources: ['events'], verbs: ['watch'] }]);
    bindRole('may-watch', 'watcher', [user('may')]);
    world.pass(100);
    expect(may()).toBe(true);
    world.object('patch', 'roles', { ...inRbac, name: 'watcher', patchType: 'merge', body: { rules: [] } });
    world.pass(100);
    expect(may()).toBe(false);
  });
});

describe('nodes', () => {
  beforeAll(() => {
    make('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
    make('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { nodeName: 'n1', containers: [{ name: 'a', image: 'b' }], volumes: [{ name: 'a', configMap: { name: 'cm' } }] } });
    world.pass(100);
  });
  const related = "no relationship found between node 'n1' and this object";
  test.each([
    ['get', 'configmaps', { namespace: 'default', name: 'cm' }, true],
    ['get', 'configmaps', { namespace: 'default', name: 'other' }, related],
    ['list', 'configmaps', { namespace: 'default' }, 'No Object name found'],
    ['get', 'configmaps', { name: 'x' }, 'can only read namespaced object of this type'],
    ['create', 'configmaps', { namespace: 'default' }, 'can only read resources of this type'],
    ['get', 'configmaps', { namespace: 'default', name: 'cm', subresource: 'foo' }, 'cannot read subresource'],
    ['get', 'nodes', { name: 'n1' }, true],
    ['get', 'nodes', { name: 'n2' }, "node 'n1' cannot read 'n2', only its own Node object"],
    ['list', 'nodes', {}, "node 'n1' cannot read all nodes, only its own Node object"],
    ['update', 'nodes', { name: 'n2', subresource: 'status' }, true],
    ['delete', 'nodes', { name: 'n1' }, ''],
    ['list', 'pods', {}, 'can only list/watch pods with spec.nodeName field selector'],
    ['list', 'pods', { fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] } }, true],
    ['list', 'pods', { fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n2'] }] } }, 'can only list/watch pods with spec.nodeName field selector'],
    ['get', 'pods', { namespace: 'default', name: 'web' }, true],
    ['get', 'pods', { namespace: 'default', name: 'xx' }, related],
    ['patch', 'pods', { namespace: 'default', name: 'xx', subresource: 'status' }, true],
    ['create', 'serviceaccounts', { namespace: 'default', name: 'default', subresource: 'token' }, true],
    ['create', 'serviceaccounts', { namespace: 'default', name: 'x', subresource: 'token' }, related],
    ['create', 'serviceaccounts', { namespace: 'default' }, 'can only create tokens for individual service accounts'],
    ['get', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n1' }, true],
    ['get', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n2' }, 'can only access node lease with the same name as the requesting node'],
    ['list', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease' }, 'can only get, create, update, patch, or delete a node lease'],
    ['get', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-system', name: 'n1' }, 'can only access leases in the "kube-node-lease" system namespace'],
    ['list', 'persistentvolumes', {}, 'can only get individual resources of this type'],
    ['get', 'persistentvolumeclaims', { namespace: 'default', name: 'n2' }, related],
    ['list', 'resourceslices', { group: 'resource.k8s.io' }, 'can only list/watch/deletecollection resourceslices with nodeName field selector'],
    ['create', 'events', { namespace: 'default' }, true],
    ['delete', 'deployments', { group: 'apps', namespace: 'default', name: 'x' }, ''],
  ])('%s %s %j', (verb, resource, more, expected) => {
    const { allowed, reason = '' } = review({ user: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'], resourceAttributes: { verb, resource, ...more } });
    expect(allowed || reason).toBe(expected);
  });
});

describe('escalation', () => {
  const zoe = () => asUser('zoe');
  beforeAll(() => {
    make('rolebindings', { apiVersion: rbac, kind: 'RoleBinding', metadata: { name: 'zoe' }, roleRef: roleRef('ClusterRole', 'admin'), subjects: [user('zoe')] }, inRbac);
    makeRole('big', [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]);
    world.pass(100);
  });
  const grants = (kind: string, name: string, ...rules: readonly string[]) =>
    `403 Forbidden: ${kind}.rbac.authorization.k8s.io "${name}" is forbidden: user "zoe" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n${rules.join('\n')}`;
  const role = (name: string, ...rules: readonly object[]) => world.refusal('create', 'roles', { ...inRbac, ...zoe(), body: { apiVersion: rbac, kind: 'Role', metadata: { name }, rules } });

  it('of a role tells what is not held', () => {
    expect(role('a', { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get', 'list'] })).toBe(grants('roles', 'a', '{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}'));
    expect(role('b', { apiGroups: [''], resources: ['nodes'], resourceNames: ['a'], verbs: ['get'] })).toBe(grants('roles', 'b', '{APIGroups:[""], Resources:["nodes"], ResourceNames:["a"], Verbs:["get"]}'));
    expect(role('c', { apiGroups: [''], resources: ['pods'], verbs: ['get'] })).toBe('(accepted)');
  });

  it('of a binding looks at the role, which has to be there', () => {
    const bind = (name: string) => world.refusal('create', 'rolebindings', { ...inRbac, ...zoe(), body: { apiVersion: rbac, kind: 'RoleBinding', metadata: { name: 'bb' }, roleRef: roleRef('Role', name), subjects: [user('bob')] } });
    expect(bind('big')).toBe(grants('rolebindings', 'bb', '{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}'));
    expect(bind('none')).toBe('404 NotFound: rolebindings.rbac.authorization.k8s.io "none" not found');
    makeRole('binder', [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], resourceNames: ['big'], verbs: ['bind'] }]);
    bindRole('binder', 'binder', [user('zoe')]);
    world.pass(100);
    expect(bind('big')).toBe('(accepted)');
  });

  it('counts for what is only labelled too, but not for finalizers', () => {
    const patch = (metadata: object) => world.refusal('patch', 'roles', { ...inRbac, ...zoe(), name: 'big', patchType: 'merge', body: { metadata } });
    expect(patch({ labels: { a: 'b' } })).toBe(grants('roles', 'big', '{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}'));
    expect(patch({ finalizers: ['example.com/hold'] })).toBe('(accepted)');
  });
});

describe('impersonation', () => {
  const ask = (credentials: Credentials, impersonate: Partial<Impersonation>) =>
    world.refusal('list', 'pods', { credentials, impersonate: { user: '', groups: [], uid: '', extra: {}, ...impersonate } }).replace('403 Forbidden: ', '');
  const allow = (name: string, rules: readonly object[]): Credentials => {
    make('clusterroles', { apiVersion: rbac, kind: 'ClusterRole', metadata: { name }, rules }, { ...inRbac, namespace: undefined } as unknown as Partial<ResourceRequest>);
    make('clusterrolebindings', { apiVersion: rbac, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: roleRef('ClusterRole', name), subjects: [user(name)] }, { ...inRbac, namespace: undefined } as unknown as Partial<ResourceRequest>);
    world.pass(100);
    return world.keys.credentials(name);
  };
  const asBob = 'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"';

  it('is refused in the words of the way that would have been tried first', () => {
    const nobody = world.keys.credentials('nobody');
    expect(ask(nobody, { user: 'joe' })).toBe('pods is forbidden: User "nobody" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "default"');
    expect(ask(nobody, { user: 'system:node:n1' })).toBe('pods is forbidden: User "nobody" cannot impersonate-on:arbitrary-node:list resource "pods" in API group "" in the namespace "default"');
    expect(ask(nobody, { user: 'system:serviceaccount:default:x' })).toBe('pods is forbidden: User "nobody" cannot impersonate-on:serviceaccount:list resource "pods" in API group "" in the namespace "default"');
  });

  it('by the old verb names whom, and is remembered', () => {
    const old = allow('old', [{ apiGroups: [''], resources: ['users'], resourceNames: ['bob'], verbs: ['impersonate'] }]);
    expect(ask(old, { user: 'joe' })).toContain('cannot impersonate-on:user-info:list');
    expect(ask(old, { user: 'bob' })).toBe(asBob);
    expect(ask(old, { user: 'joe' })).toBe('users "joe" is forbidden: User "old" cannot impersonate resource "users" in API group "" at the cluster scope');
    expect(ask(old, { user: 'bob', groups: ['devs'] })).toBe('groups "devs" is forbidden: User "old" cannot impersonate resource "groups" in API group "" at the cluster scope');
    expect(ask(old, { user: 'bob', uid: '7' })).toBe('uids.authentication.k8s.io "7" is forbidden: User "old" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope');
    expect(ask(old, { user: 'bob', extra: { k: ['v'] } })).toBe('userextras.authentication.k8s.io "v" is forbidden: User "old" cannot impersonate resource "userextras/k" in API group "authentication.k8s.io" at the cluster scope');
  });

  it('by the constrained verbs never makes masters', () => {
    const constrained = allow('constrained', [{ apiGroups: ['*'], resources: ['*'], verbs: ['impersonate-on:user-info:list', 'impersonate:user-info'] }]);
    expect(ask(constrained, { user: 'bob', groups: ['a'], uid: 'u', extra: { 'a.io/b': ['c'] } })).toBe(asBob);
    expect(ask(constrained, { user: 'joe', groups: ['system:masters'] })).toBe('groups.authentication.k8s.io "system:masters" is forbidden: User "constrained" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed');
    expect(ask(constrained, { user: 'joe', groups: ['devs'] })).toBe('(accepted)');
  });
});
