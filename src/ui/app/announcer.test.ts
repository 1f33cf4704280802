import { beforeAll, expect, it } from 'vitest';
import type { Member } from '../../protocol/index.ts';
import { noWorld, type World } from '../state/world.ts';
import { newsBetween } from './news.ts';
import i18next from 'i18next';
import { en } from '../i18n/en.ts';

const member = (role: Member['role'], votes: Member['votes'] = []): Member => ({
  id: 'component/etcd-2/etcd', name: 'etcd-2', machine: 'machine/etcd-2', role, term: 5, votes, progress: [], paused: false, voters: ['a', 'b', 'c', 'd', 'e'], votersOutgoing: [], learners: [],
  log: { firstIndex: 1, lastIndex: 1, lastTerm: 1, commit: 1, applied: 1, windowFrom: 1, terms: [1] },
});
const world = (row: Member): World => ({ ...noWorld, members: new Map([[row.id, row]]) });

beforeAll(() => i18next.init({ lng: 'en', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false }, resources: { en: { translation: en } } }));

it('says who has become leader, and by how many votes', () => {
  const before = world(member('candidate', ['a', 'b', 'c'].map((from) => ({ from, state: 'granted' as const }))));
  expect(newsBetween(before, world(member('leader')))).toBe('etcd-2 becomes leader in term 5 with 3 of 5 votes.');
});

it('is silent when nothing worth saying happened', () => {
  const same = world(member('leader'));
  expect(newsBetween(same, same)).toBeUndefined();
});

it('tells in the Raft view how a member stands when that has changed', () => {
  const before = world(member('follower'));
  const after = world({ ...member('candidate', [{ from: 'etcd-2', state: 'granted' }, { from: 'a', state: 'coming' }]), term: 6 });
  expect(newsBetween(before, after)).toBeUndefined();
  expect(newsBetween(before, after, true)).toBe('etcd-2 asks for votes in term 6: 1 of the 3 it needs, 0 refused. Nothing comes from a.');
});

it('says what a situation has shown, once the state confirms it', () => {
  const at = (holds: boolean): World => ({
    ...world(member('leader')),
    raft: {
      term: 5, quorum: 3, alive: 5, headline: { text: '' }, sentences: [], moves: [], invariants: [],
      lab: { safeguards: [], isByHand: false, reads: 'safe', warnings: [], client: { operations: [], isLinearizable: true, offending: [] }, situation: { id: 's', steps: [], closing: { en: 'Nothing was lost.', zh: '没有丢失。' }, holds } },
    },
  });
  expect(newsBetween(at(false), at(true))).toBe('Nothing was lost.');
  expect(newsBetween(at(true), at(true))).toBeUndefined();
});
