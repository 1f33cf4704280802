import { expect, test } from 'vitest';
import type { StoreEvent } from '../../etcd/index.ts';
import { allocatableIsKept } from './allocatable.ts';
import type { Invariant } from './invariant.ts';
import { membersAgree } from './members-agree.ts';
import { addressesAreUnique, bindingsStay } from './pods.ts';

interface PodLike {
  readonly uid?: string;
  readonly node?: string;
  readonly address?: string;
  readonly phase?: string;
  readonly cpu?: string;
}

function podValue(name: string, { uid = name, node, address, phase = 'Running', cpu = '1' }: PodLike): object {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name, uid },
    spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }], ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase, ...(address === undefined ? {} : { podIP: address }) },
  };
}

function keyValue(key: string, value: unknown): StoreEvent['kv'] {
  return { key, value, createRevision: 1, modRevision: 1, version: 1, lease: 0 } as StoreEvent['kv'];
}

/** Writes to one key after the other, each on top of what was there, as etcd tells of them. */
class Writes {
  private readonly stored = new Map<string, unknown>();
  private readonly invariant: Invariant;
  private revision = 0;

  constructor(invariant: Invariant) {
    this.invariant = invariant;
  }

  put(key: string, value: unknown): void {
    const before = this.stored.get(key);
    this.stored.set(key, value);
    this.tell({ type: 'PUT', kv: keyValue(key, value), ...(before === undefined ? {} : { prevKv: keyValue(key, before) }) } as StoreEvent);
  }

  pod(name: string, pod: PodLike): void {
    this.put(`/registry/pods/default/${name}`, podValue(name, pod));
  }

  delete(name: string): void {
    const key = `/registry/pods/default/${name}`;
    const before = this.stored.get(key);
    this.stored.delete(key);
    this.tell({ type: 'DELETE', kv: keyValue(key, undefined), prevKv: keyValue(key, before) } as StoreEvent);
  }

  node(name: string, cpu: string): void {
    this.put(`/registry/minions/${name}`, { kind: 'Node', metadata: { name }, spec: {}, status: { allocatable: { cpu } } });
  }

  private tell(event: StoreEvent): void {
    this.invariant.afterWrite?.(++this.revision, [event]);
  }
}

test('a Pod that is bound to a second node is found', () => {
  const writes = new Writes(bindingsStay());
  writes.pod('web', {});
  writes.pod('web', { node: 'worker-1' });
  writes.pod('web', { node: 'worker-1' });
  expect(() => writes.pod('web', { node: 'worker-2' })).toThrow('bindingsStay: /registry/pods/default/web moved from worker-1 to worker-2');
});

test('another Pod of the same name may be on another node', () => {
  const writes = new Writes(bindingsStay());
  writes.pod('web', { uid: '1', node: 'worker-1' });
  writes.pod('web', { uid: '2', node: 'worker-2' });
  expect(() => writes.pod('web', { uid: '2' })).toThrow('moved from worker-2 to nowhere');
});

test('two Pods with one address are found', () => {
  const writes = new Writes(addressesAreUnique(() => true));
  writes.pod('a', { node: 'worker-1', address: '10.244.1.2' });
  expect(() => writes.pod('b', { node: 'worker-1', address: '10.244.1.2' })).toThrow('/registry/pods/default/b and /registry/pods/default/a both have 10.244.1.2');
});

test('an address that only stands in a status, by hand, is nobody\'s', () => {
  const writes = new Writes(addressesAreUnique((_, { name }) => name !== 'liar'));
  writes.pod('a', { node: 'worker-1', address: '10.244.1.2' });
  writes.pod('liar', { node: 'worker-1', address: '10.244.1.2' });
  writes.pod('liar', { node: 'worker-1', address: '10.244.1.3' });
  writes.pod('b', { node: 'worker-1', address: '10.244.1.3' });
  expect(() => writes.pod('c', { node: 'worker-1', address: '10.244.1.3' })).toThrow('/registry/pods/default/c and /registry/pods/default/b both have 10.244.1.3');
});

test('the address of a Pod that has ended or is gone may be given again', () => {
  const writes = new Writes(addressesAreUnique(() => true));
  writes.pod('a', { address: '10.244.1.2' });
  writes.pod('a', { address: '10.244.1.2', phase: 'Succeeded' });
  writes.pod('b', { address: '10.244.1.2' });
  writes.delete('b');
  writes.pod('c', { address: '10.244.1.2' });
  expect(() => writes.pod('d', { address: '10.244.1.2' })).toThrow('both have');
});

test('Pods that run and together ask for more than the node has are found', () => {
  const writes = new Writes(allocatableIsKept(() => true));
  writes.node('worker-1', '2');
  for (const name of ['a', 'b', 'c']) writes.pod(name, { node: 'worker-1', phase: 'Pending' });
  writes.pod('a', { node: 'worker-1' });
  writes.pod('b', { node: 'worker-1' });
  expect(() => writes.pod('c', { node: 'worker-1' })).toThrow('allocatableIsKept: /registry/pods/default/c runs on worker-1, where 3000 of 2000 cpu are asked for');
});

test('what a Pod asked for is free again once it has ended, or is gone from the machine', () => {
  const alive = new Set(['b', 'c', 'd', 'e']);
  const writes = new Writes(allocatableIsKept((_, { name }) => alive.has(name)));
  writes.node('worker-1', '2');
  writes.pod('a', { node: 'worker-1' });
  writes.pod('b', { node: 'worker-1' });
  writes.pod('a', { node: 'worker-1', phase: 'Failed' });
  writes.pod('c', { node: 'worker-1' });
  alive.delete('c');
  writes.pod('d', { node: 'worker-1' });
  expect(() => writes.pod('e', { node: 'worker-1' })).toThrow('allocatableIsKept');
});

test('a member that makes something else of a write is found, one that applies it again is not blamed', () => {
  const invariant = membersAgree();
  const put = (key: string, value: object): StoreEvent[] => [{ type: 'PUT', kv: keyValue(key, value) } as StoreEvent];
  const value = {};
  invariant.afterApply?.('etcd-1', 7, put('a', value));
  invariant.afterApply?.('etcd-2', 7, put('a', value));
  invariant.afterApply?.('etcd-1', 8, put('b', value));
  invariant.afterApply?.('etcd-1', 7, put('a', value));
  expect(() => invariant.afterApply?.('etcd-3', 8, put('b', {}))).toThrow('membersAgree: revision 8 is PUT b at etcd-1, and PUT b at etcd-3');
  expect(() => invariant.afterApply?.('etcd-3', 7, put('b', value))).toThrow('revision 7 is PUT a at etcd-1, and PUT b at etcd-3');
});
