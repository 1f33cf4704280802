import '../provide.ts';
import { expect, test } from 'vitest';
import { safeguardNames } from '../../etcd/index.ts';
import { RandomStream } from '../../kernel/index.ts';
import { applyFault } from '../faults/faults.ts';
import { FaultError } from '../faults/fault-verb.ts';
import { readTopology } from '../topology/topology.ts';
import { createWorld } from '../world.ts';
import type { World } from '../world.ts';

const seen = { refused: 0, broken: new Set<string>(), done: 0 };
/** Logs that have lost what was promised can make members refuse each other's messages without end. */
const mostEvents = 2_000;

/** Everything that a person could do in the laboratory, at random; what breaks promises only where it may. */
function verbOf(world: World, dice: RandomStream, mayBreak: boolean): string {
  const one = <Item>(items: readonly Item[]): Item => items[dice.integer(0, items.length)] as Item;
  const member = (): string => one(world.etcd).name;
  const message = (): string => {
    const under = [...world.network.inFlight.packets()];
    return under.length === 0 ? '1' : String(one(under).id);
  };
  return one([
    ...(mayBreak ? [() => `safeguard ${one(safeguardNames)} ${one(['on', 'off', 'off'])}`, () => `reads ${one(['safe', 'lease-based'])}`] : []),
    () => `by-hand ${one(['on', 'off', 'off'])}`,
    () => `timeout ${member()}`,
    () => `transfer ${member()}`,
    () => `propose ${member()} ${dice.integer(0, 100)}`,
    () => `client write ${member()} ${dice.integer(0, 100)}`,
    () => `client write ${member()} ${dice.integer(0, 100)}`,
    () => `client read ${member()}`,
    () => `client read ${member()}`,
    () => `stop ${member()}/etcd`,
    () => `start ${member()}/etcd`,
    () => `start ${member()}/etcd`,
    () => `power ${one(['off', 'on', 'on'])} ${member()}`,
    () => `crash ${member()}`,
    () => `${one(['freeze', 'unfreeze', 'unfreeze'])} ${member()}`,
    () => `partition ${member()} ${member()}`,
    () => `cut ${member()} ${member()} --one-way`,
    () => 'heal --all',
    () => `loss ${member()} ${member()} ${one([0, 0.3])}`,
    () => `latency ${member()} ${member()} ${one(['usual', '200ms', '2s'])}`,
    () => `jitter ${member()} ${member()} ${one(['usual', '50ms'])}`,
    () => `slow-disk ${member()} ${one([1, 100])}`,
    ...(mayBreak && dice.chance(0.1) ? [() => `wipe ${member()}`] : []),
    ...['deliver', 'deliver', 'deliver', 'drop', 'duplicate', 'hold', 'release'].map((verb) => () => `${verb} ${message()}`),
  ])();
}

function play(seed: number, mayBreak: boolean): void {
  const world = createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members: 1 + (seed % 5), snapshots: { everyEntries: 15, keptEntries: 3 } } }), seed });
  const dice = new RandomStream(seed, 'what is done');
  world.run({ untilMs: 10_000, condition: () => world.isReady });
  for (let turn = 0; turn < 250; turn++) {
    const verb = verbOf(world, dice, mayBreak);
    try {
      applyFault(world, verb.split(' '));
      if (world.byHand.isOn) world.byHand.work();
    } catch (error) {
      if (!(error instanceof FaultError)) throw new Error(`seed ${seed}, turn ${turn}: ${verb}`, { cause: error });
      seen.refused++;
    }
    world.run({ untilMs: world.kernel.nowMs + dice.integer(0, 300), events: mostEvents });
    if (world.kernel.failure) throw new Error(`seed ${seed}, turn ${turn}: ${verb}`, { cause: world.kernel.failure.error });
  }
  recover(world);
  if (!mayBreak) expect([world.invariants.broken, world.client.judgement.isLinearizable]).toEqual([[], true]);
  for (const { name } of world.invariants.broken) seen.broken.add(name);
  seen.done += world.client.operations.filter(({ state }) => state === 'done').length;
}

/** All is mended: nothing that was done makes the world itself end. */
function recover(world: World): void {
  for (const line of ['by-hand off', 'safeguard --all on', 'heal --all']) applyFault(world, line.split(' '));
  for (const { name } of world.etcd) for (const line of [`power on ${name}`, `unfreeze ${name}`, `release ${name}`, `loss ${name} 0`, `slow-disk ${name} 1`, `start ${name}/etcd`]) applyFault(world, line.split(' '));
  world.run({ untilMs: world.kernel.nowMs + 10_000, events: 10 * mostEvents });
  expect(world.kernel.failure).toBeUndefined();
}

test('whatever a person does in the laboratory, and whatever is taken away, the world goes on', () => {
  for (let seed = 1; seed <= 20; seed++) play(seed, true);
  // What never met its subject proves nothing.
  expect(seen.broken.size).toBeGreaterThan(1);
  expect(seen.done).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(500);
});

test('as long as nothing is taken away every promise is kept, whatever a person does', () => {
  const before = seen.done;
  for (let seed = 101; seed <= 120; seed++) play(seed, false);
  expect(seen.done - before).toBeGreaterThan(100);
});
