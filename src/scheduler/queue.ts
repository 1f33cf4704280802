// Upstream: pkg/scheduler/backend/queue/scheduling_queue.go
import { backOffMs } from '../base/index.ts';
import { Signal } from '../kernel/index.ts';
import type { Kernel, Process, Timer, TraceId } from '../kernel/index.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { limits } from './limits.ts';
import { PodHeap } from './pod-heap.ts';
import type { WaitingPod } from './pod-heap.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/** Where a Pod waits: to be looked at now, for its back-off to end, or for something to happen that may help. */
export type WaitingPlace = 'active' | 'backoff' | 'unschedulable' | 'gated' | 'taken';

/** A Pod in the queue. */
export interface QueuedPod extends WaitingPod {
  place: WaitingPlace;
  /** How often it was tried. */
  attempts: number;
  /** Its back-off ends; from errors nothing frees it earlier. */
  backoffUntilMs: number;
  isAfterError: boolean;
  /** The plugins that refused it last time. */
  rejectedBy: ReadonlySet<string>;
  /** What made it come back: the scheduling attempt hangs on it. */
  cause: TraceId;
}

const nobody: ReadonlySet<string> = new Set();

/** The Pods that have no node yet. */
export class SchedulingQueue {
  private readonly kernel: Kernel;
  private readonly plugins: readonly SchedulerPlugin[];
  private readonly snapshot: Snapshot;
  private readonly pods = new Map<string, QueuedPod>();
  private readonly active = new PodHeap<QueuedPod>();
  private readonly backoff = new Set<QueuedPod>();
  private readonly unschedulable = new Set<QueuedPod>();
  private readonly arrived = new Signal('a Pod to schedule');
  private timer: Timer | undefined;
  private timerMs = Number.POSITIVE_INFINITY;
  private nextSequence = 1;

  constructor(kernel: Kernel, plugins: readonly SchedulerPlugin[], snapshot: Snapshot) {
    this.kernel = kernel;
    this.plugins = plugins;
    this.snapshot = snapshot;
  }

  /** What waits, for whoever shows it. */
  get waiting(): Iterable<QueuedPod> {
    return this.pods.values();
  }

  /** A Pod without a node is new, or has changed in what it wants. */
  put(info: PodInfo): void {
    const known = this.pods.get(info.key);
    if (known) {
      known.info = info;
      if (known.place === 'unschedulable') this.wake(known);
      else if (known.place === 'gated') this.release(known);
      return;
    }
    const pod: QueuedPod = {
      info,
      place: 'taken',
      sinceMs: 0,
      sequence: this.nextSequence++,
      attempts: 0,
      backoffUntilMs: 0,
      isAfterError: false,
      rejectedBy: nobody,
      cause: 0,
    };
    this.pods.set(info.key, pod);
    this.release(pod);
  }

  /** Takes note of a change that has hardly to do with scheduling, such as of its status. */
  refresh(info: PodInfo): void {
    const known = this.pods.get(info.key);
    if (!known) return;
    known.info = info;
    if (known.place === 'gated') this.release(known);
  }

  has(key: string): boolean {
    return this.pods.has(key);
  }

  /** The Pod is gone or has a node. */
  remove(key: string): void {
    const pod = this.pods.get(key);
    if (!pod) return;
    this.leave(pod);
    this.pods.delete(key);
  }

  /** The next Pod to look at. While nothing else is to be done, back-offs after refusals are not waited for. */
  *take(): Process<QueuedPod> {
    for (;;) {
      const pod = this.active.pop() ?? this.firstInBackoff();
      if (pod) {
        this.backoff.delete(pod);
        pod.place = 'taken';
        pod.attempts++;
        this.kernel.cause = pod.cause;
        return pod;
      }
      yield* this.arrived.next();
    }
  }

  /** No node would take it: it waits for something that may help. */
  refused(pod: QueuedPod, rejectedBy: ReadonlySet<string>): void {
    if (!this.isTaken(pod)) return;
    pod.rejectedBy = rejectedBy;
    pod.isAfterError = false;
    this.setBackoff(pod);
    this.enter(pod, 'unschedulable');
    this.unschedulable.add(pod);
    this.arm(this.kernel.nowMs + limits.unschedulableFlushMs);
  }

