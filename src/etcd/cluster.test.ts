import { expect, test } from 'vitest';
import type { Process } from '../kernel/index.ts';
import { memberView, prefixRange } from './index.ts';
import type { WatchResponse } from './index.ts';
import { attempt, cluster, pass } from './testing/cluster.ts';

test('a leader is elected by itself and a write is on all members', () => {
  const world = cluster();
  world.start();
  expect(world.kernel.nowMs).toBeLessThan(3000);
  const client = world.client();
  world.ask(client.put({ key: 'a', value: 'one' }));
  pass(world, 300);
  expect(world.members.map((member) => member.process?.store.get('a')?.value)).toEqual(['one', 'one', 'one']);
  expect(memberView(world.members[0]!).raft).toMatchObject({ term: 2, lead: world.leader()?.name });
});

test('a write at any member is answered with the revision at which it was made', () => {
  const world = cluster();
  world.start();
  for (const at of [0, 1, 2]) {
    const { header } = world.ask(world.client(at).put({ key: `k${at}`, value: at }));
    expect(header.revision).toBe(2 + at);
    // A read elsewhere, right after, sees it: it waits until that member has applied it.
    const { result } = world.ask(world.client(at + 1).range({ key: `k${at}` }));
    expect(result.kvs[0]?.value).toBe(at);
  }
});

test('the write hangs on the request, through the messages that made the majority', () => {
  const world = cluster();
  world.start();
  pass(world, 500);
  const { kernel } = world;
  const client = world.client(world.members.indexOf(world.leader()!));
  kernel.spawn('person', (function* (): Process {
    kernel.record('input', 'person', 'put a');
    yield* client.put({ key: 'a', value: 1 });
    kernel.record('step', 'person', 'done');
  })());
  pass(world, 500);
  const records = [...kernel.trace.since(1)];
  const write = records.find((record) => record.kind === 'write');
  const chain = kernel.trace.causesOf(write?.id ?? 0);
  expect(chain.at(-1)?.subject).toBe('put a');
  const kinds = chain.filter((record) => record.kind === 'sent').map((record) => (record.subject as { kind: string }).kind);
  expect(kinds).toEqual(['append', 'append', 'request']);
  const answers = records.filter((record) => record.kind === 'sent' && record.cause === write?.id);
  expect(answers.some((record) => (record.subject as { kind: string }).kind === 'response')).toBe(true);
});

test('without a leader a new one is there within two election time-outs, and nothing acknowledged is lost', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  for (let i = 0; i < 20; i++) world.ask(client.put({ key: `k${i}`, value: i }));
  const old = world.leader()!;
  old.stop();
  const before = world.kernel.nowMs;
  world.run({ condition: () => world.leader() !== undefined });
  expect(world.kernel.nowMs - before).toBeLessThan(2500);
  expect(world.leader()).not.toBe(old);
  expect(world.ask(client.range(prefixRange('k'))).result.count).toBe(20);
  old.start();
  pass(world, 1000);
  expect(old.process?.store.revision).toBe(world.leader()?.process?.store.revision);
});

test('without a majority writes time out, linearizable reads too, and serializable reads answer', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  world.ask(client.put({ key: 'a', value: 1 }));
  pass(world, 300);
  world.members[1]!.stop();
  world.members[2]!.stop();
  expect(world.ask(attempt(client.put({ key: 'a', value: 2 }, { timeoutMs: 5000 })))).toBe('context deadline exceeded');
  expect(world.ask(attempt(client.range({ key: 'a' }, { timeoutMs: 5000 })))).toBe('context deadline exceeded');
  expect(world.ask(client.range({ key: 'a', serializable: true })).result.kvs[0]?.value).toBe(1);
  expect(world.ask(client.status()).result.errors).toEqual(['etcdserver: no leader']);
  expect(world.ask(attempt(client.put({ key: 'a', value: 3 })))).toMatch(/^etcdserver: request timed out/);
  world.members[1]!.start();
  pass(world, 4000);
  world.ask(client.put({ key: 'b', value: 1 }));
  // What was tried in the meantime is not made up for.
  expect(world.ask(client.range({ key: 'a' })).result.kvs[0]).toMatchObject({ value: 1, version: 1 });
});

