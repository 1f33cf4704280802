import { expect, test } from 'vitest';
import { Kernel, RandomStream, sleep } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { Network } from '../network/index.ts';
import { EtcdClient, EtcdError, createEtcdMember, prefixRange } from './index.ts';
import type { EtcdMember, WatchResponse } from './index.ts';

const seen = { acknowledged: 0, unknown: 0, crashes: 0, partitions: 0, repairs: 0, watched: 0 };

/** Twenty seconds of writes under crashes, partitions and lost messages, then peace; gives what went wrong. */
function play(seed: number): void {
  const kernel = new Kernel({ seed, traceCapacity: 1000 });
  const network = new Network(kernel);
  const dice = new RandomStream(seed, 'faults');
  const peers = [1, 2, 3].map((id) => ({ id, name: `etcd-${id}`, address: `10.0.0.1${id}` }));
  const members = peers.map(({ name, address }) => createEtcdMember({ kernel, host: network.addHost(name, 'etcd', address), name, peers }));
  const desk = network.addHost('desk', 'workstation', '10.0.0.2');
  const endpoints = peers.map(({ address }) => ({ address, port: 2379 }));
  const client = (): EtcdClient => new EtcdClient({ stack: desk.stack, endpoints, timeoutMs: 9000 });
  const run = (untilMs: number): void => {
    if (kernel.run({ untilMs }) === 'stopped') throw kernel.failure?.error;
  };
  for (const member of members) member.start();
  run(3000);

  const acknowledged = new Map<string, number>();
  function* write(writer: number): Process {
    const etcd = client();
    for (let i = 0; kernel.nowMs < 20_000; i++) {
      const key = `k/${writer}/${i}`;
      try {
        const { header } = yield* etcd.put({ key, value: i });
        acknowledged.set(key, header.revision);
        seen.acknowledged++;
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        seen.unknown++;
      }
      yield* sleep(5);
    }
  }
  const watched: { key: string; revision: number }[] = [];
  kernel.spawn('watcher', (function* (): Process {
    const watch = client().watch({ ...prefixRange('k/'), startRevision: 2, requireLeader: true });
    for (let response: WatchResponse | undefined; (response = yield* watch.next()); ) {
      for (const { kv } of response.events) watched.push({ key: kv.key, revision: kv.modRevision });
    }
  })());
  for (let writer = 0; writer < 4; writer++) kernel.spawn(`writer ${writer}`, write(writer));

  for (let at = 3000; at < 20_000; at += dice.integer(100, 1500)) {
    run(at);
    hurt(members, network, dice);
  }
  network.heal();
  for (const member of members) member.start();
  run(90_000);

  const history = members.map((member) => member.process!.store.eventsSince(2, prefixRange('')).map(({ kv }) => `${kv.key}@${kv.modRevision}`));
  expect(history[1]).toEqual(history[0]);
  expect(history[2]).toEqual(history[0]);
  const committed = new Set(history[0]);
  for (const [key, revision] of acknowledged) expect(committed.has(`${key}@${revision}`), `${key} was acknowledged`).toBe(true);
  expect(watched.map(({ key, revision }) => `${key}@${revision}`)).toEqual(history[0]);
  seen.watched += watched.length;
  for (const member of members) seen.repairs += member.directory.repairs;
}

function hurt(members: readonly EtcdMember[], network: Network, dice: RandomStream): void {
  const member = members[dice.integer(0, 3)]!;
  const others = members.filter((other) => other !== member).map(({ host }) => host);
  switch (dice.integer(0, 6)) {
    case 0:
    case 1:
      if (member.isRunning) seen.crashes++;
      member.stop();
      return;
    case 2:
      seen.partitions++;
      network.partition([[member.host], others]);
      return;
    case 3:
      for (const other of others) network.link(member.host, other).lossChance = dice.between(0, 0.4);
      return;
    default:
      network.heal();
      for (const each of members) each.start();
  }
}

test('no acknowledged write is lost and watches miss and repeat nothing, whatever crashes or is cut off', () => {
  for (let seed = 1; seed <= 12; seed++) play(seed);
  // A property that never meets its subject proves nothing.
  expect(seen.acknowledged).toBeGreaterThan(5000);
  expect(seen.unknown).toBeGreaterThan(20);
  expect(seen.crashes).toBeGreaterThan(30);
  expect(seen.partitions).toBeGreaterThan(15);
  expect(seen.repairs).toBeGreaterThan(0);
  expect(seen.watched).toBeGreaterThan(5000);
}, 60_000);
