// Upstream: pkg/scheduler/schedule_one.go
import { formatTime } from '../base/index.ts';
import type { ApiClient, EventRecorder, InformerSet } from '../client/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import { ApiError, podCondition, podKind } from '../kinds/index.ts';
import type { Pod } from '../kinds/index.ts';
import { NetworkError } from '../network/index.ts';
import { attempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import type { Budgets } from './budget-violations.ts';
import { budgetsFrom, stateFrom, watchCluster } from './cluster-watch.ts';
import type { ClusterState } from './cluster-state.ts';
import type { ClaimPlan } from './devices/bind-claims.ts';
import { KnownDevices } from './devices/known-devices.ts';
import { claimsFor } from './devices/pod-claims.ts';
import { claimToGiveBack, failureMessage, waitingMessage } from './failure-message.ts';
import { requestsDevices } from './devices/resource-classes.ts';
import { bindClaims, claimPlanFor, deallocate, leaveClaims, waitForDevices } from './later.ts';
import { Nominations } from './nominations.ts';
import type { SchedulerPlugin } from './plugin.ts';
import { findEviction } from './preemption.ts';
import type { Eviction } from './preemption.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { SchedulingQueue } from './queue.ts';
import type { QueuedPod } from './queue.ts';
import { PluginError } from './verdict.ts';
import { bindVolumes } from './volumes/bind-volumes.ts';
import { KnownStorage } from './volumes/known-storage.ts';
import { readyClaims } from './volumes/pod-claims.ts';
import { planFor } from './volumes/volume-plan.ts';
import type { VolumePlan } from './volumes/volume-plan.ts';

export interface LoopOptions {
  readonly kernel: Kernel;
  readonly client: ApiClient;
  readonly informers: InformerSet;
  readonly recorder: EventRecorder;
  readonly plugins: readonly SchedulerPlugin[];
  readonly spawn: (name: string, body: Process<unknown>) => void;
}

/** What one attempt leaves in the trace: the verdict of each plugin on each node. */
export interface SchedulingDecision {
  readonly type: 'scheduling';
  /** `namespace/name`. */
  readonly pod: string;
  readonly attempt: number;
  readonly refused: Attempt['refused'];
  /** Nodes that would do; scores and totals are in this order. */
  readonly feasible: readonly string[];
  readonly scores: Attempt['scores'];
  readonly totals: readonly number[];
  readonly chosen: string | undefined;
  /** Others had as many points: the draw decided. */
  readonly isTie: boolean;
  /** Why it fits nowhere. */
  readonly message?: string;
}

/** What a Pod is told that has no node. */
interface Refused {
  readonly reason: 'Unschedulable' | 'SchedulerError';
  readonly message: string;
  /** The node on which room is made for it. */
  readonly nominated?: string | undefined;
}

/** What is written before a Pod is bound. */
interface BindingPlan {
  readonly nodeName: string;
  readonly volumes: VolumePlan | undefined;
  readonly claims: readonly ClaimPlan[];
}

const actor = 'kube-scheduler';

/** A write whose failure another attempt makes good. */
function* attemptWrite(write: Process<unknown>): Process {
  try {
    yield* write;
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
  }
}

const volumesIn = (plan: VolumePlan | undefined): readonly string[] => plan?.chosen.map(({ volume }) => volume.metadata.name) ?? [];

/** Takes Pods from the queue one by one, decides, and lets the binding happen in the background. */
export class SchedulingLoop {
  readonly queue: SchedulingQueue;
  private readonly options: LoopOptions;
  private readonly storage: KnownStorage;
  private readonly devices: KnownDevices;
  private readonly state: ClusterState;
  private readonly nominations: Nominations;
  private readonly budgets: Budgets;
  private startAt = 0;

  constructor(options: LoopOptions) {
    const { kernel, informers, plugins } = options;
    this.options = options;
    this.storage = new KnownStorage(informers);
    this.devices = new KnownDevices(informers);
    this.state = stateFrom(informers, this.storage, this.devices);
    this.budgets = budgetsFrom(informers);
    this.queue = new SchedulingQueue(kernel, plugins, this.state);
    this.nominations = new Nominations((key) => this.queue.has(key));
    watchCluster(informers, this.state, this.queue);
  }

  *run(): Process<never> {
    yield* this.options.informers.waitForSync();
    for (;;) {
      const queued = yield* this.queue.take();
      if (queued.info.isTerminating) this.skip(queued);
      else this.trySchedule(queued);
    }
  }

  private skip({ info }: QueuedPod): void {
    const { namespace, name } = info.pod.metadata;
    this.warn(info, `skip schedule deleting pod: ${namespace}/${name}`);
    this.queue.remove(info.key);
  }

  private trySchedule(queued: QueuedPod): void {
    try {
      this.schedule(queued);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      const { info } = queued;
      this.warn(info, error.message);
      this.queue.failed(queued);
      this.options.spawn(`status of ${info.key}`, this.tellWhy(info, { reason: 'SchedulerError', message: error.message }));
    }
  }

  private schedule(queued: QueuedPod): void {
    const { kernel, plugins, spawn } = this.options;
    const { info } = queued;
    const dice = kernel.random(actor);
    const snapshot = this.nominations.seenBy(info, this.state);
    const result = attempt(info, snapshot, { plugins, draw: (bound) => dice.integer(0, bound), startAt: this.startAt });
    this.startAt = result.nodeCount > 0 ? (this.startAt + result.refused.size + result.feasible.length) % result.nodeCount : 0;
    // Who waits for a node takes it as soon as it will do.
    const waitedFor = this.nominations.nodeOf(info.key);
    const chosen = result.feasible.find(({ name }) => name === waitedFor) ?? result.chosen;
    if (chosen) {
      this.nominations.remove(info.key);
      this.record(queued, result);
      // From here on the Pod counts as running there, so that the next decision sees it.
      this.state.place(info, chosen.name);
      const plan: BindingPlan = { nodeName: chosen.name, volumes: this.volumePlan(info, chosen), claims: this.claimPlan(info, chosen) };
      this.storage.promise(volumesIn(plan.volumes));
      for (const { claim, allocation } of plan.claims) if (allocation) this.devices.promise(claim, allocation);
      spawn(`bind ${info.key}`, this.bind(queued, plan));
      return;
    }
    const isWaiting = this.waitsForEnds(info, waitedFor);
    const message = isWaiting ? waitingMessage(info, snapshot, result) : failureMessage(info, snapshot, result, plugins);
    this.record(queued, result, message);
    this.warn(info, message);
    this.queue.refused(queued, new Set([...result.refused.values()].map(({ plugin }) => plugin)));
    const eviction = isWaiting ? undefined : findEviction(info, snapshot, result, { plugins, budgets: this.budgets });
    if (eviction) this.makeRoom(info, eviction);
    const claim = claimToGiveBack(info, snapshot, result);
    if (claim) spawn(`claim of ${info.key}`, attemptWrite(deallocate(this.options.client, claim)));
    spawn(`status of ${info.key}`, this.tellWhy(info, { reason: 'Unschedulable', message, nominated: eviction?.nodeName }));
  }

  /** Whether Pods of lower priority are already leaving the node that the Pod waits for. */
  private waitsForEnds(info: PodInfo, nodeName: string | undefined): boolean {
    const node = nodeName === undefined ? undefined : this.state.node(nodeName);
    return [...(node?.pods.values() ?? [])].some((other) => other.isTerminating && other.priority < info.priority);
  }

  /** Reserves the node, and has the victims go. */
  private makeRoom(info: PodInfo, { nodeName, victims }: Eviction): void {
    const { spawn } = this.options;
    for (const { pod } of this.nominations.displace(info, nodeName)) spawn(`nomination of ${pod.metadata.name}`, this.clearNomination(pod));
    this.nominations.set(info, nodeName);
    for (const victim of victims) spawn(`eviction of ${victim.key}`, this.evict(victim.pod, info.pod, nodeName));
  }

  private *evict(victim: Pod, { metadata }: Pod, nodeName: string): Process {
    const { client, kernel, recorder } = this.options;
    const { namespace, name, uid, generation } = victim.metadata;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
      observedGeneration: generation,
      lastProbeTime: null,
      lastTransitionTime: formatTime(kernel.wallMs),
    };
    yield* attemptWrite(client.of(podKind).patchStatus({ namespace, name }, { metadata: { uid }, status: { conditions: [condition] } }));
    yield* attemptWrite(client.of(podKind).delete({ namespace, name }, { preconditions: { uid } }));
    recorder.record(victim, { type: 'Normal', reason: 'Preempted', action: 'Preempting', message: `Preempted by pod ${metadata.uid} on node ${nodeName}` });
  }

  private *clearNomination({ metadata: { namespace, name } }: Pod): Process {
    yield* attemptWrite(this.options.client.of(podKind).patchStatus({ namespace, name }, { status: { nominatedNodeName: null } }));
  }

  private record(queued: QueuedPod, result: Attempt, message?: string): void {
    const { refused, scores, totals, isTie } = result;
    const decision: SchedulingDecision = {
      type: 'scheduling',
      pod: queued.info.key,
      attempt: queued.attempts,
      refused,
      feasible: result.feasible.map(({ name }) => name),
      scores,
      totals,
      chosen: result.chosen?.name,
      isTie,
      ...(message === undefined ? {} : { message }),
    };
    this.options.kernel.record('decision', actor, decision);
  }

  /** How the Pod's claims that waited for its node are served there. */
  private volumePlan({ pod }: PodInfo, node: NodeInfo): VolumePlan | undefined {
    const claims = readyClaims(pod, this.storage);
    const plan = claims && claims.lazy.length > 0 ? planFor(claims, this.storage, node) : undefined;
    return typeof plan === 'string' ? undefined : plan; // the node would not have been chosen
  }

  /** What the Pod's claims are given there. */
  private claimPlan(info: PodInfo, node: NodeInfo): readonly ClaimPlan[] {
    const claims = claimsFor(info.pod, this.devices);
    if (claims.length === 0 && !requestsDevices(info, this.devices)) return [];
    return claimPlanFor(info, node, this.devices, this.options.kernel);
  }

  private *bind(queued: QueuedPod, { nodeName, volumes, claims }: BindingPlan): Process {
    const { client, recorder } = this.options;
    const { info } = queued;
    const { namespace, name, uid } = info.pod.metadata;
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { namespace, name, uid }, target: { kind: 'Node', name: nodeName } };
    let stage = 'PreBind plugin "VolumeBinding"';
    try {
      if (volumes || claims.length > 0) yield* attemptWrite(this.expectAt(info, nodeName));
      const failure = volumes && (yield* bindVolumes(this.options, volumes, this.storage, nodeName));
      if (failure !== undefined) return this.takeBack(queued, nodeName, `running ${stage}: ${failure}`);
      stage = 'PreBind plugin "DynamicResources"';
      if (claims.length > 0) {
        const written = yield* bindClaims(client, claims, info.pod, this.devices);
        const unready = yield* waitForDevices(this.options, info.pod, nodeName, written, (claim) => this.devices.claim(namespace, claim.metadata.name));
        if (unready !== undefined) {
          yield* attemptWrite(leaveClaims(client, claims, info.pod));
          return this.takeBack(queued, nodeName, `running ${stage}: ${unready}`);
        }
      }
      stage = 'Bind plugin "DefaultBinder"';
      yield* client.of(podKind).createSubresource({ namespace, name }, 'binding', body);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      for (const { claim } of claims) this.devices.release(claim);
      return this.takeBack(queued, nodeName, `running ${stage}: ${error.message}`);
    } finally {
      this.storage.release(volumesIn(volumes));
    }
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recorder.record(info.pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message });
  }

  /** Says where a Pod is going to be, while there is something to be written or waited for first. */
  private *expectAt({ pod: { metadata: { namespace, name }, status } }: PodInfo, nominatedNodeName: string): Process {
    if (status.nominatedNodeName === nominatedNodeName) return;
    yield* this.options.client.of(podKind).patchStatus({ namespace, name }, { status: { nominatedNodeName } });
  }

  /** The Pod was not bound: its place is free again, and it is tried again, unless it is gone. */
  private takeBack(queued: QueuedPod, nodeName: string, why: string): void {
    const { info } = queued;
    if (!this.queue.has(info.key)) return;
    if (this.state.nodeOf(info.key) === nodeName) {
      const gone = this.state.remove(info.key);
      if (gone) this.queue.happened({ type: 'pod-gone', pod: gone });
    }
    this.warn(info, why);
    this.queue.failed(queued);
  }

  /** Says in the Pod's conditions why it has no node, unless they say so already. */
  private *tellWhy({ pod }: PodInfo, { reason, message, nominated }: Refused): Process {
    const { client, kernel } = this.options;
    const { namespace, name, generation } = pod.metadata;
    const known = podCondition(pod, 'PodScheduled');
    if (known?.status === 'False' && known.reason === reason && known.message === message && nominated === undefined) return;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason,
      message,
      observedGeneration: generation,
      lastProbeTime: null,
      ...(known?.status === 'False' ? {} : { lastTransitionTime: formatTime(kernel.wallMs) }),
    };
    const status = { conditions: [condition], ...(nominated === undefined ? {} : { nominatedNodeName: nominated }) };
    yield* attemptWrite(client.of(podKind).patchStatus({ namespace, name }, { status }));
  }

  private warn({ pod }: PodInfo, message: string): void {
    this.options.recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message });
  }
}
