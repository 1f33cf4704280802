import { expect, test } from 'vitest';
import type { Member, Message } from '../../../../protocol/index.ts';
import { quorumOf, tallyOf } from './tally.ts';

const id = (name: string): string => `component/${name}/etcd`;
const candidate: Member = {
  id: id('etcd-1'), name: 'etcd-1', machine: 'machine/etcd-1', role: 'candidate', term: 4, progress: [], paused: false,
  voters: ['etcd-1', 'etcd-2', 'etcd-3', 'etcd-4', 'etcd-5'], votersOutgoing: [], learners: [],
  log: { firstIndex: 1, lastIndex: 1, lastTerm: 1, commit: 1, applied: 1, windowFrom: 1, terms: [1] },
  votes: [
    { from: 'etcd-1', state: 'granted' }, { from: 'etcd-2', state: 'refused' }, { from: 'etcd-3', state: 'coming' },
    { from: 'etcd-4', state: 'coming' }, { from: 'etcd-5', state: 'coming' },
  ],
};
const message = (kind: Message['kind'], from: string, to: string): [string, Message] =>
  [`${from}${to}`, { id: `message/${from}${to}`, kind, from: id(from), to: id(to), sentMs: 0, arrivesMs: 1, label: '' }];

test('a vote comes while its question or its answer is under way; else that voter is silent', () => {
  const messages = new Map([message('vote', 'etcd-1', 'etcd-3'), message('voteGranted', 'etcd-4', 'etcd-1'), message('append', 'etcd-5', 'etcd-1')]);
  expect(tallyOf(candidate, messages).map(({ state }) => state)).toEqual(['granted', 'refused', 'coming', 'coming', 'silent']);
});

test('who does not ask has no tally', () => {
  expect(tallyOf({ ...candidate, role: 'leader' }, new Map())).toEqual([]);
});

test('joint consensus needs a majority of both configurations', () => {
  expect(quorumOf(candidate)).toEqual([{ have: 0, need: 3, voters: 5 }]);
  const tally = [{ from: 'a', state: 'granted' }, { from: 'd', state: 'granted' }, { from: 'b', state: 'refused' }] as const;
  expect(quorumOf({ voters: ['a', 'b', 'c'], votersOutgoing: ['a', 'b', 'c', 'd'] }, tally)).toEqual([{ have: 1, need: 2, voters: 3 }, { have: 2, need: 3, voters: 4 }]);
});
