// Upstream: pkg/kubelet/status/status_manager.go
import { Mailbox, sleep } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { ApiClient } from '../../client/index.ts';
import { ApiError, podKind } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { PodWorker } from './pod-worker.ts';
import { statusPatch } from './status-patch.ts';

/**
 * Brings the statuses of Pods to the API, one after the other: what changes while another one is written is written once.
 * The last thing it does for a Pod that was deleted and is gone from the machine is to take it out of the API.
 */
export class StatusManager {
  /** Status writes and deletions so far. */
  writes = 0;
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly dirty = new Map<string, PodWorker>();
  private readonly wakeUps: Mailbox<string>;
  /** Pods whose statuses others have written over. */
  private readonly overwritten = new Set<string>();
  private readonly startedMs: number;

  constructor(kernel: Kernel, client: ApiClient) {
    this.kernel = kernel;
    this.client = client;
    this.startedMs = kernel.nowMs;
    this.wakeUps = new Mailbox(kernel, 'statuses to write');
  }

  /** Notes that the Pod's status may differ from what the API has. */
  note(worker: PodWorker): void {
    if (this.dirty.has(worker.uid)) return;
    this.dirty.set(worker.uid, worker);
    this.wakeUps.push(worker.uid);
  }

  /** Notes that someone else has written over the Pod's status: it is put right when all statuses are compared next. */
  noteOverwritten(worker: PodWorker): void {
    if (this.overwritten.has(worker.uid)) return;
    this.overwritten.add(worker.uid);
    const sinceMs = (this.kernel.nowMs - this.startedMs) % limits.statusComparisonMs;
    this.kernel.after(limits.statusComparisonMs - sinceMs, () => {
      this.overwritten.delete(worker.uid);
      this.note(worker);
    });
  }

  /** The process that writes. */
  *run(): Process<never> {
    for (;;) {
      const uid = yield* this.wakeUps.take();
      const worker = this.dirty.get(uid ?? '');
      if (!worker) continue;
      this.dirty.delete(worker.uid);
      try {
        yield* this.write(worker);
      } catch (error) {
        if (error instanceof ApiError && error.reason === 'NotFound') continue;
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
        this.kernel.after(retryMs, () => this.note(worker));
        if (error instanceof NetworkError) yield* sleep(retryMs);
      }
    }
  }

  private *write(worker: PodWorker): Process {
    const { stored, status } = worker;
    if (!stored || !status || worker.isRemoved) return;
    const { namespace, name, uid } = stored.metadata;
    const pods = this.client.of(podKind);
    const patch = statusPatch(stored.status, status);
    if (patch) {
      this.writes++;
      const written: Pod = yield* pods.patchStatus({ namespace, name }, { metadata: { uid }, status: patch });
      worker.update(written);
    }
    if (!worker.canBeDeleted || worker.stored?.metadata.deletionTimestamp === undefined) return;
    this.writes++;
    yield* pods.delete({ namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
  }
}

const retryMs = 1_000;
