import { expect, test } from 'vitest';
import type { RaftLab } from '../protocol/index.ts';
import { Driver } from './testing/driver.ts';

function labOf(driver: Driver): RaftLab | undefined {
  return driver.of('frame').findLast(({ raft }) => raft?.lab)?.raft?.lab;
}

function lights(driver: Driver): readonly string[] {
  return driver.of('frame').findLast(({ raft }) => raft)?.raft?.invariants.filter(({ held }) => !held).map(({ name }) => name) ?? [];
}

function orrery(driver: Driver, command: string): void {
  driver.send({ type: 'fault', fault: { fault: 'verb', words: command.split(' ') } });
}

/** Lets virtual time pass. */
function pass(driver: Driver, ms: number): void {
  driver.send({ type: 'runUntil', condition: { until: 'time', atMs: driver.last.clock.nowMs + ms } });
  driver.pass(20);
  driver.until(() => !driver.last.clock.running);
}

/** A group that has lost what it committed: whoever asks gets a vote, whatever it lacks. */
function withoutLogComparison(): Driver {
  const driver = new Driver();
  driver.load({ seed: 4, topology: 'raft-3', paused: true });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  orrery(driver, 'safeguard logComparison off');
  orrery(driver, 'slow etcd-2 2');
  const leader = driver.of('frame').findLast(({ raft }) => raft?.leader)?.raft?.leader ?? '';
  const [behind = '', other = ''] = ['etcd-1', 'etcd-2', 'etcd-3'].filter((name) => name !== leader);
  orrery(driver, `isolate ${behind}`);
  orrery(driver, `propose ${leader}`);
  pass(driver, 100);
  orrery(driver, `stop ${leader}/etcd`);
  pass(driver, 1_500);
  orrery(driver, `rejoin ${behind}`);
  orrery(driver, `slow-disk ${other} 1`);
  for (let turn = 0; turn < 6 && lights(driver).length === 0; turn++) {
    orrery(driver, `timeout ${behind}`);
    pass(driver, 300);
  }
  return driver;
}

test('where a safeguard is off a promise may break: its light turns red, and the world goes on', () => {
  const driver = withoutLogComparison();
  expect(lights(driver)).toContain('leaderCompleteness');
  expect(labOf(driver)?.broken).toMatchObject({ promise: 'leaderCompleteness', what: { say: 'broken.leaderCompleteness' } });
  expect(driver.last.stopped).toBeUndefined();
  const { nowMs } = driver.last.clock;
  // Each promise that breaks is a reason to stop and look.
  for (let turn = 0; turn < 5; turn++) pass(driver, 1_000);
  expect(driver.last.clock.nowMs).toBeGreaterThan(nowMs + 500);
});

test('the shortest history that breaks it is looked for meanwhile: what does nothing for it is left out', () => {
  const driver = withoutLogComparison();
  const before = labOf(driver)?.broken?.history ?? [];
  expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/^orrery slow /), expect.stringMatching(/^orrery slow-disk/)]));
  driver.until(() => labOf(driver)?.broken?.isShortest === true);
  const after = labOf(driver)?.broken?.history ?? [];
  expect(after[0]).toBe('orrery safeguard logComparison off');
  expect(after.length).toBeLessThan(before.length);
  expect(after.join('\n')).not.toMatch(/slow/);
  expect(before.filter((move) => after.includes(move)).length).toBeGreaterThanOrEqual(after.length);

  const again = withoutLogComparison();
  // In other slices, as on a slower machine.
  for (let turn = 0; turn < 5_000 && labOf(again)?.broken?.isShortest !== true; turn++) again.pass(7, 7);
  expect(labOf(again)?.broken?.history).toEqual(after);
});

test('what is typed at the workstation is part of the history as it was typed', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-3', paused: true });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  const type = (command: string): void => {
    driver.send({ type: 'run', tab: 'workstation', command });
    driver.pass(40);
    driver.send({ type: 'pause' });
  };
  type('orrery safeguard readIndex off; orrery client write etcd-1 old');
  pass(driver, 100);
  const leader = driver.of('frame').findLast(({ raft }) => raft?.leader)?.raft?.leader ?? '';
  const others = ['etcd-1', 'etcd-2', 'etcd-3'].filter((name) => name !== leader);
  type(`orrery partition ${leader} ${others.join(',')}`);
  pass(driver, 4_000);
  type('echo a word in between');
  type(`orrery client write ${others[0] ?? ''} new`);
  pass(driver, 1_000);
  type(`orrery client read ${leader}`);
  pass(driver, 1_000);
  driver.until(() => labOf(driver)?.broken?.isShortest === true);
  expect(labOf(driver)?.broken).toMatchObject({ promise: 'linearizableReads' });
  expect(labOf(driver)?.broken?.history).toEqual([
    'orrery safeguard readIndex off; orrery client write etcd-1 old', `orrery partition ${leader} ${others.join(',')}`, `orrery client write ${others[0] ?? ''} new`, `orrery client read ${leader}`,
  ]);
});

test('a read that no order explains is a broken promise too, with the history that leads there', () => {
  const driver = new Driver();
  driver.load({ seed: 1, scene: 'raft-lease-reads' });
  driver.send({ type: 'pace', pace: { mode: 'max' } });
  for (let step = 0; step < 4; step++) {
    driver.send({ type: 'runUntil', condition: { until: 'situation' } });
    driver.pass(50);
    driver.until(() => !driver.last.clock.running);
  }
  expect(lights(driver)).toEqual(['linearizableReads']);
  driver.until(() => labOf(driver)?.broken?.isShortest === true);
  const { promise, history = [] } = labOf(driver)?.broken ?? {};
  expect(promise).toBe('linearizableReads');
  expect(history[0]).toBe('orrery reads lease-based');
  expect(history).toContain('orrery client read etcd-1');
});
