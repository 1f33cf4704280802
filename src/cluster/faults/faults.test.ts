import '../provide.ts';
import { expect, test } from 'vitest';
import { memberView } from '../../etcd/index.ts';
import { Session } from '../session.ts';
import { readTopology } from '../topology/topology.ts';
import { createWorld } from '../world.ts';
import type { World } from '../world.ts';
import { FaultError } from './fault-verb.ts';
import { applyFault, faultVerbs } from './faults.ts';

/** A world that is up. */
function running(members = 3): World {
  const world = createWorld({ topology: readTopology({ etcd: { members }, workers: [{ name: 'worker-1' }] }), seed: 3 });
  new Session(world).boot();
  world.pass(5_000);
  return world;
}

function fault(world: World, line: string): string {
  return applyFault(world, line.split(' '));
}

function revisionsOf(world: World): (number | undefined)[] {
  return world.etcd.map(({ process }) => process?.store.revision);
}

function followerOf(world: World): string {
  return world.etcd.find((member) => memberView(member).raft?.role === 'follower')?.name ?? '';
}

function panics(world: World): unknown[] {
  return [...world.kernel.trace.since(1)].flatMap(({ subject }) => (typeof subject === 'object' && 'why' in subject ? [subject.why] : []));
}

test('what is no fault, or is said wrongly, is refused with what would be right', () => {
  const world = running(1);
  for (const line of ['', 'constructor', 'explode worker-1', ...Object.keys(faultVerbs), 'power up worker-1', 'loss worker-1 -1', 'slow worker-1 x', 'slow-disk etcd-1 0', 'wipe-disk worker-1', 'hold 7', 'delay 1 5']) {
    expect(() => fault(world, line), line).toThrow(FaultError);
  }
});

test('a member whose disk is full ends, with the words of the real one; with room again it catches up', () => {
  const world = running();
  const name = followerOf(world);
  fault(world, `fill-disk ${name}`);
  world.pass(5_000);
  expect(panics(world)).toEqual([expect.stringMatching(/^failed to commit tx: write \/var\/lib\/etcd\/member\/snap\/db: no space left on device$/)]);
  expect(revisionsOf(world)).toContain(undefined);
  fault(world, `start ${name}/etcd`);
  world.pass(5_000);
  expect(panics(world)).toHaveLength(2);
  fault(world, `free-disk ${name}`);
  fault(world, `start ${name}/etcd`);
  world.pass(5_000);
  expect(new Set(revisionsOf(world)).size).toBe(1);
  expect(world.kernel.failure).toBeUndefined();
});

test('a component whose manifest does not fit on the disk is not started, in words that say why', () => {
  const world = createWorld({ topology: readTopology({ registered: true, workers: [{ name: 'worker-1' }] }), seed: 3 });
  world.pass(5_000);
  fault(world, 'stop control-plane-1/kube-scheduler');
  fault(world, 'fill-disk control-plane-1');
  expect(() => fault(world, 'start control-plane-1/kube-scheduler')).toThrow('kube-scheduler on control-plane-1 cannot be started: /etc/kubernetes/manifests/kube-scheduler.yaml: No space left on device');
  fault(world, 'free-disk control-plane-1');
  fault(world, 'start control-plane-1/kube-scheduler');
  expect(world.kernel.failure).toBeUndefined();
});

test('a leader whose disk takes longer than an election time-out loses the lead', () => {
  const world = running();
  const leader = world.etcd.find((member) => memberView(member).raft?.role === 'leader');
  fault(world, `slow-disk ${leader?.name ?? ''} 3000`);
  world.pass(20_000);
  expect(leader && memberView(leader).raft?.role).toBe('follower');
  fault(world, `slow-disk ${leader?.name ?? ''} 1`);
  world.pass(10_000);
  expect(new Set(revisionsOf(world)).size).toBe(1);
});

test('the messages of a machine are held, and all go on in their order when they are released', () => {
  const world = running();
  const name = followerOf(world);
  fault(world, `hold ${name}`);
  world.pass(3_000);
  const held = [...world.network.inFlight.packets()].filter(({ state }) => state === 'held');
  expect(held.length).toBeGreaterThan(10);
  expect(new Set(revisionsOf(world)).size).toBe(2);
  fault(world, `release ${name}`);
  expect([...world.network.inFlight.packets()].filter(({ state }) => state === 'held')).toEqual([]);
  world.pass(5_000);
  expect(new Set(revisionsOf(world)).size).toBe(1);
});

test('messages that come twice or are overtaken change nothing of what is stored', () => {
  const world = running();
  const sent = world.network.sentCount;
  for (const name of world.machines.keys()) {
    fault(world, `repeat ${name} 0.5`);
    fault(world, `reorder ${name} 0.5`);
  }
  world.pass(30_000);
  expect(world.network.sentCount - sent).toBeGreaterThan(500);
  expect(new Set(revisionsOf(world)).size).toBe(1);
  expect(world.kernel.failure).toBeUndefined();
});

test('a member that lost its disk ends when it hears of what it had; another leader takes it in again', () => {
  const world = running();
  const name = followerOf(world);
  fault(world, `wipe-disk ${name}`);
  fault(world, `start ${name}/etcd`);
  world.pass(2_000);
  expect(panics(world)).toEqual([expect.stringMatching(/^tocommit\(\d+\) is out of range \[lastIndex\(0\)\]/)]);
  const leader = world.etcd.find((member) => memberView(member).raft?.role === 'leader')?.name ?? '';
  fault(world, `stop ${leader}/etcd`);
  world.pass(5_000);
  expect(world.etcd.filter(({ isRunning }) => isRunning)).toHaveLength(1);
  fault(world, `start ${name}/etcd`);
  fault(world, `start ${leader}/etcd`);
  world.pass(10_000);
  expect(new Set(revisionsOf(world)).size).toBe(1);
  expect(world.kernel.failure).toBeUndefined();
});

test.each([1, 2, 3])('when %i of three members lose their disks at work, what was promised is lost, but the world goes on', (count) => {
  const world = running();
  world.workstation.execute('for i in 1 2 3 4 5 6 7 8 9; do kubectl create configmap note-$i; done');
  world.run({ untilMs: world.kernel.nowMs + 1_000, condition: () => !world.etcd.every(({ process }) => process?.store.revision === world.etcd[0]?.process?.store.revision) });
  for (const { name } of world.etcd.slice(0, count)) fault(world, `wipe-disk ${name}`);
  for (const { name } of world.etcd.slice(0, count)) fault(world, `start ${name}/etcd`);
  world.pass(30_000);
  expect(world.kernel.failure).toBeUndefined();
});
