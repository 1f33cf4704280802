import type { EntityId } from './ids.ts';

/** A Kubernetes Event, newest state. */
export interface EventRow {
  /** `object/Event/<namespace>/<name>`. */
  readonly id: EntityId;
  /** When its newest state was stored: its own times are whole seconds. */
  readonly storedMs: number;
  readonly count: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly about: EntityId;
  /** `pod/web-…`, as kubectl prints it. */
  readonly object: string;
  readonly message: string;
  readonly source: string;
}

/** An API request; upserted again when it is answered. */
export interface RequestRow {
  /** `request/<n>`. */
  readonly id: EntityId;
  readonly atMs: number;
  /** Absent while it is open. */
  readonly tookMs?: number;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. */
  readonly verb: string;
  /** The path as on the wire: `/api/v1/namespaces/default/pods/web/binding`. */
  readonly path: string;
  readonly code?: number;
  /** `reason` of a Status that refused. */
  readonly reason?: string;
  readonly from: EntityId;
  readonly user: string;
  readonly about?: EntityId;
}

/** One attempt of the scheduler with its node × plugin verdicts. */
export interface Attempt {
  /** `attempt/<n>`. */
  readonly id: EntityId;
  readonly atMs: number;
  readonly pod: EntityId;
  readonly number: number;
  readonly outcome: 'chosen' | 'unschedulable' | 'error';
  readonly node?: string;
  /** The FailedScheduling sentence, to the letter. */
  readonly message?: string;
  /** Filter plugins in the order they ran. */
  readonly filters: readonly string[];
  /** Score plugins with their weights, in the order they ran. */
  readonly scorers: readonly { readonly plugin: string; readonly weight: number }[];
  readonly nodes: readonly NodeVerdict[];
}

/** What one attempt found about one node. */
export interface NodeVerdict {
  readonly node: string;
  /** The filter that removed it, and its reason; absent for survivors. */
  readonly fell?: { readonly plugin: string; readonly reason: string };
  /** For survivors, in the scorers' order: the plugin's own score, and after normalising (0 … 100). */
  readonly scores: readonly { readonly raw: number; readonly normalized: number; readonly formula?: string }[];
  /** Sum of normalised × weight. */
  readonly total?: number;
  /** CPU that is free, in millicores, at the moment of the attempt. */
  readonly cpuFree: number;
}

/** The scheduler's queue, whole. */
export interface SchedulerQueue {
  readonly active: readonly QueuedPod[];
  readonly backoff: readonly QueuedPod[];
  readonly unschedulable: readonly QueuedPod[];
}

/** A Pod in the scheduler's queue. */
export interface QueuedPod {
  readonly pod: EntityId;
  readonly attempts: number;
  /** When it came in; for back-off, when it leaves. */
  readonly sinceMs: number;
  readonly dueMs?: number;
  /** Why it could not be placed, to the letter. */
  readonly message?: string;
}
