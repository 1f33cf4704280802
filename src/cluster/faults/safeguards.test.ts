import '../provide.ts';
import { expect, test } from 'vitest';
import { EtcdClient, memberView, safeguardNames } from '../../etcd/index.ts';
import type { SafeguardName } from '../../etcd/index.ts';
import { Session } from '../session.ts';
import { readTopology } from '../topology/topology.ts';
import { createWorld } from '../world.ts';
import type { World } from '../world.ts';
import { FaultError } from './fault-verb.ts';
import { applyFault } from './faults.ts';

/** A group that follows a leader, without some safeguards. */
function group(members: number, ...without: readonly SafeguardName[]): World {
  const world = createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members, without } }), seed: 5 });
  new Session(world).boot();
  return world;
}

function fault(world: World, line: string): string {
  return applyFault(world, line.split(' '));
}

function leaders(world: World): readonly string[] {
  return world.etcd.filter(({ process }) => process?.isLeader).map(({ name }) => name);
}

function termOf(world: World): number {
  return Math.max(...world.etcd.map((member) => memberView(member).raft?.term ?? 0));
}

/** What a client on the workstation gets from one member: the value, or the words of a failure. */
function ask(world: World, member: string, write?: string): unknown {
  const { stack } = world.machine('workstation').host;
  const client = new EtcdClient({ stack, endpoints: [{ address: world.machine(member).host.stack.address, port: 2379 }], timeoutMs: 5_000 });
  let answer: unknown;
  const body = function* () {
    try {
      if (write === undefined) answer = (yield* client.range({ key: 'x' })).result.kvs[0]?.value;
      else answer = (yield* client.put({ key: 'x', value: write })).result.type;
    } catch (error) {
      answer = String(error);
    }
  };
  world.kernel.spawn('client', body());
  world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => answer !== undefined });
  return answer;
}

function other(world: World, ...not: readonly string[]): string {
  return world.etcd.map(({ name }) => name).find((name) => !not.includes(name)) ?? '';
}

test('safeguards are taken away from all members at once, and given back, in the topology or at any time', () => {
  const world = group(3, 'preVote');
  const rules = (): unknown => world.etcd.map(({ process }) => process?.node.config.preVote);
  expect(rules()).toEqual([false, false, false]);
  expect(fault(world, 'safeguard preVote on')).toBe('every member has preVote again');
  expect(rules()).toEqual([true, true, true]);
  fault(world, 'stop etcd-1/etcd');
  expect(fault(world, 'safeguard checkQuorum off')).toBe("no member has checkQuorum: this is no longer etcd's Raft");
  fault(world, 'start etcd-1/etcd');
  expect(world.etcd.map(({ process }) => process?.node.config.checkQuorum)).toEqual([false, false, false]);
  for (const line of ['safeguard', 'safeguard preVote', 'safeguard --all off', 'safeguard luck off', 'reads', 'reads fast', 'reads lease-based']) {
    expect(() => fault(world, line), line).toThrow(FaultError);
  }
  fault(world, 'safeguard --all on');
  fault(world, 'reads lease-based');
  expect(() => fault(world, 'safeguard checkQuorum off')).toThrow(FaultError);
  expect(() => group(3, 'luck' as SafeguardName)).toThrow(/without\[0\]: there is no safeguard "luck"; there are randomTimeouts, /);
});

test('a group lives without any of them as long as nothing goes wrong', () => {
  for (const name of safeguardNames) {
    const world = group(3, name);
    const [leader = ''] = leaders(world);
    expect(ask(world, other(world, leader), 'a'), name).toBe('put');
    expect(ask(world, leader), name).toBe('a');
    expect(world.kernel.failure).toBeUndefined();
  }
});

test.each([true, false])('random time-outs end split votes (on: %s)', (isOn) => {
  const world = group(5);
  if (!isOn) fault(world, 'safeguard randomTimeouts off');
  fault(world, `stop ${leaders(world)[0]}/etcd`);
  world.pass(20_000);
  expect(leaders(world)).toHaveLength(isOn ? 1 : 0);
  if (isOn) return;
  expect(termOf(world)).toBeGreaterThan(10);
  fault(world, 'safeguard randomTimeouts on');
  world.pass(10_000);
  expect(leaders(world)).toHaveLength(1);
});

test.each([true, false])('PreVote keeps a member that returns from deposing the leader (on: %s)', (isOn) => {
  const world = group(3, ...(isOn ? [] : ['preVote'] as const));
  const [leader = ''] = leaders(world);
  const term = termOf(world);
  const cut = other(world, leader);
  fault(world, `isolate ${cut}`);
  world.pass(10_000);
  fault(world, `rejoin ${cut}`);
  world.pass(5_000);
  expect(termOf(world) > term).toBe(!isOn);
});

test.each([true, false])('CheckQuorum ends a leader that talks to nobody (on: %s)', (isOn) => {
  const world = group(3, ...(isOn ? [] : ['checkQuorum'] as const));
  const [leader = ''] = leaders(world);
  fault(world, `isolate ${leader}`);
  world.pass(20_000);
  expect(leaders(world).includes(leader)).toBe(!isOn);
  expect(leaders(world)).toHaveLength(isOn ? 1 : 2);
});

test.each([true, false])('the log comparison keeps what is committed (on: %s)', (isOn) => {
  const world = group(3, ...(isOn ? [] : ['logComparison'] as const));
  const [leader = ''] = leaders(world);
  const stale = other(world, leader);
  fault(world, `stop ${stale}/etcd`);
  expect(ask(world, leader, 'kept')).toBe('put');
  fault(world, `stop ${leader}/etcd`);
  fault(world, `start ${stale}/etcd`);
  for (let tries = 0; tries < 20 && leaders(world).length === 0; tries++) {
    fault(world, `timeout ${stale}`);
    world.pass(100);
  }
  const broken = world.invariants.broken.map(({ name }) => name);
  if (isOn) expect(ask(world, stale)).toBe('kept');
  else expect(broken).toContain('leaderCompleteness');
});

test.each([true, false])('fsync before answering keeps what was acknowledged through a power cut (on: %s)', (isOn) => {
  const world = group(3, ...(isOn ? [] : ['fsync'] as const));
  expect(ask(world, 'etcd-1', 'kept')).toBe('put');
  for (const { name } of world.etcd) fault(world, `stop ${name}/etcd`);
  for (const { name } of world.etcd) fault(world, `start ${name}/etcd`);
  world.pass(5_000);
  expect(ask(world, 'etcd-1')).toBe('kept');
  expect(ask(world, 'etcd-1', 'newest')).toBe('put');
  for (const { name } of world.etcd) fault(world, `power off ${name}`);
  world.invariants.beginAnew();
  for (const { name } of world.etcd) fault(world, `power on ${name}`);
  world.pass(5_000);
  expect(ask(world, 'etcd-1')).toBe(isOn ? 'newest' : 'kept');
});

test.each([true, false])('ReadIndex keeps a leader of old from answering (on: %s)', (isOn) => {
  const world = group(3, ...(isOn ? [] : ['readIndex'] as const));
  const [leader = ''] = leaders(world);
  expect(ask(world, leader, 'old')).toBe('put');
  fault(world, `isolate ${leader}`);
  fault(world, `heal workstation ${leader}`);
  world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => leaders(world).some((name) => name !== leader) });
  const newest = leaders(world).find((name) => name !== leader) ?? '';
  expect(ask(world, newest, 'new')).toBe('put');
  expect(ask(world, leader)).toEqual(isOn ? expect.stringContaining('EtcdError') : 'old');
});
