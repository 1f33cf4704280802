import '../provide.ts';
import { expect, test } from 'vitest';
import { isPeerMessage, memberView } from '../../etcd/index.ts';
import { applyFault } from '../faults/faults.ts';
import { FaultError } from '../faults/fault-verb.ts';
import { Session } from '../session.ts';
import { readTopology } from '../topology/topology.ts';
import { createWorld } from '../world.ts';
import type { World } from '../world.ts';

function group(members: number): World {
  const world = createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members } }), seed: 5 });
  new Session(world).boot();
  world.pass(500);
  return world;
}

function fault(world: World, line: string): string {
  return applyFault(world, line.split(' '));
}

/** A move by hand: a fault, and what it leads to by itself. */
function move(world: World, line: string): void {
  fault(world, line);
  world.byHand.work();
}

function leaderOf(world: World): string {
  return world.etcd.find(({ process }) => process?.isLeader)?.name ?? '';
}

function others(world: World, name: string): readonly string[] {
  return world.etcd.map((member) => member.name).filter((other) => other !== name);
}

/** What waits between members, as `kind/from/to`. */
function waiting(world: World): readonly string[] {
  return [...world.network.inFlight.packets()].flatMap(({ payload, from, to, state }) => (isPeerMessage(payload) && state === 'held' ? [`${payload.type}/${from.host.name}/${to.host.name}`] : []));
}

function role(world: World, name: string): string | undefined {
  const member = world.etcd.find((one) => one.name === name);
  return member && memberView(member).raft?.role;
}

test('by hand nothing moves by itself: no timer, no message, hardly any time', () => {
  const world = group(3);
  fault(world, 'by-hand on');
  const { nowMs, eventNumber } = world.kernel;
  move(world, `propose ${leaderOf(world)}`);
  expect(waiting(world).filter((name) => name.startsWith('MsgApp/'))).toHaveLength(2);
  expect(world.kernel.nowMs - nowMs).toBeLessThan(5);
  world.pass(60_000);
  expect(world.kernel.eventNumber - eventNumber).toBeLessThan(40);
  expect(new Set(world.etcd.map(({ process }) => process?.node.term)).size).toBe(1);
});

test('by hand an election is made message by message', () => {
  const world = group(3);
  const leader = leaderOf(world);
  const [candidate = '', voter = ''] = others(world, leader);
  fault(world, 'by-hand on');
  for (const name of waiting(world)) move(world, `drop ${name}`);
  fault(world, `stop ${leader}/etcd`);
  move(world, `timeout ${voter}`);
  for (const name of waiting(world)) move(world, `drop ${name}`);
  expect(role(world, voter)).toBe('pre-candidate');
  move(world, `timeout ${candidate}`);
  expect(waiting(world)).toContain(`MsgPreVote/${candidate}/${voter}`);
  move(world, `deliver MsgPreVote/${candidate}/${voter}`);
  expect(waiting(world)).toContain(`MsgPreVoteResp/${voter}/${candidate}`);
  move(world, `deliver MsgPreVoteResp/${voter}/${candidate}`);
  expect(role(world, candidate)).toBe('candidate');
  move(world, `deliver MsgVote/${candidate}/${voter}`);
  move(world, `deliver MsgVoteResp/${voter}/${candidate}`);
  expect(role(world, candidate)).toBe('leader');
  expect(waiting(world)).toContain(`MsgApp/${candidate}/${voter}`);
  move(world, `timeout ${candidate}`);
  expect(waiting(world)).toContain(`MsgHeartbeat/${candidate}/${voter}`);
  fault(world, 'by-hand off');
  expect(waiting(world)).toEqual([]);
  world.pass(3_000);
  expect(leaderOf(world)).toBe(candidate);
});

