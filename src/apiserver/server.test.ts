import { describe, expect, it } from 'vitest';
import { kindRegistry } from '../kinds/index.ts';
import type { KubeObject } from '../kinds/index.ts';
import { createApiServer } from './server.ts';
import { ApiWorld } from './testing/api-world.ts';

const configMap = (name: string, rest: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { k: 'v' }, ...rest });

describe('an API server', () => {
  it('is ready once it has made what a new cluster holds', () => {
    const world = new ApiWorld();
    expect(world.server.isReady).toBe(true);
    expect(world.names('namespaces')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(world.names('priorityclasses')).toEqual(['system-cluster-critical', 'system-node-critical']);
    expect(world.object('get', 'services', { name: 'kubernetes' })).toMatchObject({ spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] } });
    expect(world.object('get', 'endpoints', { name: 'kubernetes' })).toMatchObject({ subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 6443 }] }] });
    expect(world.object('get', 'endpointslices', { name: 'kubernetes' })).toMatchObject({ endpoints: [{ addresses: ['10.0.0.1'] }] });
  });

  it('gives writer, reader, cache and watcher one and the same object', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
    const created = world.object('create', 'configmaps', { body: configMap('a') });
    expect(world.object('get', 'configmaps', { name: 'a' })).toBe(created);
    expect(world.object('get', 'configmaps', { name: 'a', options: { resourceVersion: '0' } })).toBe(created);
    expect(watch.events()[0]?.object).toBe(created);
  });

  it('answers a table of refusals in the words of Kubernetes', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a') });
    const refusals: [string, string][] = [
      [world.refusal('get', 'configmaps', { name: 'ghost' }), '404 NotFound: configmaps "ghost" not found'],
      [world.refusal('get', 'deployments', { name: 'ghost' }), '404 NotFound: deployments.apps "ghost" not found'],
      [world.refusal('get', 'widgets', { name: 'x' }), '404 NotFound: the server could not find the requested resource'],
      [world.refusal('get', 'configmaps', { name: 'a', subresource: 'status' }), '404 NotFound: the server could not find the requested resource'],
      [world.refusal('create', 'configmaps', { body: configMap('a') }), '409 AlreadyExists: configmaps "a" already exists'],
      [world.refusal('create', 'configmaps', { namespace: 'nowhere', body: configMap('a') }), '404 NotFound: namespaces "nowhere" not found'],
      [world.refusal('create', 'configmaps', { body: configMap('b', { metadata: { name: 'b', namespace: 'other' } }) }),
        '400 BadRequest: the namespace of the provided object does not match the namespace sent on the request'],
      [world.refusal('create', 'configmaps', { body: configMap('b', { metadata: { name: 'b', resourceVersion: '7' } }) }),
        '500 -: resourceVersion should not be set on objects to be created'],
      [world.refusal('update', 'configmaps', { name: 'a', body: configMap('b') }), '400 BadRequest: the name of the object (b) does not match the name on the URL (a)'],
      [world.refusal('update', 'configmaps', { name: 'ghost', body: configMap('ghost') }), '404 NotFound: configmaps "ghost" not found'],
      [world.refusal('get', 'configmaps', { name: 'a', options: { resourceVersion: 'abc' } }),
        '500 -: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
      [world.refusal('delete', 'namespaces', { name: 'default' }), '403 Forbidden: namespaces "default" is forbidden: this namespace may not be deleted'],
      [world.refusal('list', 'configmaps', { options: { resourceVersionMatch: 'Exact' } }),
        '422 Invalid: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided'],
      [world.refusal('list', 'configmaps', { options: { limit: 2, continue: 'abc' } }),
        "400 BadRequest: invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value"],
    ];
    for (const [answer, expected] of refusals) expect(answer).toBe(expected);
  });

  it('drops the namespace of what belongs to the whole cluster', () => {
    const world = new ApiWorld();
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', namespace: 'default' } };
    expect(world.object('create', 'namespaces', { body }).metadata.namespace).toBeUndefined();
    expect(world.object('update', 'namespaces', { name: 'shop', body }).metadata.namespace).toBeUndefined();
  });

  it('says which version is too large after waiting for it', () => {
    const world = new ApiWorld();
    expect(world.refusal('get', 'configmaps', { name: 'a', options: { resourceVersion: '99999999' } }))
      .toMatch(/^504 Timeout: Timeout: Too large resource version: 99999999, current: \d+$/);
  });

  it('tells storage failures in their own words and goes on when storage is back', () => {
    const world = new ApiWorld();
    world.storage.fail('unavailable', 'etcdserver: request timed out');
    expect(world.refusal('create', 'configmaps', { body: configMap('a') })).toBe('500 -: etcdserver: request timed out');
    world.storage.fail('late', 'context deadline exceeded');
    expect(world.refusal('create', 'configmaps', { body: configMap('a') }))
      .toBe('504 Timeout: Timeout: request did not complete within requested timeout - context deadline exceeded');
    world.storage.recover();
    expect(world.refusal('create', 'configmaps', { body: configMap('a') })).toBe('(accepted)');
  });

  it('asks its authorizer before anything else', () => {
    const world = new ApiWorld();
    world.host.group.kill();
    createApiServer({
      host: world.host, kinds: kindRegistry, keys: world.keys, etcd: world.storage, serviceCidr: '10.96.0.0/12',
      authorizer: { decide: ({ groups }) => ({ isAllowed: groups.includes('system:masters'), by: 'test', reason: () => 'not a master' }) },
    });
    const ann = world.keys.credentials('ann');
    expect(world.refusal('get', 'configmaps', { name: 'a' })).toBe('404 NotFound: configmaps "a" not found');
    expect(world.refusal('get', 'configmaps', { name: 'a', credentials: ann }))
      .toBe('403 Forbidden: configmaps "a" is forbidden: User "ann" cannot get resource "configmaps" in API group "" in the namespace "default": not a master');
    expect(world.send({ type: 'path', verb: 'get', path: '/version', credentials: ann, userAgent: 'test' }).code).toBe(403);
  });

  it('is the same after a restart', () => {
    const world = new ApiWorld();
    const before = world.object('create', 'configmaps', { body: configMap('a') });
    world.host.group.kill();
    world.server = world.start();
    world.pass(2_000);
    expect(world.server.isReady).toBe(true);
    expect(world.object('get', 'configmaps', { name: 'a', options: { resourceVersion: '0' } })).toEqual(before);
  });

  it('traces each request with its answer, each write and each refusal', () => {
    const world = new ApiWorld();
    const from = world.kernel.trace.latestId + 1;
    world.ask('create', 'configmaps', { body: configMap('a') });
    world.ask('create', 'configmaps', { body: configMap('a') });
    const told = [...world.kernel.trace.since(from)].filter(({ actor }) => actor === 'control-plane/kube-apiserver').map(({ subject }) => subject);
    expect(told).toMatchObject([
      { type: 'api.request', verb: 'create', resource: 'configmaps', namespace: 'default', code: 201, userAgent: 'test' },
      { type: 'api.write', verb: 'create', kind: 'ConfigMap', name: 'a' },
      { type: 'api.request', code: 409 },
      { type: 'api.refused', stage: 'store', message: 'configmaps "a" already exists' },
    ]);
  });
});

