// A recording played through the real kubectl against a world behind HTTP, and judged as in the session.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSpan } from '../../../cluster/index.ts';
import { kubeconfigText, openDoor } from '../../../serve/index.ts';
import type { Door } from '../../../serve/index.ts';
import { judge, newWorld, surroundingsOf } from '../play.ts';
import type { Difference, Outcome } from '../play.ts';
import type { Surroundings } from '../normalise.ts';
import type { Step, Transcript } from '../transcript.ts';

/** How long one command may take. */
const commandMs = 60_000;
/** How long a wait may take, of the world's time; after one in vain the rest is not worth as much. */
const firstPatienceMs = 60_000;
const laterPatienceMs = 10_000;
/**
 * How fast the world's time passes, as a part of the wall clock's. Starting kubectl takes none of the world's time in the
 * session, so it takes little here; what a command waits for comes soon once it has waited for `patientMs`.
 */
const speeds = { usual: 0.1, waiting: 20 };
const patientMs = 1_500;
/** The worlds began this long ago, so that their faster time does not overtake the clock of kubectl. */
const headStartMs = 3_600_000;

/** Somebody with a shell, kubectl and a kubeconfig. */
interface Person {
  readonly folder: string;
  readonly tools: string;
}

/** What a recording is played with. */
interface Stage {
  readonly person: Person;
  readonly surroundings: Surroundings;
  readonly time: Door['time'];
}

/** Plays a transcript in a new world through the tools in that folder. */
export async function playReal(name: string, transcript: Transcript, tools: string, seed = 1): Promise<Outcome> {
  const { files, steps, title } = transcript;
  const world = newWorld(name, files, seed, Math.floor(Date.now() / 1000) * 1000 - headStartMs);
  const door = await openDoor(world, { port: 0, bind: '127.0.0.1', speed: speeds.usual });
  const folder = mkdtempSync(join(tmpdir(), 'real-kubectl-'));
  try {
    for (const [path, text] of Object.entries({ ...files, kubeconfig: kubeconfigText(door.wayIn) })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const surroundings = { ...surroundingsOf(world), server: door.wayIn.server };
    const differences = await playSteps({ person: { folder, tools }, surroundings, time: door.time }, steps, door);
    return { title, commands: steps.filter(({ type }) => type === 'run' || type === 'until').length, differences };
  } finally {
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playSteps(stage: Stage, steps: readonly Step[], door: Door): Promise<Difference[]> {
  const differences: Difference[] = [];
  let stopped: string | undefined;
  door.onFailure = ({ event, process: name, error }) => {
    stopped = `the world has stopped: ${String(error)} (event ${event}, in ${name})`;
  };
  let patienceMs = firstPatienceMs;
  for (const step of steps) {
    const difference = stopped === undefined ? await playStep(stage, step, patienceMs) : undefined;
    if (difference && step.type === 'until') patienceMs = laterPatienceMs;
    if (difference) differences.push(difference);
    else if (stopped !== undefined && (step.type === 'run' || step.type === 'until')) differences.push({ command: step.command, expected: [], actual: [stopped] });
  }
  return differences;
}

async function playStep(stage: Stage, step: Step, patienceMs: number): Promise<Difference | undefined> {
  switch (step.type) {
    case 'do': throw new Error(`! ${step.verb}: only recordings of etcd do things to machines`);
    case 'pass':
      stage.time.pass(parseSpan(step.span) ?? 0);
      return undefined;
    case 'until': return waitUntil(stage, step, patienceMs);
    case 'run': {
      const { output, status } = await runWithin(stage, step.command);
      return judge(step, output, status, stage.surroundings);
    }
  }
}

async function waitUntil(stage: Stage, { command, matches }: Step & { readonly type: 'until' }, patienceMs: number): Promise<Difference | undefined> {
  const pattern = new RegExp(matches, 'm');
  for (let passedMs = 0; ;) {
    const { output } = await runWithin(stage, command);
    if (pattern.test(output)) return undefined;
    if (passedMs >= patienceMs) return { command: `${command} ~ ${matches}`, expected: [`(matches within ${patienceMs} ms)`], actual: output.split('\n') };
    const spanMs = Math.max(200, passedMs / 10);
    stage.time.pass(spanMs);
    passedMs += spanMs;
  }
}

/** Runs a command; when it waits for something, the world hurries. */
async function runWithin({ person, time }: Stage, command: string): ReturnType<typeof run> {
  const timer = setTimeout(() => {
    time.speed = speeds.waiting;
  }, patientMs);
  try {
    return await run(person, command);
  } finally {
    clearTimeout(timer);
    time.speed = speeds.usual;
  }
}

/** One command in a shell of its own, with both outputs as they came. */
export function run({ folder, tools }: Person, command: string): Promise<{ readonly output: string; readonly status: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', `exec 2>&1; ${command}`], {
      cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        PATH: `${tools}:${process.env['PATH'] ?? ''}`, HOME: folder, KUBECONFIG: join(folder, 'kubeconfig'), LC_ALL: 'C.UTF-8', KUBECTL_EXTERNAL_DIFF: 'diff -u -N',
      },
    });
    // What is left of a command that takes too long goes with it.
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), commandMs);
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(parts).toString(), status: status ?? 124 });
    });
  });
}
