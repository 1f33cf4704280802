import { expect, test } from 'vitest';
import { expectedGaps, readGolden, transcriptsOf } from '../../src/doors/fidelity/areas.ts';
import { describeDifference } from '../../src/doors/fidelity/difference.ts';
import { playTranscript } from '../../src/doors/fidelity/play.ts';
import { readTranscript } from '../../src/doors/fidelity/transcript.ts';

/** How long one recording may take to play. */
const timeoutMs = 120_000;

/** Plays every recording of an area: each passes in full, or fails in exactly as many commands as the list of gaps says. */
export function playArea(area: string): void {
  const gaps = expectedGaps();
  for (const name of transcriptsOf(area)) {
    const transcript = readTranscript(readGolden(name));
    const failing = gaps[name]?.failing ?? 0;
    test(`${transcript.title} (${name})`, () => {
      const { differences } = playTranscript(name, transcript);
      if (differences.length !== failing) expect.fail(`${differences.length} commands differ, ${failing} are known to\n\n${differences.map(show).join('\n\n')}`);
    }, timeoutMs);
  }
}

function show({ command, expected, actual }: ReturnType<typeof playTranscript>['differences'][number]): string {
  return `$ ${command}\n${describeDifference(expected, actual)}`;
}
