import { expect, it } from 'vitest';
import type { KubeObject } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

it.each([
  ['leases', 'coordination.k8s.io/v1', 'Lease', { spec: {} }],
  ['poddisruptionbudgets', 'policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1 } }],
])('%s are not replaced without saying which version is', (resource, apiVersion, kind, rest) => {
  const world = new ApiWorld();
  const body = { apiVersion, kind, metadata: { name: 'a' }, ...rest };
  const path = apiVersion.split('/')[0] ?? '';
  const { metadata } = world.object('create', resource, { body });
  // The answer names the resource, as the real server's does.
  expect(world.refusal('update', resource, { name: 'a', body })).toBe(
    `422 Invalid: ${resource}.${path} "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`);
  expect(world.refusal('update', resource, { name: 'a', body: { ...body, metadata: { name: 'a', resourceVersion: metadata.resourceVersion } } })).toBe('(accepted)');
});

it('most kinds are replaced whatever their version', () => {
  const world = new ApiWorld();
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  world.object('create', 'configmaps', { body });
  expect(world.refusal('update', 'configmaps', { name: 'a', body: { ...body, data: { b: 'c' } } })).toBe('(accepted)');
});

it('whoever writes what is not there has to be allowed to make it', () => {
  const world = new ApiWorld();
  const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  const rule = { apiGroups: ['', 'coordination.k8s.io'], resources: ['leases', 'services', 'configmaps'], verbs: ['update', 'patch'] };
  world.object('create', 'roles', { ...rbac, body: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'put' }, rules: [rule] } });
  world.object('create', 'rolebindings', {
    ...rbac, body: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'put' }, roleRef: { apiGroup: rbac.group, kind: 'Role', name: 'put' }, subjects: [{ kind: 'User', name: 'ann' }] },
  });
  const ann = { name: 'a', credentials: world.keys.credentials('ann') };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a' }, spec: {} };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { clusterIP: '10.96.0.50', ports: [{ port: 80 }] } };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const forbidden = (resource: string, group = '') =>
    `403 Forbidden: ${resource}${group === '' ? '' : `.${group}`} "a" is forbidden: User "ann" cannot create resource "${resource}" in API group "${group}" in the namespace "default"`;
  expect(world.refusal('update', 'leases', { ...ann, body: lease })).toBe(forbidden('leases', 'coordination.k8s.io'));
  expect(world.refusal('update', 'services', { ...ann, body: service })).toBe(forbidden('services'));
  expect(world.refusal('patch', 'configmaps', { ...ann, patchType: 'apply', options: { fieldManager: 'ann' }, body: configMap })).toBe(forbidden('configmaps'));
  // The address of the Service that was not made is free.
  expect(world.ask('update', 'services', { name: 'a', body: service })).toMatchObject({ code: 201, body: { spec: { clusterIP: '10.96.0.50' } } });
  expect(world.refusal('create', 'services', { body: { ...service, metadata: { name: 'b' } } })).toContain('provided IP is already allocated');
});

it('a count of templates that a DaemonSet keeps in an annotation is its last writer\'s, who has said zero unless they said it', () => {
  const world = new ApiWorld();
  const generation = 'deprecated.daemonset.template.generation';
  const daemonSets = { group: 'apps', version: 'v1' };
  const body = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } };
  const write = (verb: 'create' | 'update', fieldManager: string, more: object = {}): object => {
    const { metadata: { annotations, managedFields = [] } } = world.object(verb, 'daemonsets', { ...daemonSets, ...(verb === 'update' && { name: 'a' }), options: { fieldManager }, body: { ...body, ...more } });
    const owned = managedFields.map(({ manager, fieldsV1 }) => [manager, (fieldsV1 as { 'f:metadata'?: { 'f:annotations'?: object } })['f:metadata']?.['f:annotations']]);
    return { annotations, owned: Object.fromEntries(owned) as object };
  };
  expect(write('create', 'maker')).toEqual({ annotations: { [generation]: '1' }, owned: { maker: { '.': {}, [`f:${generation}`]: {} } } });
  expect(write('update', 'other')).toEqual({ annotations: { [generation]: '1' }, owned: { maker: {}, other: { [`f:${generation}`]: {} } } });
  const template = { ...body.spec.template, spec: { ...body.spec.template.spec, hostNetwork: true } };
  expect(write('update', 'third', { spec: { ...body.spec, template } })).toEqual({ annotations: { [generation]: '2' }, owned: { maker: {}, third: { [`f:${generation}`]: {} } } });
});

it('a list that was said and is empty is somebody\'s, one that was not said is nobody\'s', () => {
  const world = new ApiWorld();
  const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a' } };
  const owned = (role: KubeObject): readonly unknown[] => (role.metadata.managedFields ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]);
  expect(owned(world.object('create', 'roles', { ...rbac, options: { fieldManager: 'maker' }, body: { ...body, metadata: { name: 'b' } } }))).toEqual([]);
  expect(owned(world.object('create', 'roles', { ...rbac, options: { fieldManager: 'maker' }, body: { ...body, rules: [] } }))).toEqual([['maker', { 'f:rules': {} }]]);
  const again = world.object('update', 'roles', { ...rbac, name: 'a', options: { fieldManager: 'other' }, body: { ...body, rules: [] } });
  expect(owned(again)).toEqual([['other', { 'f:rules': {} }]]);
});

it('through the door of a part all that is said is managed, and only the part is changed', () => {
  const world = new ApiWorld();
  world.object('create', 'serviceaccounts', { body: { metadata: { name: 'default' } } });
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '1' } } }] } };
  world.object('create', 'pods', { options: { fieldManager: 'maker' }, body });
  const patch = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'other', resources: { requests: { cpu: '2' } } }] } };
  const pod = world.object('patch', 'pods', { name: 'a', subresource: 'resize', patchType: 'strategic', options: { fieldManager: 'sizer' }, body: patch });
  expect(pod).toMatchObject({ spec: { containers: [{ image: 'i', resources: { requests: { cpu: '2' } } }] } });
  expect(pod.metadata.labels).toBeUndefined();
  expect(pod.metadata.managedFields?.find(({ manager }) => manager === 'sizer')).toMatchObject({
    subresource: 'resize',
    fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } }, 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { 'f:image': {}, 'f:resources': { 'f:requests': { 'f:cpu': {} } } } } } },
  });
});

it('an owner that is named twice is named once afterwards', () => {
  const world = new ApiWorld();
  const owner = { apiVersion: 'v1', kind: 'Node', name: 'a', uid: '1' };
  const other = { ...owner, name: 'b', uid: '2' };
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ownerReferences: [owner, other, owner] } };
  expect(world.object('create', 'configmaps', { body }).metadata.ownerReferences).toEqual([owner, other]);
  const patched = world.object('patch', 'configmaps', { name: 'a', patchType: 'json', body: [{ op: 'add', path: '/metadata/ownerReferences/-', value: other }] });
  expect(patched.metadata.ownerReferences).toEqual([owner, other]);
});
