import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectedGaps, goldenFolder } from '../../src/doors/fidelity/areas.ts';
import { normalise } from '../../src/doors/fidelity/normalise.ts';
import { fidelityPage } from '../../src/doors/fidelity/report.ts';
import { readTranscript } from '../../src/doors/fidelity/transcript.ts';

const gaps = expectedGaps();
const realGaps = expectedGaps('real');

test('every known gap names a recording that exists and gives a reason', () => {
  const wrong = [...Object.entries(gaps), ...Object.entries(realGaps)].filter(([name, { failing, reason }]) => !existsSync(join(goldenFolder, name)) || failing < 1 || reason === '');
  expect(wrong).toEqual([]);
});

test('the fidelity page says what the list of gaps says', () => {
  expect(readFileSync('docs/fidelity.md', 'utf8')).toBe(fidelityPage(gaps, realGaps));
});

test('a transcript is commands with their answers, waits, pauses and files', () => {
  const text = '# A title.\n$ echo hi\nhi\n\\$ not a command\n[exit 1]\n\n? kubectl get pods ~ a ~ b\n@ 5s\n-- web.yaml --\na: 1\n-- b/c --\nx\n';
  expect(readTranscript(text)).toEqual({
    title: 'A title.',
    steps: [
      { type: 'run', command: 'echo hi', expected: ['hi', '$ not a command', '[exit 1]', ''] },
      { type: 'until', command: 'kubectl get pods ~ a', matches: 'b' },
      { type: 'pass', span: '5s' },
    ],
    files: { 'web.yaml': 'a: 1\n', 'b/c': 'x\n' },
  });
});

test('what differs from run to run is replaced by what it is', () => {
  const surroundings = { server: 'https://10.0.0.10:6443', nodeAddresses: ['10.0.1.1'] };
  const said = 'web-5d8f9c7b6d-x2x4z   1/1   Running   0   5m3s   10.244.1.7   10.0.1.1\nServer https://10.0.0.10:6443 at 2026-01-01T00:00:12Z\n10.96.0.1 10.96.3.4 for 5m\n';
  expect(normalise(said, surroundings)).toBe('web-HASH-ID  1/1  Running  0  AGE  POD_IP  NODE_IP\nServer https://SERVER at TIME\n10.96.0.1 CLUSTER_IP for 5m\n');
});
