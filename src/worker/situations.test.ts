import { describe, expect, it, test } from 'vitest';
import './provide.ts';
import { situations } from '../lessons/index.ts';
import type { SituationState } from '../protocol/index.ts';
import { Driver } from './testing/driver.ts';

/** A page that has opened a situation. */
class Student {
  readonly driver = new Driver();
  private known: SituationState | undefined;

  constructor(source: Parameters<Driver['load']>[0]) {
    this.driver.load(source);
    this.driver.send({ type: 'pace', pace: { mode: 'max' } });
  }

  /** What the page knows of the situation. */
  get state(): SituationState {
    for (const frame of this.driver.of('frame')) this.known = frame.raft?.lab?.situation ?? this.known;
    if (!this.known) throw new Error('the page knows of no situation');
    return this.known;
  }

  get done(): readonly boolean[] {
    return this.state.steps.map(({ isDone }) => isDone);
  }

  next(): void {
    this.driver.send({ type: 'runUntil', condition: { until: 'situation' } });
    this.driver.pass(50);
    this.driver.until(() => !this.driver.last.clock.running);
  }
}

describe.each(situations())('the scene $id', ({ id, steps, closing }) => {
  it('stands among the scenes of the laboratory, and waits for a person who watches', () => {
    const { driver, done, state } = new Student({ seed: 1, scene: id });
    expect(driver.of('world').at(-1)).toMatchObject({ scene: id, perspective: 'raft', scenes: expect.arrayContaining([expect.objectContaining({ id, shelf: 'raft' })]) });
    expect(driver.last.clock.running).toBe(false);
    expect([done, state.holds, state.closing]).toEqual([steps.map(() => false), false, { en: closing.en, zh: closing.zh }]);
  });

  it('is played step by step, and says at its end what the state confirms', () => {
    const student = new Student({ seed: 1, scene: id });
    for (let index = 0; index < steps.length; index++) {
      expect([student.done, student.state.holds], `before step ${index + 1}`).toEqual([steps.map((_, at) => at < index), false]);
      student.next();
    }
    expect([student.done, student.state.holds]).toEqual([steps.map(() => true), true]);
    student.driver.send({ type: 'runUntil', condition: { until: 'situation' } });
    expect(student.driver.of('failure').at(-1)?.message).toBe('runUntil: every step of the situation is done');
  });
});

test('who asks for the next step while one is under way goes on with that: no move is made twice', () => {
  const student = new Student({ seed: 1, scene: 'raft-leader-dies' });
  student.driver.send({ type: 'pace', pace: { mode: 'event', rate: 8 } });
  student.next();
  const next = (): void => student.driver.send({ type: 'runUntil', condition: { until: 'situation' } });
  student.next();
  student.next();
  student.next();
  next();
  student.driver.pass(30);
  student.driver.send({ type: 'pause' });
  next();
  student.driver.pass(30);
  next();
  student.driver.until(() => !student.driver.last.clock.running);
  expect(student.done).toEqual([true, true, true, true, true]);
  const deeds = student.driver.page.sorted('bookmarks').flatMap((mark) => ('what' in mark ? [JSON.stringify(mark.what)] : []));
  expect(deeds.filter((what) => what.includes('start etcd-1/etcd'))).toHaveLength(1);
});

test('moves of a step that were made by hand, or before one went back, are not made again', () => {
  const student = new Student({ seed: 1, scene: 'raft-write' });
  const { driver } = student;
  for (let step = 0; step < 4; step++) student.next();
  const deliver = (): string => {
    driver.pass(50);
    const move = driver.of('frame').findLast(({ raft }) => raft)?.raft?.moves.find(({ what }) => 'say' in what && what.say === 'move.deliver' && what.with?.['what'] === 'MsgApp' && what.with['to'] === 'etcd-3');
    if (!move) throw new Error('no message to etcd-3 waits');
    driver.send(move.command);
    return move.id;
  };
  deliver();
  student.next();
  expect([student.done.includes(false), student.state.holds]).toEqual([false, true]);
  driver.send({ type: 'step', by: 'back' });
  driver.until(() => driver.last.job === undefined && student.done.includes(false));
  student.next();
  expect([student.done.includes(false), student.state.holds]).toEqual([false, true]);
});

test('going back takes steps back, and they are done again the same way', () => {
  const student = new Student({ seed: 1, scene: 'raft-leader-dies' });
  student.next();
  const { event } = student.driver.last.clock;
  while (student.done.includes(false)) student.next();
  const { hash } = student.driver.last.clock;
  student.driver.send({ type: 'rewindToEvent', event });
  student.driver.until(() => student.driver.last.clock.event === event && student.driver.last.job === undefined);
  expect(student.done).toEqual([true, false, false, false, false]);
  while (student.done.includes(false)) student.next();
  expect(student.driver.last.clock.hash).toBe(hash);
});

const text = `id: mine
title: {en: Mine, zh: 我的}
summary: {en: A leader dies., zh: 领导者宕机。}
topology: raft-3
boots: true
steps:
- {en: Stop one., zh: 停一个。, do: [stop etcd-1/etcd], until: [role etcd-1 stopped, leader any]}
closing: {en: Two are enough., zh: 两个就够。, when: [leader any, not leader etcd-1]}
`;

test.each(['raft-write', 'raft-leader-dies'])('%s is played at the pace of a person who watches', (id) => {
  const student = new Student({ seed: 2, scene: id });
  student.driver.send({ type: 'pace', pace: { mode: 'event', rate: 50 } });
  while (student.done.includes(false)) student.next();
  expect(student.state.holds).toBe(true);
});

test('a situation can be brought along as text', () => {
  const student = new Student({ seed: 3, situation: text });
  expect(student.driver.page.sorted('members')).toHaveLength(3);
  student.next();
  expect(student.state).toMatchObject({ id: 'mine', holds: true, steps: [{ isDone: true, moves: ['stop etcd-1/etcd'] }] });
});

test.each([
  ['do: [stop', 'do: [explode', 'steps[0].do[0]: there is no move "explode"; known are until, wait, run, power,'],
  ['leader any, not', 'king any, not', 'closing.when[0]: there is no claim "king"; known are leader, follows,'],
  ['role etcd-1 stopped', 'role etcd-1 asleep', 'steps[0].until[0]: "role etcd-1 asleep" is no claim such as "role MEMBER leader|follower|'],
  ['raft-3', 'raft-0', 'topology: the topology: expected a mapping, found "raft-0"'],
  ['raft-3', '{controlPlanes: 0, etcd: {members: 10}}', 'topology: etcd.members: expected a whole number from 1 to 9, found 10'],
  ['id: mine', 'id: Mine!', 'id: "Mine!" is not small letters, digits and hyphens'],
  ['zh: 停一个。, ', '', 'steps[0].zh: expected a text'],
  ['boots: true', 'without: [common sense]', 'without[0]: there is no safeguard "common sense"; known are randomTimeouts,'],
  ['boots: true', 'boost: true', 'the situation: there is no field "boost"; known are id, title,'],
  ['boots: true', 'boots: true: false', 'the situation is no YAML: '],
])('a text with %s turned into %s is refused with what would be right, and the world stays', (from, to, message) => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-3' });
  driver.send({ type: 'load', source: { seed: 1, situation: text.replace(from, to) } });
  expect(driver.of('failure').at(-1)?.message).toContain(`the situation cannot be opened: ${message}`);
  driver.pass(100);
  expect(driver.page.sorted('members')).toHaveLength(3);
});
