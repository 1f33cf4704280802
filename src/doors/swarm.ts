// `npm run swarm -- --seeds A..B | --seed N`: worlds with faults and work; each must keep every invariant and settle once
// everything is mended. `-- --raft` does the same with groups of Raft members alone.
import { noSightings } from '../raft/testing/index.ts';
import { runRaftGroup } from './swarm/raft-group.ts';
import { runSeed } from './swarm/run.ts';
import type { SwarmRun } from './swarm/run.ts';

const usage = 'usage: npm run swarm -- [--raft] --seeds A..B | --seed N   (whole numbers, A not above B)\n';
/** Records of a failing seed's trace that are shown. */
const shownRecords = 50;
const shownWidth = 180;

function main(args: readonly string[]): number {
  const seeds = seedsOf(args);
  if (!seeds) {
    process.stderr.write(usage);
    return 2;
  }
  const check = args.includes('--raft') ? checkRaft : checkWorld;
  const done = new Map<string, number>();
  const failed = seeds.filter((seed) => !check(seed, done));
  if (done.size > 0) console.log(`done: ${[...done].sort().map(([what, count]) => `${what} ${count}`).join(', ')}`);
  console.log(`${seeds.length - failed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`);
  return failed.length === 0 ? 0 : 1;
}

function seedsOf(args: readonly string[]): readonly number[] | undefined {
  const [option, value = '', ...others] = args.filter((arg) => arg !== '--raft');
  const [from, to] = (/^(\d+)\.\.(\d+)$/.exec(value) ?? []).slice(1).map(Number);
  if (others.length > 0) return undefined;
  if (option === '--seed' && /^\d+$/.test(value)) return [Number(value)];
  if (option !== '--seeds' || from === undefined || to === undefined || to < from) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function checkWorld(seed: number, done: Map<string, number>): boolean {
  const began = performance.now();
  const result = runSeed(seed);
  for (const what of result.done) done.set(what, (done.get(what) ?? 0) + 1);
  const { kernel } = result.world;
  const tookMs = Math.round(performance.now() - began);
  const verdict = result.problems.length === 0 ? 'held and settled' : 'FAILED';
  console.log(`seed ${seed}: ${verdict} (${kernel.eventNumber} events, ${Math.round(kernel.nowMs / 1_000)} s of its time, ${tookMs} ms)`);
  if (result.problems.length > 0) showFailure(result);
  return result.problems.length === 0;
}

function showFailure({ seed, world, problems }: SwarmRun): void {
  const { kernel } = world;
  console.log(`  seed ${seed}, event ${kernel.failure?.event ?? kernel.eventNumber}:`);
  for (const problem of problems) console.log(`  ${problem}`);
  for (const { id, atMs, kind, actor, subject, cause } of kernel.trace.since(kernel.trace.latestId - shownRecords + 1)) {
    console.log(`    ${id} (${cause}) ${atMs.toFixed(3)} ${kind} ${actor} ${subjectText(subject)}`.slice(0, shownWidth));
  }
}

/** The plain fields of what a record tells; its objects are too much for a line. */
function subjectText(subject: object | string): string {
  if (typeof subject === 'string') return subject;
  const plain = Object.entries(subject).filter(([, value]) => typeof value !== 'object');
  return plain.map(([key, value]) => `${key}=${String(value)}`).join(' ');
}

/** A group of Raft members alone; tells what kinds of things happened in all groups. */
function checkRaft(seed: number, done: Map<string, number>): boolean {
  const seen = noSightings();
  const problem = runRaftGroup(seed, seen);
  for (const [what, count] of Object.entries(seen)) done.set(what, (done.get(what) ?? 0) + count);
  console.log(`seed ${seed}: ${problem === undefined ? `held and settled (${seen.events} events)` : `FAILED, ${problem}`}`);
  return problem === undefined;
}

process.exitCode = main(process.argv.slice(2));
