import { expect, test } from 'vitest';
import { noEnd, prefixRange } from './key-value.ts';
import type { KeyValue } from './key-value.ts';
import { Store } from './store.ts';
import type { TxnRequest } from './operations.ts';

const put = (store: Store, key: string, value: string, lease = 0) => store.put({ type: 'put', key, value, lease });
const del = (store: Store, key: string) => store.deleteRange({ type: 'deleteRange', key });
const read = (store: Store, key: string, revision = 0) => store.range({ type: 'range', key, revision }).kvs[0]?.value;
const all = (store: Store, revision = 0) =>
  store.range({ type: 'range', ...prefixRange(''), revision }).kvs.map(({ key, value }) => `${key}=${String(value)}`);
const txn = (store: Store, request: Omit<TxnRequest, 'type'>) => store.txn({ type: 'txn', ...request });

test('a key keeps its creation, counts its versions and starts anew after a deletion', () => {
  const store = new Store();
  put(store, 'a', '1');
  put(store, 'a', '2');
  expect(store.get('a')).toMatchObject({ key: 'a', value: '2', createRevision: 2, modRevision: 3, version: 2, lease: 0 });
  expect(del(store, 'a')).toEqual({ type: 'deleteRange', deleted: 1, prevKvs: [] });
  expect(del(store, 'a').deleted).toBe(0);
  expect(store.revision).toBe(4);
  put(store, 'a', '3');
  expect(store.get('a')).toMatchObject({ createRevision: 5, modRevision: 5, version: 1 });
});

test('ranges are by prefix, by bounds, from a key on, limited and counted', () => {
  const store = new Store();
  for (const key of ['fruit/cherry', 'fruit/apple', 'vegetable/leek', 'fruit/banana', 'fruits']) put(store, key, key);
  const keys = (key: string, rangeEnd: string) => store.range({ type: 'range', key, rangeEnd }).kvs.map((kv) => kv.key);
  expect(keys('fruit/', 'fruit0')).toEqual(['fruit/apple', 'fruit/banana', 'fruit/cherry']);
  expect(keys('fruit/apple', 'fruit/cherry')).toEqual(['fruit/apple', 'fruit/banana']);
  expect(keys('fruit/c', noEnd)).toEqual(['fruit/cherry', 'fruits', 'vegetable/leek']);
  const page = store.range({ type: 'range', ...prefixRange('fruit/'), limit: 2 });
  expect(page).toMatchObject({ count: 3, more: true });
  expect(page.kvs).toHaveLength(2);
  expect(store.range({ type: 'range', ...prefixRange('fruit/'), countOnly: true })).toEqual({ type: 'range', kvs: [], count: 3, more: false });
});

test.each([
  { why: 'by value, equal ones by key', sort: { by: 'value' }, keys: ['leek', 'apple', 'cherry', 'banana'] },
  { why: 'by the last change, the newest first', sort: { by: 'mod', descending: true }, keys: ['apple', 'leek', 'cherry', 'banana'] },
  { why: 'by version', sort: { by: 'version' }, keys: ['banana', 'cherry', 'leek', 'apple'] },
  { why: 'by key, backwards', sort: { by: 'key', descending: true }, keys: ['leek', 'cherry', 'banana', 'apple'] },
] as const)('a range can be sorted $why, and is cut afterwards', ({ sort, keys }) => {
  const store = new Store();
  for (const [key, value] of [['apple', 'green'], ['banana', 'yellow'], ['cherry', 'red'], ['leek', 'green'], ['apple', 'red']] as const) put(store, key, value);
  const range = (limit?: number) => store.range({ type: 'range', key: '', rangeEnd: noEnd, sort, ...(limit ? { limit } : {}) });
  expect(range().kvs.map(({ key }) => key)).toEqual(keys);
  expect(range(2)).toMatchObject({ count: 4, more: true, kvs: [{ key: keys[0] }, { key: keys[1] }] });
});

