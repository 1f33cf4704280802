import { expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { Passages, notePassage } from './passage.ts';
import { RequestRecord } from './request-record.ts';

const object = { metadata: { name: 'a' } };

function begun(passages: Passages, kind: string): RequestRecord {
  const record = new RequestRecord({ type: 'path', verb: 'post', path: '/', credentials: {}, userAgent: 'test' }, 0);
  passages.begin({ kind: { kind }, record }, object);
  return record;
}

test('a write that is tried once more begins its way anew', () => {
  const passages = new Passages();
  const record = begun(passages, 'Pod');
  notePassage({ kind: { kind: 'Pod' }, record }, 'admitted', object, 'Priority');
  expect(record.passage).toEqual([{ step: 'before', by: '', object }, { step: 'admitted', by: 'Priority', object }]);
  passages.begin({ kind: { kind: 'Pod' }, record }, object);
  expect(record.passage).toEqual([{ step: 'before', by: '', object }]);
});

test('only the newest writes keep their ways, and signs of life and Events none', () => {
  const passages = new Passages();
  const first = begun(passages, 'Pod');
  const others = Array.from({ length: limits.passagesKept - 1 }, () => begun(passages, 'Pod'));
  expect([begun(passages, 'Lease').passage, begun(passages, 'Event').passage]).toEqual([undefined, undefined]);
  expect(first.passage).toHaveLength(1);
  const last = begun(passages, 'Pod');
  expect(first.passage).toBeUndefined();
  for (const record of [...others, last]) expect(record.passage).toHaveLength(1);
});