  /** Something went wrong that is nobody's fault: it is tried again after its back-off. */
  failed(pod: QueuedPod): void {
    if (!this.isTaken(pod)) return;
    pod.isAfterError = true;
    this.setBackoff(pod);
    this.enterBackoff(pod);
  }

  /** Something happened: Pods come back whose refusal it could change. */
  happened(event: ClusterEvent): void {
    for (const pod of [...this.unschedulable]) if (this.mayHelp(event, pod)) this.wake(pod);
    if (event.type === 'devices-changed') for (const pod of this.pods.values()) if (pod.place === 'gated') this.release(pod);
  }

  private mayHelp(event: ClusterEvent, pod: QueuedPod): boolean {
    if (pod.rejectedBy.size === 0) return event.type === 'node-added';
    const isAboutTaints = event.type === 'node-changed' && (event.what.has('taints') || event.what.has('unschedulable'));
    return this.plugins.some((plugin) => pod.rejectedBy.has(plugin.name) &&
      ((isAboutTaints && plugin.wokenByTaints === true) || plugin.mayHelp?.(event, pod.info, this.snapshot) === true));
  }

  private isTaken(pod: QueuedPod): boolean {
    return this.pods.get(pod.info.key) === pod && pod.place === 'taken';
  }

  private release(pod: QueuedPod): void {
    if (this.isHeldBack(pod)) this.enter(pod, 'gated');
    else this.activate(pod);
  }

  private isHeldBack({ info }: QueuedPod): boolean {
    if ((info.pod.spec.schedulingGates?.length ?? 0) > 0) return true;
    return this.plugins.some((plugin) => plugin.holdsBack?.(info, this.snapshot) === true);
  }

  private activate(pod: QueuedPod): void {
    this.enter(pod, 'active');
    pod.cause = this.kernel.cause;
    this.active.push(pod);
    this.arrived.notify();
  }

  private wake(pod: QueuedPod): void {
    this.leave(pod);
    if (this.isHeldBack(pod)) this.enter(pod, 'gated');
    else if (pod.backoffUntilMs > this.kernel.nowMs) this.enterBackoff(pod);
    else this.activate(pod);
  }

  private enterBackoff(pod: QueuedPod): void {
    this.enter(pod, 'backoff');
    pod.cause = this.kernel.cause;
    this.backoff.add(pod);
    this.arm(pod.backoffUntilMs);
    this.arrived.notify();
  }

  private firstInBackoff(): QueuedPod | undefined {
    let first: QueuedPod | undefined;
    for (const pod of this.backoff) {
      if (!pod.isAfterError && (!first || pod.backoffUntilMs < first.backoffUntilMs)) first = pod;
    }
    return first;
  }

  private setBackoff(pod: QueuedPod): void {
    const { podInitialBackoffMs, podMaxBackoffMs } = limits;
    pod.backoffUntilMs = this.kernel.nowMs + backOffMs(podInitialBackoffMs, podMaxBackoffMs, pod.attempts - 1);
  }

  private enter(pod: QueuedPod, place: WaitingPlace): void {
    pod.place = place;
    pod.sinceMs = this.kernel.nowMs;
  }

  private leave(pod: QueuedPod): void {
    if (pod.place === 'active') this.active.remove(pod);
    this.backoff.delete(pod);
    this.unschedulable.delete(pod);
  }

  /** One timer for all: at the first back-off that ends, or the first Pod that has waited for long enough. */
  private arm(atMs: number): void {
    if (this.timerMs <= atMs) return;
    this.timer?.cancel();
    this.timerMs = atMs;
    const { cause } = this.kernel;
    this.kernel.cause = 0;
    this.timer = this.kernel.at(atMs, () => this.flush());
    this.kernel.cause = cause;
  }

  private flush(): void {
    const { nowMs } = this.kernel;
    this.timerMs = Number.POSITIVE_INFINITY;
    for (const pod of [...this.backoff]) {
      if (pod.backoffUntilMs > nowMs) continue;
      this.backoff.delete(pod);
      this.activate(pod);
    }
    for (const pod of [...this.unschedulable]) if (pod.sinceMs + limits.unschedulableFlushMs <= nowMs) this.wake(pod);
    for (const pod of this.backoff) this.arm(pod.backoffUntilMs);
    for (const pod of this.unschedulable) this.arm(pod.sinceMs + limits.unschedulableFlushMs);
  }

  /** Nothing is to be scheduled any more. */
  stop(): void {
    this.timer?.cancel();
  }
}
