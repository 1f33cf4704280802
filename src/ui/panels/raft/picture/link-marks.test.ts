import { describe, expect, it } from 'vitest';
import { machineId, type LinkFault, type Machine, type Member } from '../../../../protocol/index.ts';
import type { Words } from '../../../i18n/use-words.ts';
import { linkMarks, placeMark } from './link-marks.ts';

const say: Words = (key, values) => `${key}${values ? ` ${Object.values(values).join(' ')}` : ''}`;
const member = (name: string): Member => ({
  id: `component/${name}/etcd`, name, machine: machineId(name), role: 'follower', term: 1, paused: false, votes: [], progress: [], voters: [], votersOutgoing: [], learners: [],
  log: { firstIndex: 1, lastIndex: 1, lastTerm: 1, commit: 1, applied: 1, windowFrom: 1, terms: [1] },
});
const members = ['a', 'b', 'c'].map(member);
const machines = (faults: Readonly<Record<string, readonly LinkFault[]>>): ReadonlyMap<string, Machine> => new Map(members.map(({ name, machine }) =>
  [machine, { id: machine, name, role: 'etcd', power: 'on', cutFrom: [], ...(faults[name] ? { linkFaults: faults[name] } : {}) }]));
const marksOf = (faults: Parameters<typeof machines>[0]) => linkMarks(members, machines(faults), say);

describe('what is wrong with links', () => {
  it('is nothing while all are as usual, nor what is wrong with links to others', () => {
    expect(marksOf({})).toEqual([]);
    expect(marksOf({ a: [{ to: machineId('workstation'), loss: 1 }] })).toEqual([]);
  });

  it('is told once where both directions are alike', () => {
    const marks = marksOf({ a: [{ to: machineId('b'), loss: 0.2, latencyMs: 20.04 }], b: [{ to: machineId('a'), loss: 0.2, latencyMs: 20.04 }] });
    expect(marks).toEqual([{ from: 'component/a/etcd', to: 'component/b/etcd', isOneWay: false, loss: 0.2, text: 'link.isLost 20raft.commalink.isLate 20' }]);
  });

  it('is told of each direction where they differ', () => {
    const marks = marksOf({ a: [{ to: machineId('b'), jitterMs: 5 }], b: [{ to: machineId('a'), repeat: 0.5, reorder: 0.1 }] });
    expect(marks.map(({ from, isOneWay, text }) => [from, isOneWay, text])).toEqual([
      ['component/a/etcd', true, 'link.isUneven 5'], ['component/b/etcd', true, 'link.isRepeated 50raft.commalink.isOvertaken 10'],
    ]);
  });

  it('stands outside a short way at its middle, and near the sender on one that passes the middle of the ring', () => {
    const [mark] = marksOf({ a: [{ to: machineId('b'), loss: 1 }] });
    const ring = { rim: 20, scale: 1, centre: { x: 100, y: 200 } };
    const near = mark && placeMark(mark, 40, { ...ring, at: new Map([['component/a/etcd', { x: 50, y: 50 }], ['component/b/etcd', { x: 150, y: 50 }]]) });
    expect(near).toMatchObject({ point: { x: 100 }, degrees: 0, words: { anchor: 'middle' } });
    expect(near && near.words.y).toBeLessThan(0);
    const far = mark && placeMark(mark, 40, { ...ring, at: new Map([['component/a/etcd', { x: 100, y: 50 }], ['component/b/etcd', { x: 100, y: 350 }]]) });
    expect(far?.point.y).toBeLessThan(200 - 40);
  });
});
