import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kernel, Mailbox, Signal, StepLimitError, join, race, sleep, timeout, yieldTurn } from './index.ts';
import type { Process } from './index.ts';
import { EventQueue, ScheduledEvent } from './event-queue.ts';

function newKernel(seed = 1): Kernel {
  return new Kernel({ seed });
}

describe('time', () => {
  test('events happen in the order of their times, and at one instant in the order in which they were asked for', () => {
    const kernel = newKernel();
    const seen: string[] = [];
    for (const [name, atMs] of [['late', 20], ['first', 10], ['second', 10]] as const) kernel.at(atMs, () => seen.push(`${name}@${kernel.nowMs}`));
    expect(kernel.run({})).toBe('idle');
    expect(seen).toEqual(['first@10', 'second@10', 'late@20']);
  });

  test('a run until an instant leaves the clock there although nothing happens', () => {
    const kernel = newKernel();
    expect(kernel.run({ untilMs: 500 })).toBe('until');
    expect(kernel.nowMs).toBe(500);
  });

  test('a run ends at its condition, at its number of events, or when its slice is over', () => {
    const kernel = newKernel();
    let count = 0;
    const tick = (): void => {
      count++;
      kernel.after(1, tick);
    };
    tick();
    expect(kernel.run({ condition: () => count === 10 })).toBe('condition');
    expect(count).toBe(10);
    expect(kernel.run({ events: 5 })).toBe('budget');
    expect(count).toBe(15);
    expect(kernel.run({ isOverBudget: () => true })).toBe('budget');
  });

  test('a timer that was cancelled does not come, and cancelling it again says so', () => {
    const kernel = newKernel();
    const timer = kernel.after(1, () => expect.fail());
    expect(timer.cancel()).toBe(true);
    expect(timer.cancel()).toBe(false);
    expect(kernel.run({})).toBe('idle');
  });
});

class Nothing extends ScheduledEvent {
  happen(): void {
    return undefined;
  }
}

test('the queue gives the same order as sorting, whatever is taken out of its middle', () => {
  const seen = { removed: 0 };
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { maxLength: 60 }), (items) => {
      const queue = new EventQueue();
      const events = items.map(([atMs], sequence) => {
        const event = new Nothing();
        event.enter(queue, atMs, sequence, 0);
        return event;
      });
      const kept = events.filter((event, index) => {
        if (!items[index]?.[1]) return true;
        seen.removed++;
        queue.remove(event);
        return false;
      });
      const popped: ScheduledEvent[] = [];
      for (let event = queue.pop(); event; event = queue.pop()) popped.push(event);
      expect(popped).toEqual(kept.toSorted((a, b) => a.atMs - b.atMs || a.sequence - b.sequence));
    }),
    { seed: 42, numRuns: 300 },
  );
  expect(seen.removed).toBeGreaterThan(500);
});

