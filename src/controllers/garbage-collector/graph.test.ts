import { describe, expect, test } from 'vitest';
import type { Informer } from '../../client/index.ts';
import { configMapKind } from '../../kinds/index.ts';
import type { KubeObject, OwnerReference } from '../../kinds/index.ts';
import { OwnershipGraph, blocks, graphKey, parseGraphKey } from './graph.ts';

type Handlers = Parameters<Informer<KubeObject>['onChange']>[0];

function owned(name: string, ...owners: readonly Partial<OwnerReference>[]): KubeObject {
  const ownerReferences = owners.map((owner) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: owner.uid ?? '', uid: '', ...owner }));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n', uid: name, resourceVersion: '1', creationTimestamp: '', ownerReferences } } as KubeObject;
}

/** A graph of ConfigMaps, with what tells it of changes, and what it has told. */
function graph() {
  const told: string[] = [];
  const made = new OwnershipGraph(({ object }, event, previous) => void told.push(`${event} ${object.metadata.name}${previous ? ' changed' : ''}`));
  let handlers: Handlers | undefined;
  made.follow(configMapKind, { onChange: (given: Handlers) => void (handlers = given) } as unknown as Informer<KubeObject>);
  if (!handlers) throw new Error('the graph follows nothing');
  return { made, told, handlers, dependents: (uid: string): string[] => made.dependentsOf(uid).map(({ object }) => object.metadata.name) };
}

describe('who owns whom', () => {
  test('an object with two owners is a dependent of both, also before they are there', () => {
    const { handlers, dependents } = graph();
    handlers.added?.(owned('kid', { uid: 'a' }, { uid: 'b' }));
    expect([dependents('a'), dependents('b'), dependents('c')]).toEqual([['kid'], ['kid'], []]);
  });

  test('an owner that is given up loses its dependent, the other keeps it', () => {
    const { handlers, dependents, told } = graph();
    const before = owned('kid', { uid: 'a' }, { uid: 'b' });
    handlers.added?.(before);
    handlers.updated?.(owned('kid', { uid: 'b' }), before);
    expect([dependents('a'), dependents('b')]).toEqual([[], ['kid']]);
    expect(told).toEqual(['present kid', 'present kid changed']);
  });

  test('what is gone is nobody\'s', () => {
    const { handlers, made, dependents, told } = graph();
    const kid = owned('kid', { uid: 'a' });
    handlers.added?.(kid);
    handlers.deleted?.(kid);
    expect([made.get('kid'), dependents('a')]).toEqual([undefined, []]);
    expect(told.at(-1)).toBe('gone kid');
  });

  test('objects of a kind that is no more are forgotten', () => {
    const { handlers, made } = graph();
    handlers.added?.(owned('kid'));
    made.forget({ apiVersion: 'v1', kind: 'Secret' });
    expect(made.get('kid')).toBeDefined();
    made.forget({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(made.get('kid')).toBeUndefined();
  });
});

test('only a reference that says so holds its owner', () => {
  const kid = owned('kid', { uid: 'a', blockOwnerDeletion: true }, { uid: 'b', blockOwnerDeletion: false }, { uid: 'c' });
  expect(['a', 'b', 'c', 'd'].map((uid) => blocks(kid, uid))).toEqual([true, false, false, false]);
});

test('a key names an object and is read again', () => {
  expect(parseGraphKey(graphKey({ kind: configMapKind, object: owned('kid') }))).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', key: 'n/kid', uid: 'kid' });
});
