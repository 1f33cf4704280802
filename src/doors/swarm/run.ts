import { FaultError, Session, applyFault, createWorld, describeError, readTopology } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { ApiClient } from '../../client/index.ts';
import { planOf } from './plan.ts';
import type { Action } from './plan.ts';
import { unsettled } from './convergence.ts';
import { work } from './work.ts';

/** How long a mended cluster may take to settle: an eviction, the longest restart pause, and some. */
const settleMs = 900_000;
/** How often it is looked at meanwhile. */
const lookMs = 2_000;

/** How a seed went. */
export interface SwarmRun {
  readonly seed: number;
  readonly world: World;
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
  const client = new ApiClient({ stack: host.stack, servers: world.servers, user: 'admin', userAgent: 'swarm' });
  for (const { afterMs, action } of plan.steps) {
    world.run({ untilMs: beganMs + afterMs });
    if (world.kernel.failure) return stopped(seed, world);
    act(world, client, action);
  }
  mend(world);
  const deadlineMs = world.kernel.nowMs + settleMs;
  for (;;) {
    world.pass(lookMs);
    if (world.kernel.failure) return stopped(seed, world);
    const problems = unsettled(world);
    if (problems.length === 0) return { seed, world, problems };
    if (world.kernel.nowMs > deadlineMs) return { seed, world, problems };
  }
}

function act(world: World, client: ApiClient, action: Action): void {
  if (action.type !== 'fault') {
    world.kernel.spawn(`swarm ${action.type}`, work(client, action), client.config.stack.host.group);
    return;
  }
  try {
    applyFault(world, action.words);
  } catch (error) {
    // Starting what runs, or stopping what does not, is refused and changes nothing.
    if (!(error instanceof FaultError)) throw error;
  }
}

/** Ends every fault. */
function mend(world: World): void {
  world.network.heal();
  for (const machine of world.machines.values()) {
    machine.setFrozen(false);
    machine.powerOn();
    for (const component of machine.components) component.start();
    applyFault(world, ['slow', machine.name, '1']);
    applyFault(world, ['loss', machine.name, '0']);
    applyFault(world, ['rejoin', machine.name]);
  }
}

function stopped(seed: number, world: World): SwarmRun {
  const { failure } = world.kernel;
  return { seed, world, problems: failure ? [`${failure.process}: ${describeError(failure.error)}`] : [] };
}