describe('processes', () => {
  test('a killed process runs its finally at once and never goes on', () => {
    const kernel = newKernel();
    const seen: string[] = [];
    const process = kernel.spawn('p', (function* (): Process {
      try {
        yield* sleep(100);
        seen.push('woke');
      } finally {
        seen.push('cleaned up');
      }
    })());
    kernel.run({ untilMs: 10 });
    process.kill();
    expect(seen).toEqual(['cleaned up']);
    kernel.run({});
    expect(seen).toEqual(['cleaned up']);
  });

  test('a process that kills its own group ends at its next wait', () => {
    const kernel = newKernel();
    const group = kernel.root.subgroup('g');
    const seen: string[] = [];
    kernel.spawn('p', (function* (): Process {
      group.kill();
      seen.push('still here');
      yield* yieldTurn();
      seen.push('not here');
    })(), group);
    kernel.run({});
    expect(seen).toEqual(['still here']);
  });

  test('an interrupt is thrown where the process waits', () => {
    const kernel = newKernel();
    let caught: unknown;
    const process = kernel.spawn('p', (function* (): Process {
      try {
        yield* sleep(1000);
      } catch (error) {
        caught = error;
      }
    })());
    kernel.run({ untilMs: 1 });
    process.interrupt('stop');
    kernel.run({});
    expect([caught, kernel.nowMs]).toEqual(['stop', 1]);
  });

  test('a frozen group does not run while time passes, and catches up when it is thawed', () => {
    const kernel = newKernel();
    const group = kernel.root.subgroup('machine').subgroup('component');
    const seen: number[] = [];
    kernel.spawn('p', (function* (): Process {
      yield* sleep(10);
      seen.push(kernel.nowMs);
      yield* sleep(10);
      seen.push(kernel.nowMs);
    })(), group);
    kernel.run({ untilMs: 1 });
    group.parent?.freeze();
    kernel.run({ untilMs: 100 });
    expect(seen).toEqual([]);
    group.parent?.thaw();
    kernel.run({});
    expect(seen).toEqual([100, 110]);
  });

  test('of several waits the first to end wins, and the others are given up', () => {
    const kernel = newKernel();
    const bell = new Signal('a bell');
    const winners: number[] = [];
    kernel.spawn('waiter', (function* (): Process {
      winners.push(yield* race([bell, timeout(50)]));
      winners.push(yield* race([bell, timeout(50)]));
    })());
    kernel.after(10, () => bell.notify());
    kernel.run({});
    expect(winners).toEqual([0, 1]);
    expect([kernel.nowMs, bell.waiters]).toEqual([60, 0]);
  });

  test('whoever joins an ended process does not wait, and a running one is waited for', () => {
    const kernel = newKernel();
    const child = kernel.spawn('child', sleep(30));
    const ends: number[] = [];
    kernel.spawn('parent', (function* (): Process {
      yield* join(child);
      ends.push(kernel.nowMs);
      yield* join(child);
      ends.push(kernel.nowMs);
    })());
    kernel.run({});
    expect(ends).toEqual([30, 30]);
  });

  test('a process in which no time passes stops the world with a clear error', () => {
    const kernel = newKernel(7);
    kernel.spawn('busy', (function* (): Process {
      for (;;) yield* yieldTurn();
    })());
    expect(kernel.run({})).toBe('stopped');
    expect(kernel.failure?.error).toBeInstanceOf(StepLimitError);
    expect(kernel.failure).toMatchObject({ seed: 7, process: 'busy' });
  });

  test('so does one that wakes itself for ever and never has to wait', () => {
    const kernel = newKernel();
    const mailbox = new Mailbox<true>(kernel, 'work', 1);
    kernel.spawn('busy', (function* (): Process {
      for (;;) {
        mailbox.push(true);
        yield* mailbox.take();
      }
    })());
    expect(kernel.run({})).toBe('stopped');
    expect(kernel.failure?.error).toBeInstanceOf(StepLimitError);
  });

  test('an error that nobody handles stops the world with seed, event and process', () => {
    const kernel = newKernel(3);
    kernel.spawn('faulty', (function* (): Process {
      yield* sleep(5);
      throw new Error('boom');
    })());
    expect(kernel.run({})).toBe('stopped');
    expect(kernel.failure).toMatchObject({ seed: 3, process: 'faulty', error: new Error('boom') });
    expect(kernel.step()).toBe(false);
  });
});

describe('mailboxes', () => {
  test('items come in order, and their taker goes on on behalf of what put them there', () => {
    const kernel = newKernel();
    const box = new Mailbox<string>(kernel, 'a box');
    const taken: unknown[] = [];
    kernel.spawn('taker', (function* (): Process {
      for (let item = yield* box.take(); item !== undefined; item = yield* box.take()) taken.push([item, kernel.trace.get(kernel.cause)?.subject]);
    })());
    for (const item of ['a', 'b']) {
      kernel.after(1, () => {
        kernel.record('input', 'test', `put ${item}`);
        box.push(item);
      });
    }
    kernel.after(2, () => box.close());
    kernel.run({});
    expect(taken).toEqual([['a', 'put a'], ['b', 'put b']]);
  });

  test('a full mailbox refuses, and one that stays empty gives up in time', () => {
    const kernel = newKernel();
    const box = new Mailbox<number>(kernel, 'a box', 1);
    expect([box.push(1), box.push(2)]).toEqual([true, false]);
    const seen: unknown[] = [];
    kernel.spawn('taker', (function* (): Process {
      seen.push(yield* box.takeWithin(5), yield* box.takeWithin(5), kernel.nowMs);
    })());
    kernel.run({});
    expect(seen).toEqual([1, undefined, 5]);
  });
});

describe('chance', () => {
  test('a stream of random numbers is not shifted by draws of another', () => {
    const alone = newKernel(9).random('a');
    const kernel = newKernel(9);
    const beside = kernel.random('a');
    const other = kernel.random('b');
    for (let i = 0; i < 100; i++) {
      other.next32();
      expect(beside.next32()).toBe(alone.next32());
    }
    expect(kernel.random('a')).toBe(beside);
  });

  test('draws are spread evenly and differ between seeds and names', () => {
    const stream = newKernel(1).random('x');
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[stream.integer(0, 4)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect(newKernel(1).random('x').next32()).not.toBe(newKernel(2).random('x').next32());
    expect(newKernel(1).random('x').next32()).not.toBe(newKernel(1).random('y').next32());
  });
});

test('the trace forgets the oldest records and keeps the chain of the newest', () => {
  const kernel = new Kernel({ seed: 1, traceCapacity: 10 });
  for (let i = 0; i < 25; i++) kernel.record('step', 'test', `record ${i}`);
  expect(kernel.trace.get(1)).toBeUndefined();
  expect(kernel.trace.causesOf(25).map(({ subject }) => subject)).toEqual(Array.from({ length: 10 }, (_, i) => `record ${24 - i}`));
});