test('a watch misses nothing and repeats nothing when the member that serves it dies', () => {
  const world = cluster();
  world.start();
  const watch = world.client().watch({ ...prefixRange('k/'), startRevision: 1, requireLeader: true });
  const seen: string[] = [];
  world.kernel.spawn('watcher', (function* (): Process {
    for (let response: WatchResponse | undefined; (response = yield* watch.next()); ) {
      for (const { kv } of response.events) seen.push(`${kv.key}@${kv.modRevision}`);
    }
  })());
  const writer = world.client(1);
  const written: string[] = [];
  for (let i = 0; i < 30; i++) {
    const { header } = world.ask(writer.put({ key: `k/${i % 7}`, value: i }, { timeoutMs: 20_000 }));
    written.push(`k/${i % 7}@${header.revision}`);
    if (i === 10) world.members[0]!.stop();
    if (i === 20) world.members[0]!.start();
    if (i === 25) {
      pass(world, 2000);
      world.members[2]!.restart();
    }
  }
  pass(world, 3000);
  expect(seen).toEqual(written);
});

test('a watch from a compacted revision ends with the revision from which it could begin', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  for (let i = 0; i < 5; i++) world.ask(client.put({ key: 'a', value: i }));
  world.ask(client.compact(4));
  expect(world.ask(attempt(client.range({ key: 'a', revision: 3 })))).toBe('etcdserver: mvcc: required revision has been compacted');
  const error = world.ask((function* (): Process<unknown> {
    try {
      return yield* client.watch({ key: 'a', startRevision: 2 }).next();
    } catch (thrown) {
      return thrown;
    }
  })());
  expect(error).toMatchObject({ message: 'etcdserver: mvcc: required revision has been compacted', compactRevision: 4 });
});

test('leases end when nobody keeps them alive, also when the leader changes, and take their keys along', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  const { id } = world.ask(client.leaseGrant(1));
  world.ask(client.put({ key: 'session', value: 'on', lease: id }));
  for (let i = 0; i < 4; i++) {
    pass(world, 1500);
    expect(world.ask(client.leaseKeepAlive(id))).toBe(2);
  }
  world.leader()?.stop();
  pass(world, 2500);
  expect(world.ask(client.range({ key: 'session' })).result.count).toBe(1);
  pass(world, 6000);
  expect(world.ask(client.range({ key: 'session' })).result.count).toBe(0);
  expect(world.ask(client.leaseTimeToLive(id)).ttlSeconds).toBe(-1);
  expect(world.ask(attempt(client.leaseKeepAlive(id)))).toBe('etcdserver: requested lease not found');
  expect(world.ask(attempt(client.put({ key: 'x', value: 1, lease: 77 })))).toBe('etcdserver: requested lease not found');
});

test('a member that missed more than the log keeps is brought up by a snapshot', () => {
  const world = cluster();
  world.start();
  const client = world.client(0);
  world.ask(client.put({ key: 'first', value: 1 }));
  const late = world.members.find((member) => !member.process?.isLeader)!;
  late.stop();
  world.ask((function* (): Process {
    for (let i = 0; i < 40; i++) {
      const writers = Array.from({ length: 500 }, (_, n) =>
        world.kernel.spawn('writer', client.put({ key: `k/${n}`, value: i })),
      );
      while (writers.some((writer) => !writer.isDone)) yield* world.client(1).status();
    }
  })());
  late.start();
  pass(world, 3000);
  expect(late.process?.store.revision).toBe(world.leader()?.process?.store.revision);
  expect(late.process?.store.get('k/7')?.version).toBe(40);
  expect(memberView(late).raft?.firstIndex).toBeGreaterThan(5000);
  // And it starts again from what it has kept.
  late.restart();
  pass(world, 2500);
  expect(late.process?.store.revision).toBe(world.leader()?.process?.store.revision);
});

