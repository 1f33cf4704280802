// Upstream: pkg/controller/statefulset/stateful_set_control.go
import { deepEqual, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, podKind, podTemplateHash, statefulSetKind } from '../../kinds/index.ts';
import type { ControllerRevision, Pod, StatefulSet } from '../../kinds/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import { Setback, isSetback } from '../framework/setback.ts';
import { claimDependents } from '../framework/owners.ts';
import { forgetRevisions, historyOf } from '../framework/revision-history.ts';
import { slowStart } from '../framework/slow-start.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { hasStaleClaim, keepClaims, makeClaims } from './claims.ts';
import { hasEnded, hasIdentity, isReady, isServing, isTerminating, ordinalOf, rangeOf, revisionOf, withIdentity } from './pod-identity.ts';
import { statefulPod } from './stateful-pod.ts';
import { statusOf } from './status.ts';
import type { Revisions } from './status.ts';

/** One of the set's places, with the Pod that is there. */
interface Place {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

/** What a step came to: go on with the next Pod, or wait for this one. */
type Outcome = 'go on' | 'wait';

/** One pass over one StatefulSet: `candidates` are Pods that could be its own, `known` the revisions of its namespace. */
export function syncStatefulSet(context: ControllerContext, set: StatefulSet, candidates: readonly Pod[], known: readonly ControllerRevision[]): Process<Requeue> {
  return new StatefulSetSync(context, set).run(candidates, known);
}

class StatefulSetSync {
  private readonly context: ControllerContext;
  private readonly set: StatefulSet;
  private readonly isOrdered: boolean;

  constructor(context: ControllerContext, set: StatefulSet) {
    this.context = context;
    this.set = set;
    this.isOrdered = set.spec.podManagementPolicy === 'OrderedReady';
  }

  *run(candidates: readonly Pod[], known: readonly ControllerRevision[]): Process<Requeue> {
    const { context, set } = this;
    const { client } = context;
    const { selector, template, minReadySeconds = 0, replicas, revisionHistoryLimit } = set.spec;
    const members = candidates.filter(({ metadata }) => ordinalOf(set, metadata.name) !== undefined);
    const pods = yield* claimDependents<Pod>({ owner: set, selector, dependents: client.of(podKind), candidates: members });
    const history = yield* historyOf(context, { owner: set, selector, template, hash: podTemplateHash(template, set.status.collisionCount || undefined) }, known);
    if (!history) {
      const status = { ...set.status, collisionCount: (set.status.collisionCount ?? 0) + 1 };
      yield* client.of(statefulSetKind).updateStatus(withFields(set, { status }));
      return {};
    }
    const all = [history.current, ...history.old];
    const revisions = { update: history.current, current: all.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? history.current };
    let failure: unknown;
    try {
      if (!isTerminatingSet(set)) yield* this.arrange(pods, revisions);
    } catch (error) {
      if (!isSetback(error)) throw error;
      failure = error;
    }
    const status = statusOf(set, pods, revisions, context.kernel.wallMs);
    if (!deepEqual(set.status, status)) yield* client.of(statefulSetKind).updateStatus(withFields(set, { status }));
    const live = new Set([revisions.current.metadata.name, revisions.update.metadata.name, ...pods.map(revisionOf)]);
    yield* forgetRevisions(context, all.filter(({ metadata }) => !live.has(metadata.name)), new Set(), revisionHistoryLimit);
    if (failure !== undefined) throw failure;
    return minReadySeconds > 0 && (status.availableReplicas !== replicas || status.availableReplicas !== status.replicas) ? { afterMs: minReadySeconds * 1_000 } : {};
  }