test('the past can be read until it is compacted; the compacted revision itself still can', () => {
  const store = new Store();
  for (const value of ['1', '2']) put(store, 'a', value);
  put(store, 'b', '1');
  put(store, 'a', '3');
  expect(read(store, 'a', 2)).toBe('1');
  store.compact(4);
  expect(() => read(store, 'a', 3)).toThrow('etcdserver: mvcc: required revision has been compacted');
  expect(all(store, 4)).toEqual(['a=2', 'b=1']);
  expect(read(store, 'a', 5)).toBe('3');
  expect(() => store.compact(4)).toThrow('has been compacted');
  expect(() => store.compact(99)).toThrow('etcdserver: mvcc: required revision is a future revision');
  expect(() => read(store, 'a', 99)).toThrow('is a future revision');
});

test('compaction forgets deleted keys and old versions altogether', () => {
  const store = new Store();
  for (let i = 0; i < 100; i++) put(store, `k${i % 10}`, `${i}`);
  for (let i = 0; i < 5; i++) del(store, `k${i}`);
  expect(store.keyCount).toBe(10);
  store.compact(store.revision);
  expect(store.keyCount).toBe(5);
  expect(all(store)).toEqual(['k5=95', 'k6=96', 'k7=97', 'k8=98', 'k9=99']);
  expect(store.snapshot().versions.map(({ key }) => key)).toEqual(['k5', 'k6', 'k7', 'k8', 'k9']);
  expect(store.eventsSince(store.revision, prefixRange('')).map(({ kv }) => kv.key)).toEqual(['k4']);
});

test('a transaction compares, does one branch or the other, and all of it at one revision', () => {
  const store = new Store();
  put(store, 'stock', '10');
  const sell: Omit<TxnRequest, 'type'> = {
    compare: [{ key: 'stock', target: 'value', result: '=', operand: '10' }],
    success: [
      { type: 'put', key: 'stock', value: '7' },
      { type: 'put', key: 'sold', value: '3' },
      { type: 'range', ...prefixRange('s') },
    ],
    failure: [{ type: 'range', key: 'stock' }],
  };
  const sold = txn(store, sell);
  expect(sold.succeeded).toBe(true);
  expect(sold.responses[2]).toMatchObject({ count: 2 });
  expect(store.revision).toBe(3);
  expect(store.get('stock')?.modRevision).toBe(store.get('sold')?.modRevision);
  const again = txn(store, sell);
  expect(again).toMatchObject({ succeeded: false, responses: [{ kvs: [{ value: '7' }] }] });
  expect(store.revision).toBe(3);
});

test.each([
  { why: 'a key that is not there has create revision 0', compare: { key: 'x', target: 'create', result: '=', operand: 0 }, holds: true },
  { why: 'a key that is there was modified later than 1', compare: { key: 'a', target: 'mod', result: '>', operand: 1 }, holds: true },
  { why: 'the first version is 1', compare: { key: 'a', target: 'version', result: '=', operand: 1 }, holds: true },
  { why: 'nobody has the value of a key that is not there', compare: { key: 'x', target: 'value', result: '!=', operand: 'you' }, holds: false },
  { why: 'no lease is lease 0', compare: { key: 'a', target: 'lease', result: '=', operand: 0 }, holds: true },
  { why: 'one key of a range that differs is enough to fail', compare: { key: 'a', rangeEnd: 'c', target: 'value', result: '=', operand: '1' }, holds: false },
] as const)('$why', ({ compare, holds }) => {
  const store = new Store();
  put(store, 'a', '1');
  put(store, 'b', '2');
  expect(txn(store, { compare: [compare], success: [], failure: [] }).succeeded).toBe(holds);
});

test('a transaction that cannot be done as a whole changes nothing', () => {
  const store = new Store();
  expect(() =>
    txn(store, { compare: [], success: [{ type: 'put', key: 'a', value: '1' }, { type: 'put', key: 'b', value: '2', lease: 7 }], failure: [] }),
  ).toThrow('etcdserver: requested lease not found');
  expect(store.revision).toBe(1);
  expect(all(store)).toEqual([]);
});

