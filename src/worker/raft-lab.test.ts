import { expect, test } from 'vitest';
import { safeguardNames as members } from '../etcd/index.ts';
import { safeguardNames } from '../protocol/index.ts';
import { Driver } from './testing/driver.ts';

test('page and members know the same safeguards', () => {
  expect(safeguardNames).toEqual(members);
});

test('the page is told which safeguards are off, and that a group is of even number', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-4', paused: true });
  driver.send({ type: 'fault', fault: { fault: 'verb', words: ['safeguard', 'preVote', 'off'] } });
  driver.pass(100);
  const frame = driver.of('frame').findLast(({ raft }) => raft !== undefined);
  expect(frame?.raft?.lab).toMatchObject({
    safeguards: expect.arrayContaining([{ name: 'preVote', isOn: false }, { name: 'fsync', isOn: true }]) as unknown,
    warnings: [{ say: 'raft.even', with: { members: 4, survives: 1, fewer: 3 } }],
  });
});

test('by hand the page has every move, and makes an election of them; time hardly passes meanwhile', () => {
  const driver = new Driver();
  driver.load({ seed: 1, topology: 'raft-3' });
  driver.send({ type: 'pace', pace: { mode: 'clock', rate: 1 } });
  driver.pass(1_500);
  driver.send({ type: 'pause' });
  const verb = (...words: readonly string[]): void => driver.send({ type: 'fault', fault: { fault: 'verb', words } });
  const raft = () => driver.of('frame').findLast((frame) => frame.raft !== undefined)?.raft;
  const make = (say: string, member: string, other = member): void => {
    driver.pass(100);
    const move = raft()?.moves.find(({ what }) => 'say' in what && what.say === say && Object.values(what.with ?? {}).includes(member) && Object.values(what.with ?? {}).includes(other));
    if (!move) throw new Error(`there is no move ${say} ${member} ${other}`);
    driver.send(move.command);
  };
  verb('by-hand', 'on');
  driver.pass(100);
  expect(raft()?.lab?.isByHand).toBe(true);
  const leader = raft()?.leader ?? '';
  const [candidate = '', voter = ''] = ['etcd-1', 'etcd-2', 'etcd-3'].filter((name) => name !== leader);
  const { nowMs } = driver.last.clock;
  make('move.heartbeat', leader);
  make('move.timeout', voter);
  make('move.timeout', candidate);
  for (const [from, to] of [[candidate, voter], [voter, candidate], [candidate, voter], [voter, candidate]] as const) {
    driver.pass(100);
    const wanted = raft()?.moves.filter(({ what }) => 'say' in what && what.say === 'move.deliver' && what.with?.['from'] === from && what.with['to'] === to).at(-1);
    if (wanted) driver.send(wanted.command);
  }
  driver.pass(100);
  expect(raft()?.leader).toBe(candidate);
  expect(driver.last.clock.nowMs - nowMs).toBeLessThan(20);
  verb('client', 'write', candidate, 'a');
  driver.pass(100);
  expect(raft()?.lab?.client).toMatchObject({ operations: [{ member: candidate, action: 'write', value: 'a', state: 'pending' }], isLinearizable: true });
  expect(driver.of('failure')).toEqual([]);
});
