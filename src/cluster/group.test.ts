import './provide.ts';
import { expect, test } from 'vitest';
import { memberView } from '../etcd/index.ts';
import { Session } from './session.ts';
import { readTopology } from './topology/topology.ts';
import { createWorld } from './world.ts';

function group(members: number): Session {
  const session = new Session(createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members } }), seed: 4 }));
  session.boot();
  return session;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('a group of %i is members and a workstation, and is up as soon as all follow a leader', (members) => {
  const { world } = group(members);
  expect([...world.machines.keys()]).toEqual(['workstation', ...Array.from({ length: members }, (_, index) => `etcd-${index + 1}`)]);
  expect(world.isReady).toBe(true);
  expect(world.kernel.nowMs).toBeLessThan(5_000);
  const leaders = new Set(world.etcd.map((member) => memberView(member).raft?.lead));
  expect(leaders.size).toBe(1);
});

test('in a group members can be timed out, asked to write, stopped and reached; kubectl says that there is no server', () => {
  const session = group(5);
  expect(session.answer({ run: 'kubectl get pods' })).toMatchObject({ status: 1, output: expect.stringMatching(/^(E.*memcache\.go:265\] .*connection refused"\n)+The connection to the server localhost:8080 was refused - did you specify the right host or port\?\n$/) as unknown });
  expect(session.answer({ run: 'orrery timeout etcd-3 && orrery propose etcd-2 && orrery stop etcd-5/etcd && ssh etcd-1 hostname' })).toMatchObject({ status: 0, output: expect.stringMatching(/\netcd-1\n$/) as unknown });
  session.answer({ pass: '3s' });
  const { world } = session;
  expect(world.etcd.map(({ process }) => process?.store.get('/orrery/note') !== undefined)).toEqual([true, true, true, true, false]);
  expect(session.answer({ inspect: 'raft' })).toMatchObject({ members: expect.arrayContaining([{ name: 'etcd-5', state: 'stopped' }]) as unknown });
});
