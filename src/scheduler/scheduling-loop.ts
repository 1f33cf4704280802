// Upstream: pkg/scheduler/schedule_one.go
import { formatTime } from '../base/index.ts';
import type { ApiClient, EventRecorder, InformerSet } from '../client/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import { ApiError, podCondition, podKind } from '../kinds/index.ts';
import { NetworkError } from '../network/index.ts';
import { attempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { stateFrom, watchCluster } from './cluster-watch.ts';
import type { ClusterState } from './cluster-state.ts';
import { failureMessage } from './failure-message.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { PodInfo } from './pod-info.ts';
import { SchedulingQueue } from './queue.ts';
import type { QueuedPod } from './queue.ts';

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

const actor = 'kube-scheduler';

/** Takes Pods from the queue one by one, decides, and lets the binding happen in the background. */
export class SchedulingLoop {
  readonly queue: SchedulingQueue;
  private readonly options: LoopOptions;
  private readonly state: ClusterState;
  private startAt = 0;

  constructor(options: LoopOptions) {
    const { kernel, informers, plugins } = options;
    this.options = options;
    this.state = stateFrom(informers);
    this.queue = new SchedulingQueue(kernel, plugins, this.state);
    watchCluster(informers, this.state, this.queue);
  }

  *run(): Process<never> {
    yield* this.options.informers.waitForSync();
    for (;;) {
      const queued = yield* this.queue.take();
      if (queued.info.isTerminating) this.skip(queued);
      else this.schedule(queued);
    }
  }

  private skip({ info }: QueuedPod): void {
    const { namespace, name } = info.pod.metadata;
    this.warn(info, `skip schedule deleting pod: ${namespace}/${name}`);
    this.queue.remove(info.key);
  }

  private schedule(queued: QueuedPod): void {
    const { kernel, plugins, spawn } = this.options;
    const { info } = queued;
    const dice = kernel.random(actor);
    const result = attempt(info, this.state, { plugins, draw: (bound) => dice.integer(0, bound), startAt: this.startAt });
    this.startAt = result.nodeCount > 0 ? (this.startAt + result.refused.size + result.feasible.length) % result.nodeCount : 0;
    const { chosen } = result;
    if (chosen) {
      this.record(queued, result);
      // From here on the Pod counts as running there, so that the next decision sees it.
      this.state.place(info, chosen.name);
      spawn(`bind ${info.key}`, this.bind(queued, chosen.name));
      return;
    }
    const message = failureMessage(info, this.state, result, plugins);
    this.record(queued, result, message);
    this.warn(info, message);
    this.queue.refused(queued, new Set([...result.refused.values()].map(({ plugin }) => plugin)));
    spawn(`status of ${info.key}`, this.tellWhy(info, message));
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

  private *bind(queued: QueuedPod, nodeName: string): Process {
    const { client, recorder } = this.options;
    const { info } = queued;
    const { namespace, name, uid } = info.pod.metadata;
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { namespace, name, uid }, target: { kind: 'Node', name: nodeName } };
    try {
      yield* client.of(podKind).createSubresource({ namespace, name }, 'binding', body);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      this.takeBack(queued, nodeName, error);
      return;
    }
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recorder.record(info.pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message });
  }

  /** The Pod was not bound: its place is free again, and it is tried again, unless it is gone. */
  private takeBack(queued: QueuedPod, nodeName: string, error: ApiError | NetworkError): void {
    const { info } = queued;
    if (!this.queue.has(info.key)) return;
    if (this.state.nodeOf(info.key) === nodeName) {
      const gone = this.state.remove(info.key);
      if (gone) this.queue.happened({ type: 'pod-gone', pod: gone });
    }
    this.warn(info, `running Bind plugin "DefaultBinder": ${error.message}`);
    this.queue.failed(queued);
  }

  /** Says in the Pod's conditions why it has no node, unless they say so already. */
  private *tellWhy({ pod }: PodInfo, message: string): Process {
    const { client, kernel } = this.options;
    const { namespace, name, generation } = pod.metadata;
    const known = podCondition(pod, 'PodScheduled');
    if (known?.status === 'False' && known.reason === 'Unschedulable' && known.message === message) return;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      observedGeneration: generation,
      lastProbeTime: null,
      ...(known?.status === 'False' ? {} : { lastTransitionTime: formatTime(kernel.wallMs) }),
    };
    try {
      yield* client.of(podKind).patchStatus({ namespace, name }, { status: { conditions: [condition] } });
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    }
  }

  private warn({ pod }: PodInfo, message: string): void {
    this.options.recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message });
  }
}
