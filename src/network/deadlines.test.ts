import { expect, test } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import { Deadlines } from './deadlines.ts';
import type { Deadlined } from './deadlines.ts';

function begun(): { readonly kernel: Kernel; readonly deadlines: Deadlines; readonly told: string[]; wait(name: string): Deadlined } {
  const kernel = new Kernel({ seed: 1 });
  const told: string[] = [];
  const wait = (name: string): Deadlined => ({
    dueMs: 0, line: undefined, sooner: undefined, later: undefined, expire: () => told.push(`${name} at ${kernel.nowMs}`),
  });
  return { kernel, deadlines: new Deadlines(kernel), told, wait };
}

test('each wait ends when its own time is over, whatever its length and whoever was before it', () => {
  const { kernel, deadlines, told, wait } = begun();
  deadlines.add(wait('long'), 100);
  kernel.run({ untilMs: 10 });
  deadlines.add(wait('short'), 20);
  deadlines.add(wait('second long'), 100);
  kernel.run({});
  expect(told).toEqual(['short at 30', 'long at 100', 'second long at 110']);
});

test('who got an answer is told of no deadline, and those behind are told in time', () => {
  const { kernel, deadlines, told, wait } = begun();
  const [first, middle] = [wait('first'), wait('middle')];
  deadlines.add(first, 50);
  kernel.run({ untilMs: 5 });
  deadlines.add(middle, 50);
  kernel.run({ untilMs: 10 });
  deadlines.add(wait('last'), 50);
  first.line?.remove(first);
  middle.line?.remove(middle);
  kernel.run({});
  expect(told).toEqual(['last at 60']);
});

test('where nobody waits any more nothing is left to happen', () => {
  const { kernel, deadlines, wait } = begun();
  const only = wait('only');
  deadlines.add(only, 50);
  only.line?.remove(only);
  expect(kernel.run({})).toBe('idle');
  expect(kernel.nowMs).toBe(0);
});

test('a wait that begins while another one ends gets its whole time', () => {
  const { kernel, deadlines, told, wait } = begun();
  const first = wait('first');
  deadlines.add({ ...first, expire: () => deadlines.add(wait('follower'), 50) }, 50);
  kernel.run({});
  expect(told).toEqual(['follower at 100']);
});