test('by hand a member that starts stands too, and goes on with the others; timers have then as much left as before', () => {
  const world = group(3);
  const [first = ''] = others(world, leaderOf(world));
  fault(world, 'by-hand on');
  fault(world, `stop ${first}/etcd`);
  fault(world, `start ${first}/etcd`);
  const leftOf = (name: string): number => {
    const member = world.etcd.find((one) => one.name === name);
    return (member ? (memberView(member).raft?.timerDueMs ?? 0) : 0) - world.kernel.nowMs;
  };
  const left = world.etcd.map(({ name }) => leftOf(name));
  world.pass(20_000);
  expect(world.etcd.map(({ name }) => leftOf(name))).toEqual(left.map((ms) => expect.closeTo(ms, 3) as number));
  fault(world, 'by-hand off');
  expect(world.etcd.map(({ name }) => leftOf(name))).toEqual(left.map((ms) => expect.closeTo(ms, 3) as number));
});

test('a client writes and reads through any member, and is told what came of it', () => {
  const world = group(3);
  const [follower = ''] = others(world, leaderOf(world));
  fault(world, `client read ${follower}`);
  world.pass(100);
  fault(world, `client write ${follower} a`);
  world.pass(100);
  fault(world, `client read ${leaderOf(world)}`);
  expect(world.client.operations.at(-1)).toMatchObject({ action: 'read', state: 'pending', value: undefined });
  world.pass(100);
  fault(world, `stop ${follower}/etcd`);
  fault(world, `client write ${follower} b`);
  world.pass(100);
  expect(world.client.operations.map(({ id, member, action, value, state, error }) => ({ id, member, action, value, state, error }))).toEqual([
    { id: '1', member: follower, action: 'read', value: '', state: 'done', error: undefined },
    { id: '2', member: follower, action: 'write', value: 'a', state: 'done', error: undefined },
    { id: '3', member: leaderOf(world), action: 'read', value: 'a', state: 'done', error: undefined },
    { id: '4', member: follower, action: 'write', value: 'b', state: 'failed', error: expect.stringMatching(/connection refused$/) as unknown },
  ]);
  expect(world.client.judgement.isLinearizable).toBe(true);
});

test('a write of which nobody heard again is unknown, and may have been done', () => {
  const world = group(3);
  const leader = leaderOf(world);
  const [one = '', two = ''] = others(world, leader);
  fault(world, `partition ${leader} ${one},${two}`);
  fault(world, `client write ${leader} lost`);
  world.pass(15_000);
  expect(world.client.operations[0]).toMatchObject({ state: 'unknown', error: expect.stringMatching(/^etcdserver: request timed out/) as unknown });
  fault(world, 'heal --all');
  world.pass(3_000);
  fault(world, `client read ${leader}`);
  world.pass(100);
  expect(world.client.operations[1]).toMatchObject({ state: 'done', value: '' });
  expect(world.client.judgement.isLinearizable).toBe(true);
});

test('a stale read is found out: without ReadIndex a leader of old answers from what it has', () => {
  const world = group(3);
  fault(world, 'safeguard readIndex off');
  const old = leaderOf(world);
  const [one = '', two = ''] = others(world, old);
  fault(world, `client write ${old} before`);
  world.pass(100);
  fault(world, `partition ${old} ${one},${two}`);
  world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => others(world, old).some((name) => role(world, name) === 'leader') });
  const leader = others(world, old).find((name) => role(world, name) === 'leader') ?? '';
  fault(world, `client write ${leader} after`);
  world.pass(100);
  fault(world, `client read ${old}`);
  world.pass(100);
  expect(world.client.operations.at(-1)).toMatchObject({ state: 'done', value: 'before' });
  expect(world.client.judgement).toEqual({ isLinearizable: false, offending: ['2', '3'] });
  expect(world.invariants.broken).toMatchObject([{ name: 'linearizableReads', message: "linearizableReads: no order explains the client's operations 2, 3" }]);
  fault(world, 'client forget');
  expect(world.client.judgement.isLinearizable).toBe(true);
});

