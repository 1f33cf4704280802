import { describe, expect, it } from 'vitest';
import type { AnyKind } from '../../kinds/index.ts';
import type { ReplyStream } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { ApiWorld, WatchProbe } from '../testing/api-world.ts';

const labelled = (name: string, tier: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { tier } } });
const pod = (name: string, nodeName?: string) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { ...(nodeName ? { nodeName } : {}), containers: [{ name: 'app', image: 'nginx' }] },
});

function withAccount(): ApiWorld {
  const world = new ApiWorld();
  world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
  return world;
}

describe('a watch', () => {
  it('begins with what is there, when it begins nowhere in particular', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: labelled('a', 'x') });
    expect(world.watch('configmaps').seen()).toEqual(['ADDED a']);
  });

  it('begins after the version that it names', () => {
    const world = new ApiWorld();
    const first = world.object('create', 'configmaps', { body: labelled('a', 'x') });
    world.object('create', 'configmaps', { body: labelled('b', 'x') });
    world.ask('delete', 'configmaps', { name: 'a' });
    const watch = world.watch('configmaps', { options: { resourceVersion: first.metadata.resourceVersion } });
    expect(watch.seen()).toEqual(['ADDED b', 'DELETED a']);
    world.object('create', 'configmaps', { body: labelled('c', 'x') });
    expect(watch.seen()).toEqual(['ADDED c']);
  });

  it('tells a deletion with the last state and the version of the deletion', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps');
    const made = world.object('create', 'configmaps', { body: labelled('a', 'x') });
    world.ask('delete', 'configmaps', { name: 'a' });
    const [, deleted] = watch.events();
    expect(deleted).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'a', uid: made.metadata.uid } } });
    expect(Number((deleted!.object as typeof made).metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
  });

  it('sees objects enter and leave its selection', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { options: { labelSelector: 'tier=front' } });
    world.object('create', 'configmaps', { body: labelled('a', 'back') });
    world.object('update', 'configmaps', { name: 'a', body: labelled('a', 'front') });
    world.object('update', 'configmaps', { name: 'a', body: { ...labelled('a', 'front'), data: { k: 'v' } } });
    world.object('update', 'configmaps', { name: 'a', body: labelled('a', 'back') });
    world.object('update', 'configmaps', { name: 'a', body: labelled('a', 'gone') });
    expect(watch.seen()).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  });

  it('of one node sees only what is bound there', () => {
    const world = withAccount();
    const watch = world.watch('pods', { options: { fieldSelector: 'spec.nodeName=worker-1' } });
    const other = world.watch('pods', { options: { fieldSelector: 'spec.nodeName=worker-2' } });
    world.object('create', 'pods', { body: pod('a') });
    world.object('create', 'pods', { body: pod('b', 'worker-2') });
    world.ask('create', 'pods', { name: 'a', subresource: 'binding', body: { metadata: { name: 'a' }, target: { kind: 'Node', name: 'worker-1' } } });
    expect(watch.seen()).toEqual(['ADDED a']);
    expect(other.seen()).toEqual(['ADDED b']);
  });

  it('of one name or one namespace sees nothing else', () => {
    const world = new ApiWorld();
    world.object('create', 'namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } });
    const named = world.watch('configmaps', { options: { fieldSelector: 'metadata.name=a' } });
    const inShop = world.watch('configmaps', { namespace: 'shop' });
    for (const namespace of ['default', 'shop']) for (const name of ['a', 'b']) world.object('create', 'configmaps', { namespace, body: labelled(name, 'x') });
    expect(named.seen()).toEqual(['ADDED a']);
    expect(inShop.seen()).toEqual(['ADDED a', 'ADDED b']);
  });

  it('with initial events ends them with a bookmark', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: labelled('a', 'x') });
    const watch = world.watch('configmaps', { options: { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true } });
    const [added, bookmark] = watch.events();
    expect(added).toMatchObject({ type: 'ADDED' });
    expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } } });
  });

  it('gets bookmarks when other things have changed, and only if it wants them', () => {
    const world = new ApiWorld();
    const wanting = world.watch('configmaps', { options: { resourceVersion: '0', allowWatchBookmarks: true } });
    const other = world.watch('configmaps', { options: { resourceVersion: '0' } });
    world.object('create', 'secrets', { body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } } });
    world.pass(limits.bookmarkMs);
    expect(wanting.seen()).toEqual(['BOOKMARK']);
    expect(other.seen()).toEqual([]);
  });

  it('from a version that is forgotten says so', () => {
    const world = new ApiWorld();
    for (let i = 0; i < limits.historyLeast + 10; i++) {
      world.object('create', 'configmaps', { body: labelled(`m${i}`, 'x') });
      world.pass(2_000);
    }
    const [said] = world.watch('configmaps', { options: { resourceVersion: '1' } }).events();
    expect(said).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired', message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/) } });
  });

  it('ends at its time-out', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { options: { timeoutSeconds: 5 } });
    world.pass(4_000);
    expect(watch.stream.isEnded).toBe(false);
    world.pass(2_000);
    expect(watch.stream.isEnded).toBe(true);
  });

  it('of a client that does not read is closed', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
    world.run((function* () {
      const { storage } = world;
      for (let i = 0; i <= limits.watchBacklog; i++) {
        const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `m${i}`, namespace: 'default', uid: '', resourceVersion: '', creationTimestamp: '' } };
        yield* storage.put({ key: `/registry/configmaps/default/m${i}`, value, expected: 0 });
      }
    })());
    world.pass(1_000);
    expect(world.server.context.cache.of(world.server.context.kinds.byKind('v1', 'ConfigMap')!).watchers.size).toBe(0);
    expect(watch.events().length).toBe(limits.watchBacklog + 1);
    expect(watch.stream.isEnded).toBe(true);
  });

  it('misses nothing when the watch of storage breaks', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { options: { resourceVersion: '0' } });
    world.storage.breakWatches();
    world.object('create', 'configmaps', { body: labelled('a', 'x') });
    world.pass(limits.rewatchMs + 100);
    world.object('create', 'configmaps', { body: labelled('b', 'x') });
    expect(watch.seen()).toEqual(['ADDED a', 'ADDED b']);
  });

  it('as a table sends headers once', () => {
    const world = new ApiWorld();
    const watch = world.watch('configmaps', { as: 'table' });
    world.object('create', 'configmaps', { body: labelled('a', 'x') });
    world.object('create', 'configmaps', { body: labelled('b', 'x') });
    const [first, second] = watch.events();
    expect(first?.object).toMatchObject({ kind: 'Table', columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }], rows: [{ object: { kind: 'PartialObjectMetadata' } }] });
    expect(second?.object).toMatchObject({ kind: 'Table', columnDefinitions: null });
  });

  it('tells how far it is in the form that was asked for, of every kind', () => {
    const world = new ApiWorld();
    const options = { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: 'NotOlderThan' } as const;
    const bookmark = (kind: AnyKind, as: 'metadata' | 'table'): unknown => {
      const { gvr: { group, resource }, version } = kind;
      const { namespace: _, ...request } = world.request('watch', resource, { group, version, as, options });
      const { stream } = world.call({ type: 'api.call', request: kind.namespaced ? { ...request, namespace: 'default' } : request });
      const event = new WatchProbe(world, stream as ReplyStream).events().find(({ type }) => type === 'BOOKMARK');
      stream?.cancel();
      return event?.object;
    };
    const end = { annotations: { 'k8s.io/initial-events-end': 'true' } };
    for (const kind of world.server.context.kinds.all.filter(({ isStored, verbs }) => isStored && verbs.includes('watch'))) {
      expect(bookmark(kind, 'metadata')).toMatchObject({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: end });
      expect(bookmark(kind, 'table')).toMatchObject({ kind: 'Table', rows: [{ object: { kind: 'PartialObjectMetadata', metadata: end } }] });
    }
  });
});

