import { describe, expect, it } from 'vitest';
import { kindRegistry } from '../../kinds/index.ts';
import type { EndpointSlice } from '../../kinds/index.ts';
import { createApiServer } from '../server.ts';
import { ApiWorld } from '../testing/api-world.ts';

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

describe('over three members of etcd', () => {
  it('everything is served', () => {
    const world = new ApiWorld({ etcdMembers: 3 });
    expect(world.server.isReady).toBe(true);
    const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
    const made = world.object('create', 'configmaps', { body: configMap('a') });
    expect(world.object('get', 'configmaps', { name: 'a' })).toBe(made);
    expect(world.names('configmaps')).toEqual(['a']);
    expect(world.refusal('create', 'configmaps', { body: configMap('a') })).toBe('409 AlreadyExists: configmaps "a" already exists');
    world.object('update', 'configmaps', { name: 'a', body: { ...configMap('a'), data: { k: 'v' } } });
    world.object('delete', 'configmaps', { name: 'a' });
    expect(watch.seen()).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    for (const name of ['a', 'b', 'c']) world.object('create', 'configmaps', { body: configMap(name) });
    const { metadata } = world.ask('list', 'configmaps', { options: { limit: 2 } }).body as { metadata: { continue: string } };
    expect(world.names('configmaps', { options: { limit: 2, continue: metadata.continue } })).toEqual(['c']);
  });

  it('the death of the leader is waited out and no watcher misses anything', () => {
    const world = new ApiWorld({ etcdMembers: 3 });
    const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
    world.object('create', 'configmaps', { body: configMap('a') });
    const leader = world.members.find((member) => member.process?.isLeader);
    if (leader) world.network.powerOff(leader.host);
    const refusals: string[] = [];
    for (let i = 0; i < 20 && world.refusal('create', 'configmaps', { body: configMap('b') }) !== '(accepted)'; i++) {
      refusals.push(world.refusal('get', 'configmaps', { name: 'b' }));
      world.pass(500);
    }
    world.object('create', 'configmaps', { body: configMap('c') });
    world.pass(2_000);
    expect(watch.seen()).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
    expect(world.names('configmaps')).toEqual(['a', 'b', 'c']);
  });

  it('without a majority writes and consistent reads fail, reads from the cache do not', () => {
    const world = new ApiWorld({ etcdMembers: 3 });
    world.object('create', 'configmaps', { body: configMap('a') });
    for (const member of world.members.slice(0, 2)) world.network.powerOff(member.host);
    expect(world.refusal('create', 'configmaps', { body: configMap('b') })).toMatch(/^500 -: etcdserver: |^504 Timeout: |^500 -: error reading/);
    expect(world.refusal('list', 'configmaps')).toMatch(/^50[04] /);
    expect(world.names('configmaps', { options: { resourceVersion: '0' } })).toEqual(['a']);
    const beforeMs = world.kernel.nowMs;
    const { code, body } = world.send({ type: 'path', verb: 'get', path: '/readyz', credentials: world.admin, userAgent: 'test' });
    expect([code, body]).toEqual([500, expect.stringContaining('[-]etcd failed: reason withheld\n')]);
    expect(world.kernel.nowMs - beforeMs).toBeLessThan(2_100);
  });

  it('events live for an hour after their last change', () => {
    const world = new ApiWorld({ etcdMembers: 1 });
    const body = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'note' }, involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' } };
    world.object('create', 'events', { body });
    world.pass(600_000);
    world.object('patch', 'events', { name: 'note', patchType: 'merge', body: { count: 2 } });
    world.pass(3_500_000);
    expect(world.names('events')).toEqual(['note']);
    world.pass(300_000);
    expect(world.names('events')).toEqual([]);
  });
});

describe('a second server', () => {
  it('serves the same objects and appears in the endpoints of the kubernetes Service while it lives', () => {
    const world = new ApiWorld({ etcdMembers: 1 });
    const host = world.network.addHost('control-plane-2', 'control-plane', '10.0.0.2');
    createApiServer({ host, kinds: kindRegistry, keys: world.keys, etcd: [{ address: '10.0.1.1', port: 2379 }], serviceCidr: '10.96.0.0/12' });
    const addresses = () => (world.object('get', 'endpointslices', { name: 'kubernetes' }) as EndpointSlice).endpoints?.map(({ addresses: [address] }) => address);
    world.pass(15_000);
    expect(addresses()).toEqual(['10.0.0.1', '10.0.0.2']);
    world.network.powerOff(host);
    world.pass(40_000);
    expect(addresses()).toEqual(['10.0.0.1']);
  });
});

it('history older than five minutes is compacted', () => {
  const world = new ApiWorld({ etcdMembers: 1 });
  world.object('create', 'configmaps', { body: configMap('a') });
  world.pass(700_000);
  expect(world.refusal('list', 'configmaps', { options: { resourceVersion: '5', resourceVersionMatch: 'Exact' } })).toBe(
    '410 Expired: The resourceVersion for the provided list is too old.');
});

it('what a watcher sees hangs on the request that made it, through every message between', () => {
  const world = new ApiWorld({ etcdMembers: 3 });
  const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
  let cause = 0;
  world.kernel.spawn('watcher', (function* () {
    yield* watch.stream.next();
    cause = world.kernel.cause;
  })());
  world.object('create', 'configmaps', { body: configMap('a') });
  world.pass(100);
  const chain = world.kernel.trace.causesOf(cause);
  const kinds = chain.map(({ kind, subject }) => (typeof subject === 'object' && 'type' in subject ? String(subject.type) : kind));
  expect(kinds[0]).toBe('delivered');
  expect(kinds).toContain('api.request');
  expect(chain.some(({ actor }) => actor.startsWith('etcd-'))).toBe(true);
});
