import '../../cluster/provide.ts';
import { FaultError, Session, applyFault, canLoseDisk, createWorld, describeError, readTopology } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { ApiClient } from '../../client/index.ts';
import { planOf } from './plan.ts';
import type { Action } from './plan.ts';
import { differences, unsettled } from './convergence.ts';
import { Ledger } from './ledger.ts';
import { mend, readmitWiped } from './mend.ts';
import { work } from './work.ts';

/** How long a mended cluster may take to settle: an eviction, the longest restart pause, and some. */
const settleMs = 900_000;
/** How often it is looked at meanwhile. */
const lookMs = 2_000;

/** How a seed went. */
export interface SwarmRun {
  readonly seed: number;
  readonly world: World;
  /** What was done to it, in a word each: a swarm that never met its subject proves nothing. */
  readonly done: readonly string[];
  /** What is wrong; empty when every invariant held and the cluster settled. */
  readonly problems: readonly string[];
}

/** Plays the plan of a seed: work and faults, then everything is mended and must settle. */
export function runSeed(seed: number): SwarmRun {
  const plan = planOf(seed);
  const world = createWorld({ topology: readTopology(plan.topology), seed });
  new Session(world).boot();
  const beganMs = world.kernel.nowMs;
  const { host } = world.machine('workstation');
  const client = new ApiClient({ stack: host.stack, servers: world.servers, credentials: { token: world.adminToken }, userAgent: 'swarm' });
  const done: string[] = [];
  const ledger = new Ledger(world, client);
  for (const { afterMs, action } of plan.steps) {
    world.run({ untilMs: beganMs + afterMs });
    if (world.kernel.failure) return stopped(seed, world, done);
    const what = act(world, client, action);
    if (what !== undefined) done.push(what);
  }
  mend(world);
  ledger.close();
  const deadlineMs = world.kernel.nowMs + settleMs;
  for (;;) {
    world.pass(lookMs);
    readmitWiped(world);
    if (world.kernel.failure) return stopped(seed, world, done);
    const problems = unsettled(world);
    if (problems.length === 0) return { seed, world, done, problems: [...differences(world), ...ledger.losses()] };
    if (world.kernel.nowMs > deadlineMs) return { seed, world, done, problems };
  }
}

/** Does it; gives what has been done, in a word, or undefined when the moment did not allow it. */
function act(world: World, client: ApiClient, action: Action): string | undefined {
  switch (action.type) {
    case 'fault':
      return breakSomething(world, action.words);
    case 'wipe':
      return canLoseDisk(world) ? breakSomething(world, ['wipe-disk', action.member]) : undefined;
    case 'command':
      world.workstation.execute(`${action.line} &`);
      return action.line.split(' ')[1];
    default:
      world.kernel.spawn(`swarm ${action.type}`, work(client, action), client.config.stack.host.group);
      return action.type;
  }
}

function breakSomething(world: World, words: readonly string[]): string | undefined {
  try {
    applyFault(world, words);
    return words[0];
  } catch (error) {
    // Starting what runs, or stopping what does not, is refused and changes nothing.
    if (!(error instanceof FaultError)) throw error;
    return undefined;
  }
}

function stopped(seed: number, world: World, done: readonly string[]): SwarmRun {
  const { failure } = world.kernel;
  return { seed, world, done, problems: failure ? [`${failure.process}: ${describeError(failure.error)}`] : [] };
}
