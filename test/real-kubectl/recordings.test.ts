import { describe, expect, test } from 'vitest';
import { expectedGaps, readGolden } from '../../src/doors/fidelity/areas.ts';
import { describeDifference } from '../../src/doors/fidelity/difference.ts';
import { playReal } from '../../src/doors/fidelity/real/play-real.ts';
import { realTools } from '../../src/doors/fidelity/real/tools.ts';
import { readTranscript } from '../../src/doors/fidelity/transcript.ts';
import { missing } from './support.ts';

/** A few of all, one for each way in which the server speaks to kubectl: `npm run fidelity -- --real` plays the rest. */
const played = [
  'validation/01-pod-containers.txt', // refusals
  'validation/13-service.txt', // refusals by the field, and warnings
  'validation/28-yaml-documents.txt', // documents, checked against OpenAPI
  'api/26-discovery-raw.txt', // text that is shown as it comes
  'kubectl/07-get-watch.txt', // streams
  'kubectl/08-subresource.txt',
];

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