test('what is lost with the disks of a majority is no broken promise, and the world goes on', () => {
  const world = group(3);
  fault(world, 'client write etcd-1 kept');
  world.pass(100);
  for (const { name } of world.etcd) fault(world, `wipe ${name}`);
  for (const { name } of world.etcd) fault(world, `start ${name}/etcd`);
  world.pass(5_000);
  fault(world, 'client read etcd-1');
  world.pass(100);
  expect(world.client.operations.at(-1)).toMatchObject({ state: 'done', value: '' });
  expect(world.client.judgement.isLinearizable).toBe(false);
  expect([world.kernel.failure, world.invariants.broken]).toEqual([undefined, []]);
});

test('leadership is handed over, links are cut one way, slowed, made lossy, disks wiped', () => {
  const world = group(5);
  const leader = leaderOf(world);
  const [next = '', other = ''] = others(world, leader);
  expect(fault(world, `transfer ${next}`)).toBe(`${leader} hands over to ${next}`);
  world.pass(100);
  expect(leaderOf(world)).toBe(next);
  const [there, back] = [world.network.link(world.machine(next).host, world.machine(other).host), world.network.link(world.machine(other).host, world.machine(next).host)];
  expect(fault(world, `cut ${next} ${other} --one-way`)).toBe(`nothing passes any more from ${next} to ${other}`);
  expect([there.isCut, back.isCut]).toEqual([true, false]);
  fault(world, `heal ${next} ${other} --one-way`);
  fault(world, `loss ${next} ${other} 0.25`);
  fault(world, `latency ${next} ${other} 20ms --one-way`);
  fault(world, `jitter ${next} ${other} 5ms`);
  expect([there, back].map(({ isCut, lossChance, latency: { baseMs, jitterMs } }) => ({ isCut, lossChance, baseMs, jitterMs }))).toEqual([
    { isCut: false, lossChance: 0.25, baseMs: 20, jitterMs: 5 },
    { isCut: false, lossChance: 0.25, baseMs: back.usualLatency.baseMs, jitterMs: 5 },
  ]);
  fault(world, `latency ${next} ${other} usual`);
  expect(there.latency.baseMs).toBe(there.usualLatency.baseMs);
  fault(world, `propose ${next} hello`);
  world.pass(200);
  expect(world.etcd.map(({ process }) => process?.store.get('/orrery/note')?.value)).toEqual(Array.from({ length: 5 }, () => 'hello'));
  expect(fault(world, `wipe ${other}`)).toBe(`${other} has lost its disk`);
  expect(role(world, other)).toBeUndefined();
});

test('what cannot be is refused with what would be right, and nothing happens', () => {
  const world = group(3);
  const leader = leaderOf(world);
  const [, down = ''] = others(world, leader);
  fault(world, `stop ${down}/etcd`);
  const huge = 'x'.repeat(10_000_000);
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['timeout etcd-9', /^there is no etcd member "etcd-9"; there are etcd-1, etcd-2, etcd-3$/],
    [`timeout ${down}`, /^etcd-\d does not run; start it first: "start etcd-\d\/etcd"$/],
    [`propose ${down}`, /^etcd-\d does not run/],
    [`propose etcd-1 ${huge}`, /^100000\d\d bytes are more than the 1572864 that etcd takes in a request: etcdserver: request is too large$/],
    [`client write etcd-1 ${huge}`, /etcdserver: request is too large$/],
    ['client write etcd-1', /the value is missing/],
    ['client', /say "client write etcd-1 VALUE"/],
    ['client read etcd-9', /there is no etcd member "etcd-9"/],
    ['by-hand', /say "by-hand on"/],
    ['safeguard', /there is no safeguard ""; there are randomTimeouts, preVote, /],
    ['safeguard preVote', /say "safeguard preVote on" or "safeguard preVote off"$/],
    ['safeguard --all off', /they are taken away one by one$/],
    ['transfer etcd-9', /there is no etcd member/],
    [`transfer ${leader}`, /leads already$/],
    ['cut etcd-1 etcd-1', /etcd-1 has no link to itself/],
    ['latency etcd-1 etcd-2 soon', /"soon" is no time such as 20ms/],
    ['latency etcd-1 etcd-2 2m', /at most a minute/],
    ['jitter etcd-1', /there is no machine ""/],
    ['loss etcd-1 etcd-2 2', /PROBABILITY is a number from 0 to 1/],
  ];
  for (const [line, message] of wrong) {
    expect(() => fault(world, line), line.slice(0, 40)).toThrow(FaultError);
    expect(() => fault(world, line), line.slice(0, 40)).toThrow(message);
  }
  expect(world.client.operations).toEqual([]);
  world.pass(1_000);
  expect(world.kernel.failure).toBeUndefined();
});