describe('a list', () => {
  it('comes in pages that show one revision', () => {
    const world = new ApiWorld();
    for (const name of ['a', 'b', 'c', 'd', 'e']) world.object('create', 'secrets', { body: { apiVersion: 'v1', kind: 'Secret', metadata: { name } } });
    const page = world.ask('list', 'secrets', { options: { limit: 4 } }).body as { metadata: { continue: string; remainingItemCount?: number }; items: unknown[] };
    expect(page.items).toHaveLength(4);
    expect(page.metadata.remainingItemCount).toBe(1);
    world.ask('delete', 'secrets', { name: 'e' });
    world.object('create', 'secrets', { body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'f' } } });
    expect(world.names('secrets', { options: { limit: 4, continue: page.metadata.continue } })).toEqual(['e']);
    expect(world.refusal('list', 'secrets', { options: { limit: 2, resourceVersion: '5', continue: page.metadata.continue } }))
      .toBe('400 BadRequest: specifying resource version is not allowed when using continue');
    world.storage.compact(1_000);
    expect(world.refusal('list', 'secrets', { options: { limit: 2, continue: page.metadata.continue } })).toMatch(/^410 Expired: The provided continue parameter is too old/);
  });

  it('selects by labels and fields', () => {
    const world = new ApiWorld();
    for (const [name, tier] of [['a', 'front'], ['b', 'back'], ['c', 'middle']] as const) world.object('create', 'configmaps', { body: labelled(name, tier) });
    const by = (labelSelector: string) => world.names('configmaps', { options: { labelSelector } });
    expect(by('tier in (front,back)')).toEqual(['a', 'b']);
    expect(by('tier!=front')).toEqual(['b', 'c']);
    expect(by('!tier')).toEqual([]);
    expect(world.names('configmaps', { options: { fieldSelector: 'metadata.name!=b' } })).toEqual(['a', 'c']);
    expect(world.refusal('list', 'configmaps', { options: { fieldSelector: 'data.k=v' } })).toBe(
      '400 BadRequest: "data.k" is not a known field selector: only "metadata.name", "metadata.namespace"');
    expect(world.refusal('list', 'pods', { options: { fieldSelector: 'spec.foo=v' } })).toBe('400 BadRequest: field label not supported: spec.foo');
  });
});
