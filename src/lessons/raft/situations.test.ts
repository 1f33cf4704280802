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

describe.each([
  ['raft-figure-8', 'ownTermCommit'], ['raft-prevote-off', 'preVote'], ['raft-fixed-timeouts', 'randomTimeouts'], ['raft-no-check-quorum', 'checkQuorum'],
  ['raft-any-log', 'logComparison'], ['raft-no-fsync', 'fsync'], ['raft-stale-read', 'readIndex'],
])('%s', (id, safeguard) => {
  it(`does not end so when the members have ${safeguard}`, () => {
    const situation = situations.find((one) => one.id === id);
    if (!situation) throw new Error(`there is no situation ${id}`);
    const off = `safeguard ${safeguard} off`;
    expect(situation.beginning.map(({ text }) => text)).toContain(off);
    const player = new Player({ ...situation, beginning: situation.beginning.filter(({ text }) => text !== off) });
    try {
      while (player.run.next) player.step();
    } catch (error) {
      // Some step already does not come true.
      expect(String(error)).toContain('did not come true');
    }
    expect(player.run.holds).toBe(false);
    expect(player.world.kernel.failure).toBeUndefined();
  });
});