  /** One step towards the Pods that there are to be. */
  private *arrange(pods: readonly Pod[], revisions: Revisions): Process {
    const { context, set } = this;
    const { start, end } = rangeOf(set);
    const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod.metadata.name) ?? -1, pod]));
    const places: readonly Place[] = Array.from({ length: end - start }, (_, index) => ({ ordinal: start + index, pod: byOrdinal.get(start + index) }));
    const condemned = [...byOrdinal].filter(([ordinal]) => ordinal < start || ordinal >= end).sort(([a], [b]) => b - a);
    if ((yield* this.each(places, (place) => this.fill(place, revisions))) === 'wait') return;
    for (const [ordinal, pod] of condemned) yield* keepClaims(context, set, pod, ordinal);
    const firstIll = [...places.flatMap(({ pod }) => pod ?? []), ...condemned.map(([, pod]) => pod).reverse()].find((pod) => !isReady(pod) || isTerminating(pod));
    if ((yield* this.each(condemned, ([, pod]) => this.remove(pod, firstIll))) === 'wait') return;
    if (set.spec.updateStrategy.type === 'RollingUpdate') yield* this.replaceLast(places, revisions);
  }

  /** One after the other until one has to be waited for; or all, of which any may have to be. */
  private *each<Item>(items: readonly Item[], step: (item: Item) => Process<Outcome>): Process<Outcome> {
    if (this.isOrdered) {
      for (const item of items) if ((yield* step(item)) === 'wait') return 'wait';
      return 'go on';
    }
    const left = [...items];
    let outcome: Outcome = 'go on';
    const next = function* (): Process {
      const item = left.shift();
      if (item !== undefined && (yield* step(item)) === 'wait') outcome = 'wait';
    };
    const { error } = yield* slowStart(this.context.kernel, items.length, next, isSetback);
    if (error !== undefined) throw error;
    return outcome;
  }

  /** Lets the Pod of a place be there. */
  private *fill({ ordinal, pod }: Place, revisions: Revisions): Process<Outcome> {
    const { context, set, isOrdered } = this;
    const { client, kernel, recorder } = context;
    if (!pod) return yield* this.create(ordinal, revisions);
    const { namespace, name } = pod.metadata;
    if (hasEnded(pod)) {
      if (isTerminating(pod)) return 'wait';
      const isFailed = pod.status.phase === 'Failed';
      recorder.record(set, {
        type: isFailed ? 'Warning' : 'Normal',
        reason: isFailed ? 'RecreatingFailedPod' : 'RecreatingTerminatedPod',
        message: `StatefulSet ${namespace}/${set.metadata.name} is recreating ${isFailed ? 'failed' : 'terminated'} Pod ${name}`,
      });
      yield* this.delete(pod);
      return 'wait';
    }
    if (pod.status.phase === 'Pending') yield* makeClaims(context, set, ordinal);
    if (isOrdered && (isTerminating(pod) || !isServing(pod, set.spec.minReadySeconds ?? 0, kernel.wallMs))) return 'wait';
    if (!hasIdentity(pod)) yield* client.of(podKind).update(withIdentity(pod, ordinal));
    yield* keepClaims(context, set, pod, ordinal);
    return 'go on';
  }

  private *create(ordinal: number, revisions: Revisions): Process<Outcome> {
    const { context, set } = this;
    if (hasStaleClaim(context, set, ordinal)) return 'wait';
    const pod = statefulPod(set, this.revisionFor(ordinal, revisions), ordinal);
    try {
      yield* makeClaims(context, set, ordinal);
      yield* context.client.of(podKind).create(pod);
    } catch (error) {
      // What is there already shows soon.
      if (error instanceof Setback || (error instanceof ApiError && error.reason !== 'AlreadyExists')) this.tell('Create', pod.metadata.name, error);
      throw error;
    }
    this.tell('Create', pod.metadata.name);
    return this.isOrdered ? 'wait' : 'go on';
  }

  /** Below the partition Pods stay of the revision that they are of. */
  private revisionFor(ordinal: number, { current, update }: Revisions): ControllerRevision {
    const { updateStrategy: { type, rollingUpdate } } = this.set.spec;
    const { start } = rangeOf(this.set);
    return type === 'RollingUpdate' && ordinal < start + (rollingUpdate?.partition ?? 0) ? current : update;
  }

  /** Lets a Pod go that there is no place for, the highest first and none while another is ill. */
  private *remove(pod: Pod, firstIll: Pod | undefined): Process<Outcome> {
    const { isOrdered, set, context } = this;
    if (isTerminating(pod)) return isOrdered ? 'wait' : 'go on';
    if (isOrdered && pod !== firstIll && !isServing(pod, set.spec.minReadySeconds ?? 0, context.kernel.wallMs)) return 'wait';
    yield* this.delete(pod);
    return isOrdered ? 'wait' : 'go on';
  }

  /** Of the Pods that are not of the new revision the last one goes, once all behind it serve. */
  private *replaceLast(places: readonly Place[], { update }: Revisions): Process {
    const { set, context } = this;
    const first = set.spec.updateStrategy.rollingUpdate?.partition ?? 0;
    for (const { pod } of places.slice(first).toReversed()) {
      if (!pod) return;
      if (revisionOf(pod) !== update.metadata.name && !isTerminating(pod)) {
        yield* this.delete(pod);
        return;
      }
      if (isTerminating(pod) || !isServing(pod, set.spec.minReadySeconds ?? 0, context.kernel.wallMs)) return;
    }
  }

  private *delete(pod: Pod): Process {
    const { name } = pod.metadata;
    try {
      yield* unlessGone(this.context.client.of(podKind).delete(pod.metadata));
    } catch (error) {
      if (error instanceof ApiError) this.tell('Delete', name, error);
      throw error;
    }
    this.tell('Delete', name);
  }

  private tell(verb: 'Create' | 'Delete', pod: string, error?: Error): void {
    const { recorder } = this.context;
    const what = `${verb} Pod ${pod} in StatefulSet ${this.set.metadata.name}`;
    recorder.record(this.set, error
      ? { type: 'Warning', reason: `Failed${verb}`, message: `${what} failed error: ${error.message}` }
      : { type: 'Normal', reason: `Successful${verb}`, message: `${what} successful` });
  }
}

const isTerminatingSet = ({ metadata }: StatefulSet): boolean => metadata.deletionTimestamp !== undefined;
