import { readFileSync, readdirSync } from 'node:fs';
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

/** The transcripts that do not pass in full, by name. */
export function expectedGaps(): Readonly<Record<string, Gap>> {
  return JSON.parse(readFileSync(join(goldenFolder, 'expected-gaps.json'), 'utf8')) as Record<string, Gap>;
}

/** The text of a recording. */
export function readGolden(name: string): string {
  return readFileSync(join(goldenFolder, name), 'utf8');
}
