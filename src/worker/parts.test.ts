import './provide.ts';
import { expect, test } from 'vitest';
import type { Report } from '../protocol/index.ts';
import { Engine } from './engine.ts';

test('a booted world that waits for the rest of the engine asks for no turns, and goes on once it is there', () => {
  let isWhole = false;
  let wallMs = 0;
  let tries = 0;
  const reports: Report[] = [];
  const engine = new Engine({ isWhole: () => isWhole, loadParts: () => tries++, wallNow: () => (wallMs += 0.05), post: (report) => reports.push(report) });
  /** Takes turns while the engine asks for them; gives how many. */
  const run = (): number => {
    for (let turns = 1; turns < 5_000; turns++) {
      const waitMs = engine.turn();
      for (const report of reports) if (report.type === 'frame') engine.receive({ type: 'drawn', frame: report.frame });
      if (waitMs === Number.POSITIVE_INFINITY) return turns;
      wallMs += waitMs;
    }
    return Number.POSITIVE_INFINITY;
  };
  engine.receive({ type: 'load', source: { seed: 1, scene: 'empty', paused: true } });
  expect(run()).toBeLessThan(5_000);
  const waiting = reports.findLast((report) => report.type === 'frame');
  expect(waiting).toMatchObject({ job: { what: { say: 'job.loading' } } });
  const before = reports.length;
  expect(run()).toBe(1);
  expect(reports).toHaveLength(before);

  engine.receive({ type: 'loadParts' });
  expect(tries).toBe(1);
  isWhole = true;
  run();
  const begun = reports.findLast((report) => report.type === 'frame');
  expect(begun).not.toHaveProperty('job');
  expect(begun).toHaveProperty('terminals.set.0.id', 'workstation');
});
