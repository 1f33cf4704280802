import { expect, test } from 'vitest';
import type { Member, RoleSpan } from '../protocol/index.ts';
import { Driver } from './testing/driver.ts';

test('a group of members alone is a world like any other to the page: it is told of, steps, replays and takes commands', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-5' });
  const [world] = driver.of('world');
  expect(world).toMatchObject({ presets: expect.arrayContaining(['raft-1', 'raft-9']) as unknown });
  expect(driver.page.sorted('machines').map((machine) => machine.id)).toEqual(['machine/etcd-1', 'machine/etcd-2', 'machine/etcd-3', 'machine/etcd-4', 'machine/etcd-5', 'machine/workstation']);
  expect(driver.page.sorted('members')).toHaveLength(5);
  driver.send({ type: 'pause' });
  driver.send({ type: 'fault', fault: { fault: 'timeout', target: 'component/etcd-2/etcd' } });
  driver.send({ type: 'runUntil', condition: { until: 'raft', next: 'role' } });
  driver.until(() => !driver.last.clock.running);
  driver.send({ type: 'run', tab: 'workstation', command: 'orrery propose etcd-1; kubectl version' });
  driver.pass(500);
  driver.send({ type: 'pause' });
  driver.send({ type: 'step', by: 'back' });
  driver.pass(500);
  expect(driver.last.job).toBeUndefined();
  expect(driver.last.stopped).toBeUndefined();
  expect(driver.of('failure')).toEqual([]);
});

test('a calm group plays heartbeat by heartbeat: nothing else is there to wait for', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-3', paused: true });
  const { nowMs } = driver.last.clock;
  driver.send({ type: 'pace', pace: { mode: 'event', rate: 8 } });
  driver.send({ type: 'play' });
  driver.pass(2_000);
  const passedMs = driver.last.clock.nowMs - nowMs;
  // Four messages every 100 ms, and eight arrive a second.
  expect(passedMs).toBeGreaterThan(50);
  expect(passedMs).toBeLessThan(1_000);
});

test('each member has a role at every moment since the world began, also those that never changed it', () => {
  const driver = new Driver();
  driver.load({ seed: 7, topology: 'raft-5', paused: true });
  const { nowMs } = driver.last.clock;
  for (const { name } of driver.page.sorted('members') as readonly unknown[] as readonly Member[]) {
    const spans = (driver.page.sorted('roleSpans') as readonly unknown[] as readonly RoleSpan[]).filter(({ member }) => member === name).toSorted((a, b) => a.fromMs - b.fromMs);
    expect(spans[0]?.fromMs, name).toBe(0);
    for (const [index, span] of spans.entries()) expect(span.toMs ?? nowMs, name).toBe(spans[index + 1]?.fromMs ?? nowMs);
  }
});

test('the scene of an election begins where the leader of five has just died, and nobody has noticed', () => {
  const driver = new Driver();
  driver.load({ seed: 1, scene: 'raft' });
  const raft = driver.of('frame').findLast((frame) => frame.raft !== undefined)?.raft;
  expect(driver.last.clock.running).toBe(false);
  expect([raft?.alive, raft?.leader, raft?.quorum]).toEqual([4, undefined, 3]);
  expect(driver.page.sorted('machines').map(({ id }) => id)).not.toContain('machine/control-plane-1');
  driver.send({ type: 'runUntil', condition: { until: 'leader' } });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  driver.pass(50);
  driver.until(() => !driver.last.clock.running);
  expect(driver.of('frame').findLast((frame) => frame.raft !== undefined)?.raft?.leader).toBeDefined();
});

test('a member that joins appears as a learner, then as a voter, and goes when it is removed; what is said counts those that vote', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-3' });
  let raft: unknown;
  const type = (command: string): void => {
    driver.send({ type: 'run', tab: 'workstation', command });
    for (let turns = 0; turns < 180; turns++) {
      driver.pass(16);
      raft = driver.last.raft ?? raft;
    }
  };
  const members = (): string[] => (driver.page.sorted('members') as unknown as Member[]).map(({ name, role }) => (role === 'learner' ? `${name} learns` : name));
  driver.send({ type: 'pace', pace: { mode: 'clock', rate: 10 } });
  driver.pass(1_000);
  type('orrery member add --learner');
  expect(members()).toEqual(['etcd-1', 'etcd-2', 'etcd-3', 'etcd-4 learns']);
  expect(raft).toMatchObject({ quorum: 2, alive: 3 });
  type('orrery member promote etcd-4');
  expect(members()).toEqual(['etcd-1', 'etcd-2', 'etcd-3', 'etcd-4']);
  expect(raft).toMatchObject({ quorum: 3, alive: 4 });
  type('orrery member remove etcd-2');
  expect(members()).toEqual(['etcd-1', 'etcd-3', 'etcd-4']);
  expect(raft).toMatchObject({ quorum: 2, alive: 3 });
  expect(driver.of('failure')).toEqual([]);
});

test('a follower keeps to its leader for an election time-out since it heard of it, and without CheckQuorum there is no lease', () => {
  const driver = new Driver();
  driver.load({ seed: 7, topology: 'raft-3', paused: true });
  const members = () => driver.page.sorted('members') as readonly unknown[] as readonly Member[];
  for (const { name, lease } of members()) expect((lease?.dueMs ?? 0) - (lease?.fromMs ?? 0), name).toBe(1_000);
  for (const { name, role, lease } of members()) if (role === 'follower') expect(driver.last.clock.nowMs - (lease?.fromMs ?? 0), name).toBeLessThan(200);
  driver.send({ type: 'fault', fault: { fault: 'verb', words: ['safeguard', 'checkQuorum', 'off'] } });
  driver.pass(50);
  expect(members().map(({ lease }) => lease)).toEqual([undefined, undefined, undefined]);
});

test('a hundred steps back through a calm stretch, one after the other, are each seen in the next turn', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-5', paused: true });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  driver.send({ type: 'runUntil', condition: { until: 'time', atMs: 600_000 } });
  driver.until(() => driver.last.clock.nowMs >= 600_000 && !driver.last.clock.running);
  driver.send({ type: 'rewind', atMs: 590_000 });
  driver.until(() => driver.last.clock.hash !== undefined && driver.last.clock.nowMs <= 590_000);
  driver.pass(2_000);
  const late: number[] = [];
  const { askedInAll } = driver;
  for (let step = 0; step < 100; step++) {
    const { event } = driver.last.clock;
    driver.send({ type: 'step', by: 'back' });
    driver.pass(16);
    if (driver.last.clock.event >= event) late.push(step);
    driver.pass(16 * 6);
  }
  expect(late).toEqual([]);
  expect(driver.askedInAll - askedInAll, 'the run is not played again for each of them').toBeLessThan(10_000);
  const { event } = driver.last.clock;
  driver.pass(1_000);
  expect(driver.last.clock, 'the world has followed').toMatchObject({ event, hash: expect.stringMatching(/./) as unknown });
});

test('a step back from a head that was reached at full speed goes to what came just before, not to what was last looked at', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-5', paused: true });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  driver.send({ type: 'runUntil', condition: { until: 'time', atMs: 60_000 } });
  driver.until(() => driver.last.clock.nowMs >= 60_000 && !driver.last.clock.running);
  const { event } = driver.last.clock;
  for (let step = 1; step <= 3; step++) {
    driver.send({ type: 'step', by: 'back' });
    driver.pass(1_000);
  }
  expect(driver.last.clock.event).toBeLessThan(event - 2);
  expect(driver.last.clock.event).toBeGreaterThan(event - 50);
});
