import { expect, test } from 'vitest';
import type { TraceRecord } from '../kernel/index.ts';
import { Timeline } from './timeline.ts';

const record = (kind: 'input' | 'fault', subject: object, atMs = 1_000): TraceRecord => ({ id: 1, kind, atMs, cause: 0, actor: 'workstation', subject: { type: kind, ...subject } });
const flags = ({ bookmarks }: Timeline): readonly unknown[] => [...bookmarks.values()].map(({ what }) => what);

test('a fault that is typed is one deed, with one flag that says what was done', () => {
  const timeline = new Timeline(() => 7);
  timeline.observe(record('input', { command: 'orrery stop etcd-3/etcd' }));
  timeline.observe(record('fault', { words: ['stop', 'etcd-3/etcd'] }));
  timeline.observe(record('input', { command: 'orrery power off worker-2' }));
  timeline.observe(record('fault', { words: ['power', 'off', 'worker-2'] }));
  expect(flags(timeline)).toEqual([{ say: 'mark.command', with: { command: 'orrery stop etcd-3/etcd' } }, { say: 'mark.powerOff', with: { machine: 'worker-2' } }]);
  expect(timeline.deeds).toEqual(['orrery stop etcd-3/etcd', 'orrery power off worker-2']);
});

test('the same fault once more, from a menu, is another deed', () => {
  const timeline = new Timeline(() => 7);
  timeline.observe(record('input', { command: 'orrery heal --all' }));
  timeline.observe(record('fault', { words: ['heal', '--all'] }));
  timeline.observe(record('fault', { words: ['heal', '--all'] }, 2_000));
  expect(timeline.deeds).toEqual(['orrery heal --all', 'orrery heal --all']);
  expect(flags(timeline)).toEqual([{ say: 'mark.heal' }, { say: 'mark.heal' }]);
});