test('a machine that is switched off and on comes back with what it had', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  for (let i = 0; i < 10; i++) world.ask(client.put({ key: `k${i}`, value: i }));
  for (const member of world.members) world.network.powerOff(member.host);
  expect(world.members.map(memberView).map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  pass(world, 5000);
  for (const member of world.members) {
    world.network.powerOn(member.host);
    member.start();
  }
  world.run({ condition: () => world.leader() !== undefined });
  expect(world.ask(world.client(1).range(prefixRange('k'))).result.count).toBe(10);
});

test('a leader that is stopped in its tracks is replaced, and follows when it goes on', () => {
  const world = cluster();
  world.start();
  const client = world.client(world.members.findIndex((member) => !member.process?.isLeader));
  const old = world.leader()!;
  old.setPaused(true);
  pass(world, 4000);
  expect(memberView(old).state).toBe('paused');
  world.ask(client.put({ key: 'a', value: 1 }));
  old.setPaused(false);
  pass(world, 1000);
  expect(old.process?.isLeader).toBe(false);
  expect(old.process?.store.get('a')?.value).toBe(1);
  expect(world.members.filter((member) => member.process?.isLeader).length).toBe(1);
});

test('a member whose disk was emptied ends with the words of the real one, and the others go on', () => {
  const world = cluster();
  world.start();
  const client = world.client();
  for (let i = 0; i < 10; i++) world.ask(client.put({ key: `k${i}`, value: i }));
  const other = world.members.find((member) => !member.process?.isLeader)!;
  other.wipe();
  other.start();
  pass(world, 2000);
  expect(other.isRunning).toBe(false);
  const fault = [...world.kernel.trace.since(1)].find(({ kind }) => kind === 'fault');
  expect(fault?.subject).toMatchObject({ why: expect.stringMatching(/^tocommit\(\d+\) is out of range \[lastIndex\(0\)\]\. Was the raft log corrupted, truncated, or lost\?$/) });
  world.ask(client.put({ key: 'more', value: 1 }));
});

test('leadership is handed over on request, and by a time-out that comes now', () => {
  const world = cluster();
  world.start();
  pass(world, 500);
  const target = world.members.find((member) => !member.process?.isLeader)!;
  world.ask(world.client(world.members.indexOf(world.leader()!)).moveLeader(target.name));
  expect(world.leader()).toBe(target);
  const third = world.members.find((member) => !member.process?.isLeader)!;
  target.stop();
  pass(world, 1100);
  third.timeOutNow();
  pass(world, 200);
  expect(world.leader()).toBe(third);
});

test('all that arrives while the disk writes goes into one write', () => {
  const world = cluster();
  world.start();
  const client = world.client(world.members.indexOf(world.leader()!));
  pass(world, 500);
  const before = world.network.sentCount;
  const writers = Array.from({ length: 1000 }, (_, n) => world.kernel.spawn('writer', client.put({ key: `k/${n}`, value: n })));
  world.run({ condition: () => writers.every((writer) => writer.isDone) });
  // A request and an answer each; the members among themselves hardly count.
  expect(world.network.sentCount - before - 2000).toBeLessThan(150);
  pass(world, 300);
  expect(world.members.map((member) => member.process?.store.keyCount)).toEqual([1000, 1000, 1000]);
});

test('the same seed gives the same run', () => {
  const play = (seed: number): string => {
    const world = cluster(seed);
    world.start();
    for (let i = 0; i < 5; i++) world.ask(world.client(i).put({ key: `k${i}`, value: i }));
    world.leader()?.stop();
    pass(world, 5000);
    return world.kernel.hash;
  };
  expect(play(3)).toBe(play(3));
  expect(play(3)).not.toBe(play(4));
});

