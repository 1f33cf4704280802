import '../cluster/provide.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { createWorld, readTopology } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import { Signal } from '../kernel/index.ts';
import type { HttpRequest } from '../machine/index.ts';
import { ask } from './outside.ts';
import type { Recipient } from './outside.ts';
import { RealTime } from './real-time.ts';

let world: World;
let time: RealTime | undefined;

/** A world that has come up, kept by a wall clock that moves only when it is told to. */
function keep(clock: { wallMs: number }): RealTime {
  world = createWorld({ topology: readTopology({ workers: [{ name: 'worker-1' }] }), seed: 1 });
  world.run({ untilMs: 120_000, condition: () => world.isReady });
  time = new RealTime(world, { speed: 1, wallNow: () => clock.wallMs });
  time.start();
  return time;
}

afterEach(() => time?.stop());

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** Asks for the namespaces; gives whether the answer has come. */
function request(keeper: RealTime): () => boolean {
  let isAnswered = false;
  const settle = (): void => keeper.settle(recipient);
  const recipient: Recipient = {
    head: () => {
      isAnswered = true;
      settle();
    },
    piece: () => true, end: settle, lost: settle, drained: new Signal('a client that reads'),
  };
  const asked: HttpRequest = { type: 'http.request', method: 'GET', path: '/api/v1/namespaces', isSecure: true, headers: { authorization: `Bearer ${world.adminToken}` }, body: '' };
  keeper.owe(recipient);
  keeper.enter(() => void world.kernel.spawn('a client', ask(world, asked, recipient), world.workstation.sandbox.group));
  return () => isAnswered;
}

describe('the time of a served world', () => {
  test('goes on to an answer that somebody waits for, and then lets the wall clock catch up', async () => {
    const clock = { wallMs: 0 };
    const keeper = keep(clock);
    const beganMs = world.kernel.nowMs;
    const isAnswered = request(keeper);
    await turns(20);
    const answeredMs = world.kernel.nowMs;
    expect([isAnswered(), answeredMs > beganMs, answeredMs < beganMs + 500]).toEqual([true, true, true]);
    await turns(20);
    expect(world.kernel.nowMs).toBe(answeredMs);
    clock.wallMs = 1_000;
    keeper.enter(() => undefined);
    await turns(3);
    expect(world.kernel.nowMs).toBeGreaterThan(answeredMs);
  });

  test('is never far before the wall clock for the sake of an answer that does not come', async () => {
    const keeper = keep({ wallMs: 0 });
    const beganMs = world.kernel.nowMs;
    keeper.owe({});
    keeper.enter(() => undefined);
    await turns(50);
    expect(world.kernel.nowMs).toBe(beganMs + 500);
  });

  test('takes in at one instant what came together, in order', async () => {
    const keeper = keep({ wallMs: 0 });
    const seen: [string, number][] = [];
    for (const name of ['first', 'second']) keeper.enter(() => seen.push([name, world.kernel.nowMs]));
    expect(seen).toEqual([]);
    await turns(2);
    const { nowMs } = world.kernel;
    expect(seen).toEqual([['first', nowMs], ['second', nowMs]]);
  });
});
