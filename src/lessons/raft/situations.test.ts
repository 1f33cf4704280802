import { describe, expect, it, test } from 'vitest';
import { Player } from '../testing/play.ts';
import { situations } from './situations.ts';

/** Situations do not rest on the luck of one seed. */
const seeds = [1, 2, 3];

describe.each(situations)('$id', (situation) => {
  it.each(situation.seed === undefined ? seeds : [situation.seed])('ends in what its closing sentence says, and not before (seed %i)', (seed) => {
    const player = new Player(situation, seed);
    const { run, world } = player;
    for (let index = 0; index < situation.steps.length; index++) {
      expect([run.stepsDone, run.holds], `before step ${index + 1}`).toEqual([index, false]);
      player.step();
    }
    expect([run.stepsDone, run.holds]).toEqual([situation.steps.length, true]);
    expect(world.kernel.failure).toBeUndefined();
  });
});

test('each has a name of its own, and every sentence in both languages', () => {
  expect(new Set(situations.map(({ id }) => id)).size).toBe(situations.length);
  for (const { id, title, summary, steps, closing } of situations) {
    expect(id).toMatch(/^raft-/);
    for (const { zh } of [title, summary, ...steps, closing]) expect(zh, id).toMatch(/\p{Script=Han}/u);
  }
});
