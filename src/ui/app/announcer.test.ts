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
