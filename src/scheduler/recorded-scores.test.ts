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
  // Which of equals is chosen is up to the draw; why nothing fits was not recorded everywhere.
  expect({ ...placement, chosen: recording.tie ? chosen : placement.chosen, tie: undefined, message: message && placement.message })
    .toEqual({ filtered, scores, total, chosen: chosen ?? null, tie: undefined, message });
});