describe('optimistic concurrency', () => {
  it('refuses a stale version, lets a write without one win, and keeps the version of a write that changes nothing', () => {
    const world = new ApiWorld();
    const first = world.object('create', 'configmaps', { body: configMap('a') });
    const changed: KubeObject & { readonly data: unknown } = { ...first, data: { k: 'w' } };
    const second = world.object('update', 'configmaps', { name: 'a', body: changed });
    expect(second.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
    expect(world.refusal('update', 'configmaps', { name: 'a', body: changed })).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again');
    const free = world.object('update', 'configmaps', { name: 'a', body: configMap('a') });
    expect(free).toMatchObject({ data: { k: 'v' }, metadata: { uid: first.metadata.uid, creationTimestamp: first.metadata.creationTimestamp } });
    const same = world.object('update', 'configmaps', { name: 'a', body: configMap('a') });
    expect(same.metadata.resourceVersion).toBe(free.metadata.resourceVersion);
  });

  it('names the uid that a write expected', () => {
    const world = new ApiWorld();
    const { uid } = world.object('create', 'configmaps', { body: configMap('a') }).metadata;
    expect(world.refusal('update', 'configmaps', { name: 'a', body: configMap('a', { metadata: { name: 'a', uid: 'other' } }) })).toBe(
      `409 Conflict: Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: ${uid}`);
  });
});
