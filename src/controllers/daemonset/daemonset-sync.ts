// Upstream: pkg/controller/daemon syncDaemonSet, manage, syncNodes
import { deepEqual, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { daemonSetKind, isEmptySelector, podIsAvailable, podIsReady, podKind, podTemplateHash } from '../../kinds/index.ts';
import type { ControllerRevision, DaemonSet, Node, ObjectKey, Pod } from '../../kinds/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import type { Expectations } from '../framework/expectations.ts';
import { claimDependents } from '../framework/owners.ts';
import { createPods, deletePods } from '../framework/pod-work.ts';
import { forgetRevisions, historyOf, revisionHashLabel } from '../framework/revision-history.ts';
import type { RevisionHistory } from '../framework/revision-history.ts';
import { byAge, byNode, daemonPod, isUpToDate } from './daemon-pods.ts';
import type { PodsByNode } from './daemon-pods.ts';
import type { FailedPods } from './failed-pods.ts';
import { fitOf } from './node-fit.ts';
import { nextReplacements, surges } from './rolling-update.ts';
import type { PodChanges } from './rolling-update.ts';
import { statusOf } from './status.ts';

/** Most Pods that one step creates or deletes. */
const burstReplicas = 250; // pkg/controller/daemon BurstReplicas

/** What the informers know around a DaemonSet. */
export interface Surroundings {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly revisions: readonly ControllerRevision[];
}

/** What the passes over DaemonSets share. */
export interface DaemonSetTools {
  readonly context: ControllerContext;
  readonly expectations: Expectations;
  readonly failedPods: FailedPods;
}

/** What came of a part of a pass: in how long a failed Pod is to be replaced, and the refusal that ended it. */
interface Outcome {
  readonly retryMs?: number;
  readonly failure: unknown;
}

/** One pass over one DaemonSet. */
export function syncDaemonSet(tools: DaemonSetTools, key: ObjectKey, daemonSet: DaemonSet, around: Surroundings): Process<Requeue> {
  return new DaemonSetSync(tools).run(key, daemonSet, around);
}

class DaemonSetSync {
  private readonly context: ControllerContext;
  private readonly expectations: Expectations;
  private readonly failed: FailedPods;

  constructor({ context, expectations, failedPods }: DaemonSetTools) {
    this.context = context;
    this.expectations = expectations;
    this.failed = failedPods;
  }

  *run(key: ObjectKey, daemonSet: DaemonSet, around: Surroundings): Process<Requeue> {
    const { selector } = daemonSet.spec;
    if (isEmptySelector(selector)) {
      this.context.recorder.record(daemonSet, { type: 'Warning', reason: 'SelectingAll', message: 'This daemon set is selecting all pods. A non-empty selector is required.' });
      return {};
    }
    if (daemonSet.metadata.deletionTimestamp !== undefined) return {};
    const history = yield* this.history(daemonSet, around.revisions);
    if (!history) return {}; // the status that it wrote brings the DaemonSet here again
    const hash = history.current.metadata.labels?.[revisionHashLabel] ?? '';
    const pods = byNode(yield* this.claim(daemonSet, around.pods));
    if (!this.expectations.areMet(key)) return yield* this.tell(daemonSet, around.nodes, pods, hash, daemonSet.status.observedGeneration);
    const { retryMs, failure } = yield* this.update(key, daemonSet, around.nodes, pods, history);
    const told = yield* this.tell(daemonSet, around.nodes, pods, hash, daemonSet.metadata.generation);
    if (failure !== undefined) throw failure;
    return retryMs === undefined ? told : { afterMs: Math.min(retryMs, told.afterMs ?? retryMs) };
  }

  /** Pods where they are to be, those of an older template replaced, revisions that nobody needs forgotten; a refusal ends it. */
  private *update(key: ObjectKey, daemonSet: DaemonSet, nodes: readonly Node[], pods: PodsByNode, { current, old }: RevisionHistory): Process<Outcome> {
    const hash = current.metadata.labels?.[revisionHashLabel] ?? '';
    const managed = yield* this.manage(key, daemonSet, nodes, pods, hash);
    if (managed.failure !== undefined) return managed;
    if (this.expectations.areMet(key) && daemonSet.spec.updateStrategy.type === 'RollingUpdate') {
      const failure = yield* this.apply(key, daemonSet, nextReplacements(daemonSet, nodes, pods, hash, this.context.kernel.wallMs), hash);
      if (failure !== undefined) return { failure };
    }
    const live = new Set([...pods.values()].flat().map(({ metadata }) => metadata.labels?.[revisionHashLabel] ?? ''));
    yield* forgetRevisions(this.context, old, live, daemonSet.spec.revisionHistoryLimit);
    return managed;
  }

  private *history(daemonSet: DaemonSet, revisions: readonly ControllerRevision[]): Process<RevisionHistory | undefined> {
    const { spec: { selector, template }, status } = daemonSet;
    const hash = podTemplateHash(template, status.collisionCount);
    const history = yield* historyOf(this.context, { owner: daemonSet, selector, template, hash }, revisions);
    if (!history) yield* this.context.client.of(daemonSetKind).updateStatus(withFields(daemonSet, { status: { ...status, collisionCount: (status.collisionCount ?? 0) + 1 } }));
    return history;
  }

  private claim(daemonSet: DaemonSet, candidates: readonly Pod[]): Process<readonly Pod[]> {
    return claimDependents<Pod>({ owner: daemonSet, selector: daemonSet.spec.selector, dependents: this.context.client.of(podKind), candidates });
  }

  /** Each node that is to have a Pod gets one, each that is not loses it. */
  private *manage(key: ObjectKey, daemonSet: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string): Process<Outcome> {
    const empty: string[] = [];
    const surplus: Pod[] = [];
    let retryMs: number | undefined;
    for (const node of nodes) {
      const { name } = node.metadata;
      const there = pods.get(name);
      const { shouldRun, mayStay } = fitOf(daemonSet, node);
      if (shouldRun && !there) empty.push(name);
      if (!there) continue;
      if (mayStay) {
        const kept = this.sortOut(daemonSet, name, there, hash);
        surplus.push(...kept.surplus);
        if (kept.retryMs !== undefined) retryMs = Math.min(kept.retryMs, retryMs ?? kept.retryMs);
      } else {
        surplus.push(...there.filter(isAlive));
      }
    }
    // What was meant for a node that is no more will never run.
    const known = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const [node, there] of pods) if (!known.has(node)) surplus.push(...there.filter((pod) => !pod.spec.nodeName && isAlive(pod)));
    const failure = yield* this.apply(key, daemonSet, { nodes: empty, deleted: surplus }, hash);
    return { failure, ...(retryMs === undefined ? {} : { retryMs }) };
  }

  /** Of the Pods on one node those that are too many: ended ones, and all but the oldest (and while surging one of each template). */
  private sortOut(daemonSet: DaemonSet, node: string, there: readonly Pod[], hash: string): { readonly surplus: readonly Pod[]; readonly retryMs?: number } {
    const { recorder } = this.context;
    const surplus: Pod[] = [];
    const running: Pod[] = [];
    let retryMs: number | undefined;
    for (const pod of there) {
      const { metadata: { namespace, name }, status: { phase } } = pod;
      if (!isAlive(pod)) continue;
      if (phase === 'Failed') {
        const waitMs = this.failed.waitMs(`${daemonSet.metadata.uid}/${hash}/${node}`);
        if (waitMs > 0) {
          retryMs = waitMs;
          continue;
        }
        recorder.record(daemonSet, { type: 'Warning', reason: 'FailedDaemonPod', message: `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it` });
        surplus.push(pod);
      } else if (phase === 'Succeeded') {
        recorder.record(daemonSet, { type: 'Normal', reason: 'SucceededDaemonPod', message: `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it` });
        surplus.push(pod);
      } else {
        running.push(pod);
      }
    }
    running.sort(byAge);
    surplus.push(...surges(daemonSet) ? this.outlived(daemonSet, running, hash) : running.slice(1));
    return { surplus, ...(retryMs === undefined ? {} : { retryMs }) };
  }

  private outlived(daemonSet: DaemonSet, running: readonly Pod[], hash: string): readonly Pod[] {
    const fresh = running.find((pod) => isUpToDate(daemonSet, hash, pod));
    const stale = running.find((pod) => !isUpToDate(daemonSet, hash, pod));
    const surplus = running.filter((pod) => pod !== fresh && pod !== stale);
    if (!fresh || !stale) return surplus;
    const isReplaced = !podIsReady(stale) || podIsAvailable(fresh, daemonSet.spec.minReadySeconds ?? 0, this.context.kernel.wallMs);
    return isReplaced ? [...surplus, stale] : surplus;
  }

  /** Creates and deletes; gives the first refusal. */
  private *apply(key: ObjectKey, daemonSet: DaemonSet, changes: PodChanges, hash: string): Process<unknown> {
    const nodes = changes.nodes.slice(0, burstReplicas);
    const deleted = changes.deleted.slice(0, burstReplicas);
    if (nodes.length + deleted.length === 0) return undefined;
    this.expectations.expect(key, nodes.length, deleted.map(({ metadata }) => metadata.uid));
    const { context, expectations } = this;
    const { failure } = yield* createPods({ context, expectations, key, owner: daemonSet }, nodes, (node) => daemonPod(daemonSet, hash, node));
    if (failure !== undefined) return failure;
    const deletion = yield* deletePods(context, daemonSet, deleted, { notDeleted: ({ metadata }) => expectations.deletionObserved(key, metadata.uid) });
    return deletion.failure;
  }

  /** Writes the status, if it says something new. */
  private *tell(daemonSet: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string, generation: number | undefined): Process<Requeue> {
    const { client, kernel } = this.context;
    const counted = statusOf(daemonSet, nodes, pods, hash, kernel.wallMs);
    const status = generation === undefined ? counted : { ...counted, observedGeneration: generation };
    if (!deepEqual(daemonSet.status, status)) yield* client.of(daemonSetKind).updateStatus(withFields(daemonSet, { status }));
    const minReadyMs = (daemonSet.spec.minReadySeconds ?? 0) * 1_000;
    return minReadyMs > 0 && status.numberReady !== (status.numberAvailable ?? 0) ? { afterMs: minReadyMs } : {};
  }
}

const isAlive = ({ metadata }: Pod): boolean => metadata.deletionTimestamp === undefined;
