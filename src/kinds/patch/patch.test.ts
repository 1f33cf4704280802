// testdata/strategic-patch.json holds what k8s.io/apimachinery answered.
import { describe, expect, test } from 'vitest';
import '../provide.ts';
import { applyJsonPatch, applyMergePatch, applyPatch, applyStrategicPatch, formatFieldError, PatchError } from '../index.ts';
import recorded from '../testdata/strategic-patch.json' with { type: 'json' };

const deployment = 'io.k8s.api.apps.v1.Deployment';

/** An item that was taken over whole keeps its nulls in Go until it is decoded. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null).map(([key, part]) => [key, withoutNulls(part)]));
}

describe('strategic merge patches', () => {
  test.each(recorded.cases.map((entry) => [JSON.stringify(entry.patch), entry] as const))('%s is applied as Go applies it', (_, entry) => {
    const before = JSON.stringify(recorded.original);
    const run = () => {
      try {
        return { result: withoutNulls(applyStrategicPatch(deployment, recorded.original, entry.patch)) };
      } catch (error) {
        if (!(error instanceof PatchError)) throw error;
        return { error: error.message };
      }
    };
    expect(run()).toEqual('error' in entry ? { error: entry.error } : { result: withoutNulls((entry as { result: unknown }).result) });
    expect(JSON.stringify(recorded.original)).toBe(before);
  });

  test.each([
    [{ spec: { replicas: 'two' } }, 'unrecognized type: int32'],
    [{ spec: { replicas: 1.5 } }, 'cannot convert float64 to int32'],
    [{ spec: { template: { spec: { containers: { name: 'web' } } } } }, 'cannot restore slice from map'],
    [{ spec: { template: 'none' } }, 'cannot restore struct from: string'],
    [{ metadata: { labels: { app: 5 } } }, 'cannot convert int64 to string'],
  ])('the wrong type in %j is told as %j', (patch, message) => {
    const patched = applyPatch('strategic', deployment, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels: { a: 'b' } }, ...recorded.original }, patch);
    expect('error' in patched && formatFieldError(patched.error).endsWith(`: ${message}`)).toBe(true);
  });
});

test('a merge patch merges objects, deletes with null and replaces the rest', () => {
  const before = { a: { b: 1, c: 2 }, d: [1, 2] };
  expect(applyMergePatch(before, { a: { b: null, e: { f: null } }, d: [3], g: null })).toEqual({ a: { c: 2, e: {} }, d: [3] });
  expect(before).toEqual({ a: { b: 1, c: 2 }, d: [1, 2] });
});

test('nulls are left out of what a merge patch puts in the place of anything but an object', () => {
  const before = { object: { a: 1 }, list: [1], text: 'x' };
  const put = [null, { a: null }, [null, { b: null }]];
  const kept = [null, {}, [null, {}]];
  expect(applyMergePatch(before, { object: put, list: put, text: put, fresh: put, more: { list: put } })).toEqual({ object: put, list: kept, text: kept, fresh: kept, more: { list: kept } });
});

describe('JSON patches', () => {
  const document = { data: { a: '1', 'x/y~z': 'q' }, list: ['p', 'q'] };
  test.each([
    [[{ op: 'add', path: '/data/b', value: '2' }], { data: { a: '1', 'x/y~z': 'q', b: '2' }, list: ['p', 'q'] }],
    [[{ op: 'remove', path: '/data/x~1y~0z' }], { data: { a: '1' }, list: ['p', 'q'] }],
    [[{ op: 'add', path: '/list/-', value: 'r' }, { op: 'add', path: '/list/0', value: 'o' }], { ...document, list: ['o', 'p', 'q', 'r'] }],
    [[{ op: 'move', from: '/list/0', path: '/list/1' }], { ...document, list: ['q', 'p'] }],
    [[{ op: 'copy', from: '/data/a', path: '/c' }, { op: 'test', path: '/c', value: '1' }], { ...document, c: '1' }],
    [[{ op: 'replace', path: '/data/new', value: 'x' }], { ...document, data: { ...document.data, new: 'x' } }],
    [[{ op: 'copy', from: '/data/none', path: '/c' }], { ...document, c: null }],
    [[{ op: 'remove', path: '/list/-1' }], { ...document, list: ['p'] }],
  ])('%j', (patch, result) => expect(applyJsonPatch(document, patch)).toEqual(result));

  test.each([
    [{ op: 'remove', path: '/data/none' }], [{ op: 'test', path: '/data/a', value: 'x' }], [{ op: 'jump', path: '/data/a' }],
    [{ op: 'add', path: '/none/deep', value: 1 }], [{ op: 'remove', path: '/list/7' }], [{ op: 'add', path: 'data', value: 1 }],
  ])('%j is refused', (operation) => expect(() => applyJsonPatch(document, [operation])).toThrow(PatchError));

  test('what is no list of operations is a bad request', () => {
    expect(() => applyJsonPatch(document, { op: 'remove' })).toThrow('error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp');
  });
});