test('the client keeps so many operations, and says when it begins anew', () => {
  const world = group(1);
  for (let i = 0; i < 200; i++) fault(world, `client write etcd-1 ${i}`);
  expect(() => fault(world, 'client read etcd-1')).toThrow(/remembers 200 operations, and no more; say "client forget"/);
  world.pass(1_000);
  expect(world.client.operations.every(({ state }) => state === 'done')).toBe(true);
  expect(world.client.judgement.isLinearizable).toBe(true);
});

test('by hand a snapshot is delivered too, and a member far behind catches up', () => {
  const world = createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members: 3, snapshots: { everyEntries: 10, keptEntries: 2 } } }), seed: 5 });
  new Session(world).boot();
  const leader = leaderOf(world);
  const [behind = ''] = others(world, leader);
  fault(world, `stop ${behind}/etcd`);
  for (let i = 0; i < 40; i++) {
    fault(world, `propose ${leader} ${i}`);
    world.pass(20);
  }
  fault(world, 'by-hand on');
  fault(world, `start ${behind}/etcd`);
  const seen = new Set<string>();
  for (let moves = 0; moves < 200; moves++) {
    const [next] = waiting(world);
    if (next === undefined) move(world, `timeout ${leader}`);
    else {
      seen.add(next);
      move(world, `deliver ${next}`);
    }
  }
  expect(seen).toContain(`MsgSnap/${leader}/${behind}`);
  expect(world.etcd.map(({ process }) => process?.store.get('/orrery/note')?.value)).toEqual(['39', '39', '39']);
});

test.each(['safe', 'lease-based'])('a leader that was frozen answers a read of old only when it trusts its lease (reads: %s)', (reads) => {
  const world = group(3);
  fault(world, `reads ${reads}`);
  const old = leaderOf(world);
  fault(world, `client write ${old} before`);
  world.pass(100);
  fault(world, `freeze ${old}`);
  world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => others(world, old).some((name) => role(world, name) === 'leader') });
  const leader = others(world, old).find((name) => role(world, name) === 'leader') ?? '';
  fault(world, `client write ${leader} after`);
  fault(world, `cut ${old} ${leader}`);
  for (const other of others(world, old)) fault(world, `cut ${old} ${other}`);
  world.pass(50);
  expect(world.client.operations.at(-1)).toMatchObject({ state: 'done' });
  fault(world, `client read ${old}`);
  world.pass(5);
  fault(world, `unfreeze ${old}`);
  world.pass(1_000);
  const isStale = world.client.operations.at(-1)?.value === 'before';
  expect(isStale).toBe(reads === 'lease-based');
  expect(world.invariants.broken.map(({ name }) => name)).toEqual(isStale ? ['linearizableReads'] : []);
});

test('by hand a machine that crashed stays off until its member is started, which switches it on', () => {
  const world = group(3);
  const [crashed = ''] = others(world, leaderOf(world));
  fault(world, 'by-hand on');
  move(world, `crash ${crashed}`);
  expect([role(world, crashed), world.machine(crashed).isOn]).toEqual([undefined, false]);
  move(world, `start ${crashed}/etcd`);
  expect([role(world, crashed), world.machine(crashed).isOn]).toEqual(['follower', true]);
  fault(world, 'by-hand off');
  fault(world, `client write ${crashed} a`);
  world.pass(3_000);
  expect(world.client.operations.at(-1)).toMatchObject({ state: 'done' });
});
