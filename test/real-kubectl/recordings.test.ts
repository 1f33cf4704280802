import { describe, expect, test } from 'vitest';
import { expectedGaps, readGolden } from '../../src/doors/fidelity/areas.ts';
import { describeDifference } from '../../src/doors/fidelity/difference.ts';
import { playReal } from '../../src/doors/fidelity/real/play-real.ts';
import { realTools } from '../../src/doors/fidelity/real/tools.ts';
import { readTranscript } from '../../src/doors/fidelity/transcript.ts';
import { missing } from './support.ts';

/** A few of all: `npm run fidelity -- --real` plays the rest. */
const played = ['validation/01-pod-containers.txt', 'api/01-optimistic-concurrency.txt'];

describe.skipIf(missing !== undefined)('through the real kubectl', { timeout: 120_000 }, () => {
  const tools = realTools();
  const gaps = expectedGaps('real');
  test.each(played)('%s', async (name) => {
    if (!('folder' in tools)) return;
    const { differences } = await playReal(name, readTranscript(readGolden(name)), tools.folder);
    const shown = differences.map(({ command, expected, actual }) => `$ ${command}\n${describeDifference(expected, actual)}`).join('\n\n');
    if (differences.length !== (gaps[name]?.failing ?? 0)) expect.fail(shown);
  });
});