test('history is told in order, with what was before, and only for the range', () => {
  const store = new Store();
  put(store, 'job/1', 'queued');
  put(store, 'job/1', 'running');
  put(store, 'other', 'x');
  del(store, 'job/1');
  const told = store.eventsSince(3, prefixRange('job/')).map(({ type, kv, prevKv }) => [type, kv.modRevision, prevKv?.value]);
  expect(told).toEqual([['PUT', 3, 'queued'], ['DELETE', 5, 'running']]);
});

test('keys move from lease to lease and go with the one they have, at one revision', () => {
  const store = new Store();
  store.leases.grant(7, 60);
  store.leases.grant(8, 60);
  put(store, 'b', '1', 7);
  put(store, 'a', '1', 7);
  put(store, 'c', '1', 7);
  put(store, 'c', '1', 8);
  expect([...store.leases.keysOf(7)]).toEqual(['b', 'a']);
  const committed: string[] = [];
  store.onCommit = (revision, events) => committed.push(`${revision}: ${events.map(({ kv }) => kv.key).join(' ')}`);
  store.revokeLease(7);
  expect(committed).toEqual(['6: a b']);
  expect(all(store)).toEqual(['c=1']);
  expect(() => store.revokeLease(7)).toThrow('etcdserver: requested lease not found');
});

test('a snapshot is the store as it was, whatever happens to the store afterwards', () => {
  const store = new Store();
  store.leases.grant(7, 60);
  put(store, 'a', '1', 7);
  put(store, 'a', '2', 7);
  const snapshot = store.snapshot();
  put(store, 'a', '3');
  put(store, 'b', '1');
  const copy = new Store(snapshot);
  expect(copy.revision).toBe(3);
  expect(all(copy)).toEqual(['a=2']);
  expect(read(copy, 'a', 2)).toBe('1');
  expect([...copy.leases.keysOf(7)]).toEqual(['a']);
  expect(copy.eventsSince(2, prefixRange('')).length).toBe(2);
  put(copy, 'c', '1');
  expect(all(store)).toEqual(['a=3', 'b=1']);
});

test('two members that do the same write share what it makes, and nothing once they differ', () => {
  const [one, other] = [new Store(), new Store()];
  const write = (store: Store, value: unknown, model?: readonly KeyValue[]): readonly KeyValue[] => {
    store.begin(model);
    if (value === undefined) store.deleteRange({ type: 'deleteRange', key: 'a' });
    else store.put({ type: 'put', key: 'a', value });
    return store.end().map(({ kv }) => kv);
  };
  const value = { text: '1' };
  write(other, value, write(one, value));
  expect(other.get('a')).toBe(one.get('a'));
  expect(write(other, undefined, write(one, undefined))[0]).toBe(one.eventsSince(3, { key: 'a' })[0]?.kv);
  write(other, value, write(one, value));
  put(other, 'b', '1');
  write(other, value, write(one, value));
  expect(one.get('a')).toMatchObject({ modRevision: 5, version: 2 });
  expect(other.get('a')).toMatchObject({ modRevision: 6, version: 2 });
});

test('a compaction forgets the versions before it, and a deleted key altogether', () => {
  const store = new Store();
  for (const value of ['1', '2', '3']) put(store, 'a', value);
  put(store, 'b', '1');
  del(store, 'b');
  const before = store.snapshot();
  expect(before.versions.map(({ key, value }) => `${key}=${String(value)}`)).toEqual(['a=1', 'a=2', 'a=3', 'b=1', 'b=undefined']);
  store.compact(3);
  expect(read(store, 'a', 3)).toBe('2');
  expect(store.snapshot()).toMatchObject({ versions: before.versions.slice(1) });
  expect(store.keyCount).toBe(2);
  store.compact(6);
  expect(all(store)).toEqual(['a=3']);
  expect(store.keyCount).toBe(1);
});
