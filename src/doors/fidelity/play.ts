import '../../cluster/provide.ts';
import { readYaml } from '../../base/index.ts';
import { Session, createWorld, readTopology } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { playEtcd } from './etcd/play.ts';
import { normalise } from './normalise.ts';
import type { Surroundings } from './normalise.ts';
import type { Step, Transcript } from './transcript.ts';

/** A command whose answer was not what the real cluster gave. */
export interface Difference {
  readonly command: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** How a transcript went. */
export interface Outcome {
  readonly title: string;
  /** Commands with an answer to compare, and waits for one. */
  readonly commands: number;
  readonly differences: readonly Difference[];
}

/** How long a wait may take; after one in vain the rest is not worth as much. */
const firstPatience = '60s';
const laterPatience = '10s';

/** What transcripts without a topology are recorded on. */
const defaultTopology = { workers: [{ name: 'worker-1' }, { name: 'worker-2' }, { name: 'worker-3' }] };
/** What those about nodes are recorded on: the one machine with a real kubelet. */
const oneMachine = { workers: [{ name: 'worker-1' }] };

/** Plays a transcript in a new world and compares every answer. */
export function playTranscript(name: string, transcript: Transcript, seed = 1): Outcome {
  if (name.startsWith('etcd/')) return playEtcd(transcript, seed);
  const { files, steps, title } = transcript;
  const world = newWorld(name, files, seed);
  for (const [path, text] of Object.entries(files)) world.workstation.write(path, text);
  const session = new Session(world);
  session.boot();
  const surroundings = surroundingsOf(world);
  const differences: Difference[] = [];
  let within = firstPatience;
  for (const step of steps) {
    const difference = playStep(session, step, surroundings, within);
    if (!difference) continue;
    differences.push(difference);
    if (step.type === 'until') within = laterPatience;
  }
  return { title, commands: steps.filter(({ type }) => type === 'run' || type === 'until').length, differences };
}

/** A world as a transcript wants it, which begins at `epochMs` where that is said. */
export function newWorld(name: string, files: Transcript['files'], seed: number, epochMs?: number): World {
  const topology = files['topology.yaml'];
  return createWorld({ topology: readTopology(topology === undefined ? (name.startsWith('node/') ? oneMachine : defaultTopology) : readYaml(topology)), seed, ...(epochMs === undefined ? {} : { epochMs }) });
}

/** What the normaliser must know of a world. */
export function surroundingsOf(world: World): Surroundings {
  const [server] = world.servers;
  return {
    server: `https://${server?.address ?? ''}:${server?.port ?? ''}`,
    nodeAddresses: [...world.nodes.keys()].map((name) => world.machine(name).host.stack.address),
  };
}

function playStep(session: Session, step: Step, surroundings: Surroundings, within: string): Difference | undefined {
  switch (step.type) {
    case 'do':
      throw new Error(`! ${step.verb}: only recordings of etcd do things to machines`);
    case 'pass':
      session.answer({ pass: step.span });
      return undefined;
    case 'until': {
      const { matched, output, error } = session.answer({ until: step.command, matches: step.matches, within });
      if (matched === true) return undefined;
      return { command: `${step.command} ~ ${step.matches}`, expected: [`(matches within ${within})`], actual: String(output ?? error ?? '').split('\n') };
    }
    case 'run': {
      const { output, status, error } = session.answer({ run: step.command });
      return judge(step, `${String(output ?? '')}${error === undefined ? '' : String(error)}`, status, surroundings);
    }
  }
}

/** How an answer differs from the recorded one; undefined when it does not. */
export function judge(step: Step & { readonly type: 'run' }, output: string, status: unknown, surroundings: Surroundings): Difference | undefined {
  const actual = withoutTail(linesOf(normalise(output, surroundings), status));
  const expected = withoutTail(step.expected);
  return actual.join('\n') === expected.join('\n') ? undefined : { command: step.command, expected, actual };
}

function linesOf(output: string, status: unknown): string[] {
  const lines = output.replace(/\n$/, '').split('\n');
  if (status !== undefined && status !== 0) lines.push(`[exit ${String(status)}]`);
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}

function withoutTail(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}
