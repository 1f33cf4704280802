// Upstream: pkg/kubelet/preemption/preemption.go
import type { Process } from '../../kernel/index.ts';
import { podRequests, qosClassOf } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import type { KubeletContext } from './context.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';

/** Amounts by the names of resources, in the units of `podRequests`; the number of Pods is `pods`. */
type Amounts = Readonly<Record<string, number>>;

/**
 * Ends Pods for a critical one that lacks these amounts, and waits until the node has their room. As few as possible have to go,
 * first of all of the better classes of service. Answers why the critical Pod cannot be taken even so.
 */
export function* makeRoom(context: KubeletContext, pod: Pod, lacks: Amounts): Process<PodEnding | undefined> {
  const candidates = [...context.workers()].filter((worker) => mayGo(worker, pod));
  const missing = without(lacks, candidates);
  if (distance(missing) > 0) return { reason: 'UnexpectedAdmissionError', message: tooFew(missing) };
  const victims: PodWorker[] = [];
  const classes = ['Guaranteed', 'Burstable', 'BestEffort'].map((qos) => candidates.filter((worker) => qosClassOf(worker.pod.spec) === qos));
  for (const [index, group] of classes.entries()) {
    victims.push(...fewest(group, without(lacks, [...victims, ...classes.slice(index + 1).flat()])));
  }
  for (const victim of victims) preempt(context, victim);
  while (victims.some(({ uid }) => context.admitted.has(uid))) yield* context.admitted.released.next();
  return undefined;
}

/** A critical Pod takes the place of less important ones; those of manifests stay. */
function mayGo(worker: PodWorker, { spec }: Pod): boolean {
  return !worker.isStatic && !worker.isEnding && !worker.isFinished && (worker.pod.spec.priority ?? 0) < (spec.priority ?? 0);
}

function preempt(context: KubeletContext, victim: PodWorker): void {
  const message = 'Preempted in order to admit critical pod';
  victim.report(context, { type: 'Warning', reason: 'Preempting', message });
  victim.end({ reason: 'Preempting', message, disruption: 'Pod was preempted by Kubelet to accommodate a critical pod.' });
}

/** What is still missing when these Pods are gone. */
function without(lacks: Amounts, gone: readonly PodWorker[]): Amounts {
  const left: Record<string, number> = {};
  for (const [name, amount] of Object.entries(lacks)) {
    const freed = gone.reduce((sum, { pod }) => sum + (requestsOf(pod)[name] ?? 0), 0);
    if (amount > freed) left[name] = amount - freed;
  }
  return left;
}

function requestsOf(pod: Pod): Amounts {
  return { pods: 1, ...podRequests(pod) };
}

/** Of a group, one after the other, the Pod that brings closest to what is needed; of several the smallest. */
function fewest(group: readonly PodWorker[], needed: Amounts): readonly PodWorker[] {
  const chosen: PodWorker[] = [];
  const left = (worker: PodWorker): number => distance(without(needed, [...chosen, worker]), needed);
  const size = ({ pod }: PodWorker): number => Object.keys(needed).reduce((sum, name) => sum + (requestsOf(pod)[name] ?? 0), 0);
  while (distance(without(needed, chosen)) > 0) {
    const [next] = group.filter((worker) => !chosen.includes(worker)).toSorted((a, b) => left(a) - left(b) || size(a) - size(b));
    if (!next) break;
    chosen.push(next);
  }
  return chosen;
}

/** How far it is to nothing missing: each resource by its share of what was needed. */
function distance(missing: Amounts, needed = missing): number {
  return Object.entries(missing).reduce((sum, [name, amount]) => sum + (amount / (needed[name] ?? amount)) ** 2, 0);
}

function tooFew(missing: Amounts): string {
  const list = Object.entries(missing).map(([name, amount]) => `(res: ${name}, q: ${amount}), `).join('');
  return `Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [${list}]`;
}
