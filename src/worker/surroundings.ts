import type { World } from '../cluster/index.ts';
import type { Pod } from '../kinds/index.ts';
import { parseReference } from '../node/index.ts';
import type { Attempt, EntityId } from '../protocol/index.ts';
import type { PodSurroundings } from './rows/pods.ts';

type Estimate = NonNullable<PodSurroundings['pull']>;

/** How long a pull is thought to last before any of it has come. */
const firstGuessMs = 1_000;

/** What is known of a Pod outside its object: its image pulls, and what the scheduler last thought of it. */
export class Surroundings {
  private readonly world: World;
  private readonly lastAttempt = new Map<EntityId, Attempt>();
  /** Estimates hold until more has come, so that rows change only then. */
  private readonly estimates = new WeakMap<object, { readonly doneBytes: number; readonly estimate: Estimate }>();

  constructor(world: World) {
    this.world = world;
  }

  noteAttempt(attempt: Attempt): void {
    this.lastAttempt.set(attempt.pod, attempt);
  }

  /** The scheduler's last word about the Pod. */
  attemptOf(pod: EntityId): Attempt | undefined {
    return this.lastAttempt.get(pod);
  }

  forget(pod: EntityId): void {
    this.lastAttempt.delete(pod);
  }

  of(id: EntityId, pod: Pod): Omit<PodSurroundings, 'epochMs' | 'kinds' | 'topOwner'> {
    const attempt = pod.spec.nodeName ? undefined : this.lastAttempt.get(id);
    const nodes = attempt?.nodes.length ?? 0;
    return {
      assumedNode: attempt?.node,
      note: attempt?.outcome === 'unschedulable' ? `0/${nodes} nodes` : undefined,
      pull: this.pullOf(pod),
    };
  }

  private pullOf(pod: Pod): PodSurroundings['pull'] {
    if (!pod.spec.nodeName || pod.status.phase !== 'Pending') return undefined;
    const pulls = this.world.nodes.get(pod.spec.nodeName)?.runtime.images.pulls;
    if (!pulls || pulls.size === 0) return undefined;
    const images = new Set([...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ image = '' }) => fullName(image)));
    for (const pull of pulls) {
      if (pull.startedMs !== undefined && images.has(pull.reference.full)) return this.estimate(pull, pull.startedMs);
    }
    return undefined;
  }

  private estimate(pull: { readonly totalBytes: number; readonly doneBytes: number }, fromMs: number): Estimate {
    const { doneBytes, totalBytes } = pull;
    const known = this.estimates.get(pull);
    if (known && known.doneBytes === doneBytes) return known.estimate;
    const { nowMs } = this.world.kernel;
    const share = totalBytes > 0 ? doneBytes / totalBytes : 0;
    const estimate = { fromMs, toMs: share > 0 ? fromMs + (nowMs - fromMs) / share : nowMs + firstGuessMs };
    this.estimates.set(pull, { doneBytes, estimate });
    return estimate;
  }
}

function fullName(image: string): string {
  const reference = parseReference(image);
  return 'full' in reference ? reference.full : image;
}
