import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where recordings are, below the project's root. */
export const goldenFolder = 'test/golden';

/** The areas that transcripts are about, in the order of the report. */
export const areas: readonly { readonly name: string; readonly about: string }[] = [
  { name: 'seeds', about: 'The manifests and statements that it all began with' },
  { name: 'controllers', about: 'Controllers' },
  { name: 'scheduler', about: 'Scheduling' },
  { name: 'node', about: 'Nodes: kubelet, containers, probes, logs, Services' },
  { name: 'kubectl', about: 'kubectl' },
  { name: 'validation', about: 'Validation, decoding and defaults' },
  { name: 'api', about: 'API machinery' },
  { name: 'etcd', about: 'etcd and etcdctl' },
];

/** Names of the transcripts of an area: `controllers/30-endpoints.txt`. */
export function transcriptsOf(area: string): string[] {
  const names = readdirSync(join(goldenFolder, area)).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => `${area}/${name}`);
}

/** What of a transcript is known not to be like the real thing, and why. */
export interface Gap {
  readonly failing: number;
  readonly reason: string;
}

/** Through which door transcripts are played: the session's shell, or the real kubectl and HTTP. */
export type Through = 'session' | 'real';

/** Areas that are played through the real kubectl: what the API server says. */
export const realAreas: readonly string[] = ['kubectl', 'validation', 'api'];

const gapFiles: Readonly<Record<Through, string>> = { session: 'expected-gaps.json', real: 'expected-gaps-real.json' };

/** The transcripts that do not pass in full, by name. */
export function expectedGaps(through: Through = 'session'): Readonly<Record<string, Gap>> {
  return JSON.parse(readFileSync(join(goldenFolder, gapFiles[through]), 'utf8')) as Record<string, Gap>;
}

/** Writes the list of transcripts that do not pass in full, by name. */
export function writeGaps(through: Through, gaps: Readonly<Record<string, Gap>>): void {
  const sorted = Object.fromEntries(Object.entries(gaps).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(goldenFolder, gapFiles[through]), `${JSON.stringify(sorted, undefined, 2)}\n`);
}

/** The text of a recording. */
export function readGolden(name: string): string {
  return readFileSync(join(goldenFolder, name), 'utf8');
}
