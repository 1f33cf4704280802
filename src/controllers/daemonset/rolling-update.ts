// Upstream: pkg/controller/daemon/update.go rollingUpdate
import { scaledValue } from '../../base/index.ts';
import { podIsAvailable } from '../../kinds/index.ts';
import type { DaemonSet, Node, Pod } from '../../kinds/index.ts';
import { isUpToDate } from './daemon-pods.ts';
import type { PodsByNode } from './daemon-pods.ts';
import { fitOf } from './node-fit.ts';

/** Pods to be deleted, and nodes that are to have a further one. */
export interface PodChanges {
  readonly deleted: readonly Pod[];
  readonly nodes: readonly string[];
}

/** How many Pods there may be too many, or too few, while they are replaced. */
export function limitsOf({ spec: { updateStrategy: { rollingUpdate } } }: DaemonSet, desired: number): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const maxSurge = scaledValue(rollingUpdate?.maxSurge ?? 0, desired, true) ?? 0;
  const maxUnavailable = scaledValue(rollingUpdate?.maxUnavailable ?? 0, desired, true) ?? 0;
  return { maxSurge, maxUnavailable: desired > 0 && maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

/** Whether a new Pod may come before the old one goes. */
export function surges({ spec: { updateStrategy: { type, rollingUpdate } } }: DaemonSet): boolean {
  return type === 'RollingUpdate' && rollingUpdate?.maxSurge !== undefined && rollingUpdate.maxSurge !== 0 && rollingUpdate.maxSurge !== '0%';
}

/** The next step towards Pods that are all of the present template. */
export function nextReplacements(daemonSet: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string, nowMs: number): PodChanges {
  const desired = nodes.filter((node) => fitOf(daemonSet, node).shouldRun).length;
  const { maxSurge, maxUnavailable } = limitsOf(daemonSet, desired);
  const { minReadySeconds = 0 } = daemonSet.spec;
  const isAvailable = (pod: Pod): boolean => podIsAvailable(pod, minReadySeconds, nowMs);
  const pairs = [...pods].map(([node, there]) => ({ node, ...pairOf(daemonSet, there, hash) }));
  return maxSurge === 0 ? replaced(pairs, maxUnavailable, isAvailable) : surged(pairs, maxSurge, isAvailable);
}

/** What is on a node: at most one Pod of each sort, unless it is in disorder. */
interface Pair {
  readonly node: string;
  readonly fresh: Pod | undefined;
  readonly stale: Pod | undefined;
  readonly isDisorder: boolean;
}

function pairOf(daemonSet: DaemonSet, there: readonly Pod[], hash: string): Omit<Pair, 'node'> {
  const alive = there.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const fresh = alive.filter((pod) => isUpToDate(daemonSet, hash, pod));
  const stale = alive.filter((pod) => !fresh.includes(pod));
  return { fresh: fresh[0], stale: stale[0], isDisorder: fresh.length > 1 || stale.length > 1 };
}

/** Old Pods go first: those that serve nobody at once, the others as many at a time as may be missing. */
function replaced(pairs: readonly Pair[], maxUnavailable: number, isAvailable: (pod: Pod) => boolean): PodChanges {
  const idle: Pod[] = [];
  const serving: Pod[] = [];
  let unavailable = 0;
  for (const { fresh, stale, isDisorder } of pairs) {
    // What there is none or too much of is put right elsewhere, and counts as missing until then.
    if (isDisorder || (fresh === undefined) === (stale === undefined)) {
      unavailable++;
    } else if (fresh) {
      if (!isAvailable(fresh)) unavailable++;
    } else if (stale && !isAvailable(stale)) {
      idle.push(stale);
      unavailable++;
    } else if (stale && unavailable < maxUnavailable) {
      serving.push(stale);
    }
  }
  return { deleted: [...idle, ...serving.slice(0, Math.max(0, maxUnavailable - unavailable))], nodes: [] };
}

/** New Pods come first; an old one goes once the new one beside it is available. */
function surged(pairs: readonly Pair[], maxSurge: number, isAvailable: (pod: Pod) => boolean): PodChanges {
  const deleted: Pod[] = [];
  const idle: string[] = [];
  const serving: string[] = [];
  let surging = 0;
  for (const { node, fresh, stale, isDisorder } of pairs) {
    if (isDisorder) {
      surging++;
    } else if (fresh && stale) {
      if (isAvailable(fresh)) deleted.push(stale);
      else surging++;
    } else if (stale) {
      (isAvailable(stale) ? serving : idle).push(node);
    }
  }
  return { deleted, nodes: [...idle, ...serving.slice(0, Math.max(0, maxSurge - surging))] };
}
