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
