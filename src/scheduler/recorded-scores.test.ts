import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schedule } from './situation.ts';
import type { Placement, Situation } from './situation.ts';

// What the real scheduler found in each situation, recorded.
const folder = new URL('../../test/golden/scheduler/scores/', import.meta.url);

interface Recording extends Situation, Placement {
  readonly title: string;
}

const recordings = readdirSync(folder).map((file) => ({ file, recording: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording }));

test.each(recordings.map((entry) => ({ title: entry.recording.title, ...entry })))('$title', ({ recording }) => {
  const { filtered, scores, total, chosen, message } = recording;
  const placement = schedule(recording);
  expect({ filtered: placement.filtered, scores: placement.scores, total: placement.total }).toEqual({ filtered, scores, total });
  if (!recording.tie) expect(placement.chosen).toBe(chosen ?? null);
  if (message !== undefined) expect(placement.message).toBe(message);
});
