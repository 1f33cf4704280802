import '../../cluster/provide.ts';
import { Session, createWorld, readTopology } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import type { RunEnd } from '../../kernel/index.ts';
import type { Deployment } from '../../kinds/index.ts';
import { deploymentText } from '../deployment.ts';

/** A world whose three workers have room for that many Pods, up and Ready. */
export function readyWorld(pods: number, options: { readonly traceCapacity?: number } = {}): { readonly world: World; readonly session: Session } {
  const room = Math.ceil(pods / 3) + 60;
  const workers = [1, 2, 3].map((number) => ({ name: `worker-${number}`, cpu: '256', memory: '1024Gi', pods: room }));
  const world = createWorld({ topology: readTopology({ workers }), seed: 1, ...options });
  const session = new Session(world);
  session.boot();
  return { world, session };
}

/** Runs until all is done or its budget is used up. */
type Slice = (isOverBudget: () => boolean) => RunEnd;

/** One slice that takes as long as it takes. */
const allAtOnce = (run: Slice): RunEnd => run(() => false);

/**
 * Applies a Deployment and lets the world run until all of its Pods are Ready, slice by slice as `drive` says; gives the
 * wall milliseconds that took.
 */
export function applyUntilReady({ world, session }: ReturnType<typeof readyWorld>, name: string, replicas: number, drive = allAtOnce): number {
  session.answer({ write: `${name}.yaml`, text: deploymentText(name, replicas) });
  const began = performance.now();
  const { status, output } = session.answer({ run: `kubectl apply -f ${name}.yaml` });
  if (status !== 0) throw new Error(`apply failed: ${String(output)}`);
  const store = world.etcd[0]?.process?.store;
  let seen = 0;
  const isReady = (): boolean => {
    if (store === undefined || store.revision === seen) return false;
    seen = store.revision;
    return readyReplicas(world, name) >= replicas;
  };
  const untilMs = world.kernel.nowMs + 3_600_000;
  let end: RunEnd = 'budget';
  while (end === 'budget') end = drive((isOverBudget) => world.run({ untilMs, condition: isReady, isOverBudget }));
  if (end !== 'condition') throw new Error(`${readyReplicas(world, name)} of ${replicas} became Ready: ${end}`, { cause: world.kernel.failure?.error });
  return performance.now() - began;
}

/** Ready replicas of a Deployment as etcd has them. */
function readyReplicas(world: World, name: string): number {
  const stored = world.etcd[0]?.process?.store.get(`/registry/deployments/default/${name}`)?.value;
  return (stored as Deployment | undefined)?.status.readyReplicas ?? 0;
}
