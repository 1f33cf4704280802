import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const configMap = (name: string, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });
const hold = { finalizers: ['shop.example.com/hold'] };

function withPod(spec: object = {}): ApiWorld {
  const world = new ApiWorld();
  world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
  world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec } } });
  return world;
}

describe('deleting', () => {
  it('waits for the last finalizer', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a', hold) });
    expect(world.object('delete', 'configmaps', { name: 'a' }).metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:01Z', deletionGracePeriodSeconds: 0, finalizers: ['shop.example.com/hold'] });
    expect(world.refusal('create', 'configmaps', { body: configMap('a') })).toBe('409 AlreadyExists: object is being deleted: configmaps "a" already exists');
    expect(world.refusal('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { metadata: { finalizers: ['shop.example.com/hold', 'shop.example.com/new'] } } })).toBe(
      '422 Invalid: ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"shop.example.com/new"}');
    world.object('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect(world.names('configmaps')).toEqual([]);
  });

  it('waits for no finalizer that has no proper name', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a') });
    const refuse = (finalizers: string[]) => world.refusal('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { metadata: { finalizers } } });
    const why = '422 Invalid: ConfigMap "a" is invalid: ';
    expect(refuse(['hold'])).toBe(`${why}metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified`);
    expect(refuse(['foregroundDeletion', 'orphan'])).toBe(
      `${why}metadata.finalizers: Invalid value: ["foregroundDeletion","orphan"]: finalizer orphan and foregroundDeletion cannot be both set`);
    expect(refuse(['kubernetes'])).toBe('(accepted)');
  });

  it('heeds preconditions', () => {
    const world = new ApiWorld();
    const { metadata } = world.object('create', 'configmaps', { body: configMap('a') });
    expect(world.refusal('delete', 'configmaps', { name: 'a', options: { preconditions: { uid: 'x' } } })).toBe(
      `409 Conflict: Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`);
    expect(world.refusal('delete', 'configmaps', { name: 'a', options: { preconditions: { resourceVersion: '1' } } })).toBe(
      `409 Conflict: Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`);
  });

  it.each([['Orphan', ['orphan']], ['Foreground', ['foregroundDeletion']]] as const)('%s leaves a finalizer for the garbage collector', (propagationPolicy, finalizers) => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a') });
    expect(world.object('delete', 'configmaps', { name: 'a', options: { propagationPolicy } }).metadata.finalizers).toEqual(finalizers);
  });

  it('removes a Pod that no node runs at once', () => {
    const world = withPod();
    world.object('delete', 'pods', { name: 'web' });
    expect(world.names('pods')).toEqual([]);
  });

  it('gives a running Pod its grace, which can only be shortened', () => {
    const world = withPod({ nodeName: 'worker-1' });
    const first = world.object('delete', 'pods', { name: 'web' });
    expect(first.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:31Z', deletionGracePeriodSeconds: 30, generation: 2 });
    expect(world.object('delete', 'pods', { name: 'web', options: { gracePeriodSeconds: 60 } })).toEqual(first);
    expect(world.object('delete', 'pods', { name: 'web', options: { gracePeriodSeconds: 5 } }).metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:06Z', deletionGracePeriodSeconds: 5 });
    const watch = world.watch('pods', { options: { resourceVersion: '0' } });
    world.object('delete', 'pods', { name: 'web', options: { gracePeriodSeconds: 0 } });
    expect(watch.seen()).toEqual(['ADDED web', 'MODIFIED web', 'DELETED web']);
  });

  it.each([
    ['a deletion', (world: ApiWorld) => world.ask('delete', 'pods', { name: 'web' })],
    ['a deletion with grace', (world: ApiWorld) => world.ask('delete', 'pods', { name: 'web', options: { gracePeriodSeconds: 5 } })],
    ['a write', (world: ApiWorld) => world.ask('patch', 'pods', { name: 'web', subresource: 'status', patchType: 'merge', body: { status: { phase: 'Succeeded' } } })],
    ['a write that changes nothing', (world: ApiWorld) => world.ask('patch', 'pods', { name: 'web', patchType: 'merge', body: {} })],
  ])('a Pod whose removal was broken off after its last mark is removed by %s', (_, ask) => {
    const world = withPod({ nodeName: 'worker-1' });
    const pod = world.object('delete', 'pods', { name: 'web' });
    const marked = { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 } };
    world.run(world.storage.put({ key: '/registry/pods/default/web', value: marked, expected: Number(pod.metadata.resourceVersion) }));
    world.pass(100);
    ask(world);
    expect(world.names('pods')).toEqual([]);
  });

  it('changes nothing of what waits for a finalizer already', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a', hold) });
    const first = world.object('delete', 'configmaps', { name: 'a' });
    world.pass(5_000);
    expect(world.object('delete', 'configmaps', { name: 'a' })).toEqual(first);
  });

  it('keeps a namespace until it is finalized, and lets nothing new into it', () => {
    const world = new ApiWorld();
    world.object('create', 'namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } });
    const ending = world.object('delete', 'namespaces', { name: 'shop' });
    expect(ending).toMatchObject({ status: { phase: 'Terminating' }, spec: { finalizers: ['kubernetes'] } });
    expect(world.refusal('create', 'configmaps', { namespace: 'shop', body: configMap('a') })).toBe(
      '403 Forbidden: configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated');
    world.object('update', 'namespaces', { name: 'shop', subresource: 'finalize', body: { ...ending, spec: {} } });
    expect(world.names('namespaces')).not.toContain('shop');
  });

  it('deletes a collection by its selector and answers what it was', () => {
    const world = new ApiWorld();
    for (const name of ['a', 'b', 'c']) world.object('create', 'configmaps', { body: configMap(name, { labels: { group: name === 'a' ? 'y' : 'x' } }) });
    const gone = world.ask('deletecollection', 'configmaps', { options: { labelSelector: 'group=x' } }).body as { items: KubeObject[] };
    expect(gone.items.map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
    expect(world.names('configmaps')).toEqual(['a']);
  });

  it('does nothing in a dry run', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: configMap('a') });
    expect(world.ask('delete', 'configmaps', { name: 'a', options: { dryRun: true } }).body).toMatchObject({ status: 'Success' });
    expect(world.names('configmaps')).toEqual(['a']);
  });

  it('answers what a Pod in no budget answers to its eviction', () => {
    const world = withPod({ nodeName: 'worker-1' });
    expect(world.ask('create', 'pods', { name: 'web', subresource: 'eviction', body: { metadata: { name: 'web' } } })).toMatchObject({ code: 201, body: { status: 'Success', code: 201 } });
    expect(world.object('get', 'pods', { name: 'web' }).metadata.deletionGracePeriodSeconds).toBe(30);
    expect(world.refusal('create', 'pods', { name: 'other', subresource: 'eviction', body: { metadata: { name: 'web' } } })).toBe('400 BadRequest: name in URL does not match name in Eviction object');
    expect(world.refusal('create', 'pods', { name: 'ghost', subresource: 'eviction', body: { metadata: { name: 'ghost' } } })).toBe('404 NotFound: pods "ghost" not found');
  });
});
