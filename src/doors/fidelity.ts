// `npm run fidelity`: plays every recording of a real cluster, writes docs/fidelity.md, and fails when the list of known gaps is wrong.
// `npm run -s fidelity -- NAME …`: plays those whose names begin so, and shows what differs.
// `npm run fidelity -- --accept`: writes what came into the list of known gaps as well.
// `npm run fidelity -- --real`: the same through the real kubectl, which talks to the worlds over HTTP.
import { writeFileSync } from 'node:fs';
import { areas, expectedGaps, realAreas, transcriptsOf, writeGaps } from './fidelity/areas.ts';
import type { Gap, Through } from './fidelity/areas.ts';
import { describeDifference } from './fidelity/difference.ts';
import { playMany, servePlayers } from './fidelity/play-many.ts';
import type { Outcome } from './fidelity/play.ts';
import { realTools } from './fidelity/real/tools.ts';
import { fidelityPage } from './fidelity/report.ts';

const page = 'docs/fidelity.md';
const knownOptions: ReadonlySet<string> = new Set(['--accept', '--real']);

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const wanted = args.filter((arg) => !arg.startsWith('-'));
  const all = areas.flatMap(({ name }) => transcriptsOf(name));
  const unknown = [...options.filter((option) => !knownOptions.has(option)), ...wanted.filter((start) => !all.some((name) => name.startsWith(start)))];
  if (unknown.length > 0) {
    console.error(`fidelity: unknown ${unknown.join(', ')}; known are ${[...knownOptions].join(', ')} and the beginnings of names as docs/fidelity.md has them, such as api/01`);
    return 2;
  }
  const isAccepting = options.includes('--accept');
  const through: Through = options.includes('--real') ? 'real' : 'session';
  const players = through === 'real' ? realTools() : undefined;
  if (players && 'missing' in players) {
    console.error(`skipped: ${players.missing}`);
    return 0;
  }
  const usual = through === 'real' ? realAreas.flatMap(transcriptsOf) : all;
  const names = wanted.length === 0 ? usual : all.filter((name) => wanted.some((start) => name.startsWith(start)));
  const outcomes = await playMany(names, players ? { tools: players.folder } : 'session', ({ name, outcome, tookMs }) => {
    const { commands, differences } = outcome;
    console.log(`${name}: ${commands - differences.length} of ${commands} (${Math.round(tookMs)} ms)`);
  });
  if (wanted.length > 0) showDifferences(outcomes);
  const gaps = isAccepting ? acceptGaps(outcomes, through) : expectedGaps(through);
  if (wanted.length === 0 || isAccepting) writeFileSync(page, fidelityPage(expectedGaps(), expectedGaps('real')));
  return showUnexpected(outcomes, gaps);
}

function showDifferences(outcomes: ReadonlyMap<string, Outcome>): void {
  for (const [name, { differences }] of outcomes) {
    for (const { command, expected, actual } of differences) console.log(`\n--- ${name}\n$ ${command}\n${describeDifference(expected, actual)}`);
  }
}

/** Notes in the list what is missing at this moment; reasons that were given stay. */
function acceptGaps(outcomes: ReadonlyMap<string, Outcome>, through: Through): Readonly<Record<string, Gap>> {
  const known = expectedGaps(through);
  const gaps: Record<string, Gap> = { ...known };
  for (const [name, { differences }] of outcomes) {
    if (differences.length === 0) delete gaps[name];
    else gaps[name] = { failing: differences.length, reason: known[name]?.reason ?? '' };
  }
  writeGaps(through, gaps);
  return gaps;
}

function showUnexpected(outcomes: ReadonlyMap<string, Outcome>, gaps: Readonly<Record<string, Gap>>): number {
  let status = 0;
  for (const [name, { differences }] of outcomes) {
    const failing = gaps[name]?.failing ?? 0;
    if (differences.length === failing) continue;
    console.error(`${name}: ${differences.length} commands differ, ${failing} are known to`);
    status = 1;
  }
  return status;
}

if (!servePlayers()) process.exitCode = await main(process.argv.slice(2));
