// Upstream: client-go, tools/record (correlator) and tools/events (series)
import { LruMap, formatMicroTime, formatTime, withFields } from '../base/index.ts';
import { Mailbox } from '../kernel/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import { ApiError, eventKind } from '../kinds/index.ts';
import type { Event, EventInput, KubeObject, ObjectReferenceInput } from '../kinds/index.ts';
import { NetworkError } from '../network/index.ts';
import type { ApiClient } from './api-client.ts';
import { limits } from './limits.ts';
import { RateLimiter } from './rate-limiter.ts';

/** Who reports. */
export interface EventSource {
  readonly component: string;
  /** The machine, where the component says so (kubelet). */
  readonly host?: string;
  /** Reports through events.k8s.io, as the scheduler does: with an action and no source. */
  readonly isNewStyle?: boolean;
}

/** Something worth telling about an object. */
export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly action?: string;
  /** The part of the object that is meant: `spec.containers{web}`. */
  readonly fieldPath?: string;
}

interface Seen {
  /** The stored event, once it is stored. */
  stored: Event | undefined;
  count: number;
}

interface Similar {
  /** Different ones, as they came: nearly always one. */
  messages: readonly string[];
  lastMs: number;
}

/**
 * Sends events in the background: equal ones are counted up instead of repeated, many similar ones are combined, and an
 * object about which a source says too much is not heard for a while.
 */
export class EventRecorder {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly source: EventSource;
  private readonly queue: Mailbox<EventInput>;
  private readonly seen = new LruMap<string, Seen>(limits.eventMemory);
  private readonly similar = new LruMap<string, Similar>(limits.eventMemory);
  private readonly spam = new LruMap<string, RateLimiter>(limits.eventMemory);
  private lastNanos = 0;

  constructor(kernel: Kernel, client: ApiClient, source: EventSource) {
    this.kernel = kernel;
    this.client = client;
    this.source = source;
    this.queue = new Mailbox(kernel, 'events to send', limits.eventQueue);
  }

  /** Notes the event; it is sent by `run`. */
  record(about: KubeObject | ObjectReferenceInput, event: RecordedEvent): void {
    const reference = referenceOf(about);
    const pushed = this.queue.push(this.make(event.fieldPath ? withFields(reference, { fieldPath: event.fieldPath }) : reference, event));
    if (!pushed) this.kernel.record('dropped', this.source.component, `event ${event.reason}: the queue is full`, false);
  }

  /** The process that sends. */
  *run(): Process<never> {
    for (;;) {
      const event = yield* this.queue.take();
      if (event) yield* this.send(event);
    }
  }

  private *send(event: EventInput): Process {
    if (!this.mayPass(event)) return;
    const combined = this.combine(event);
    const key = this.keyOf(combined);
    const seen = this.seen.get(key);
    try {
      if (seen?.stored) {
        yield* this.countUp(seen, seen.stored, combined);
      } else {
        const stored = yield* this.client.of(eventKind).create(combined);
        this.seen.set(key, { stored, count: 1 });
      }
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      if (error instanceof ApiError && error.reason === 'NotFound') this.seen.set(key, { stored: undefined, count: 0 });
    }
  }

  private *countUp(seen: Seen, stored: Event, event: EventInput): Process {
    seen.count++;
    const { kernel, source } = this;
    const at = { namespace: stored.metadata.namespace, name: stored.metadata.name };
    const patch = source.isNewStyle
      ? { series: { count: seen.count, lastObservedTime: formatMicroTime(kernel.wallMs) } }
      : { count: seen.count, lastTimestamp: formatTime(kernel.wallMs), message: event.message };
    seen.stored = yield* this.client.of(eventKind).patch(at, 'strategic', patch);
  }

  /** What is said again of another version of an object is another event to new recorders. */
  private keyOf(event: EventInput): string {
    const key = eventKey(event);
    return this.source.isNewStyle ? `${key} ${event.involvedObject.resourceVersion ?? ''}` : key;
  }

  private mayPass(event: EventInput): boolean {
    if (this.source.isNewStyle) return true;
    const about = event.involvedObject;
    const key = objectOf(about);
    let bucket = this.spam.get(key);
    if (!bucket) {
      bucket = new RateLimiter(this.kernel, { perSecond: 1000 / limits.eventRefillMs, burst: limits.eventBurst });
      this.spam.set(key, bucket);
    }
    return bucket.tryTake();
  }

  /** From the tenth different message of one kind on, one event stands for all. */
  private combine(event: EventInput): EventInput {
    if (this.source.isNewStyle) return event;
    const about = event.involvedObject;
    const key = `${objectOf(about)} ${event.type ?? ''} ${event.reason ?? ''}`;
    let similar = this.similar.get(key);
    if (!similar || this.kernel.nowMs - similar.lastMs > limits.similarEventsMs) {
      similar = { messages: [], lastMs: 0 };
      this.similar.set(key, similar);
    }
    similar.lastMs = this.kernel.nowMs;
    const { message = '' } = event;
    if (!similar.messages.includes(message)) similar.messages = similar.messages.concat([message]);
    if (similar.messages.length < limits.similarEvents) return event;
    similar.messages = similar.messages.slice(1);
    return { ...event, message: `(combined from similar events): ${event.message ?? ''}` };
  }

  private make(reference: ObjectReferenceInput, event: RecordedEvent): EventInput {
    const { kernel, source } = this;
    const namespace = reference.namespace ?? 'default';
    const metadata = { name: `${reference.name ?? ''}.${this.uniqueSuffix()}`, namespace };
    const { type, reason, message } = event;
    const { component, host } = source;
    // Written out in full: events are many, and so have few shapes.
    if (source.isNewStyle) {
      return {
        apiVersion: 'v1', kind: 'Event', metadata, involvedObject: reference, type, reason, message, reportingComponent: component,
        action: event.action ?? reason,
        eventTime: formatMicroTime(kernel.wallMs),
        reportingInstance: `${component}-${host ?? 'control-plane'}`,
      };
    }
    const now = formatTime(kernel.wallMs);
    return {
      apiVersion: 'v1', kind: 'Event', metadata, involvedObject: reference, type, reason, message, reportingComponent: component,
      source: host === undefined ? { component } : { component, host },
      reportingInstance: host ?? '',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
  }

  /** Upstream names events by the nanoseconds of their time; two of one instant must still differ. */
  private uniqueSuffix(): string {
    const nanos = Math.round(this.kernel.wallMs * 1000);
    this.lastNanos = Math.max(this.lastNanos + 1, nanos);
    return hexOfThousandfold(this.lastNanos);
  }
}

/** A thousand times the number in hexadecimal digits; that is more than a number holds exactly, so in two halves. */
function hexOfThousandfold(value: number): string {
  const low = (value % 2 ** 32) * 1000;
  const high = Math.floor(value / 2 ** 32) * 1000 + Math.floor(low / 2 ** 32);
  return high.toString(16) + (low % 2 ** 32).toString(16).padStart(8, '0');
}

function referenceOf(about: KubeObject | ObjectReferenceInput): ObjectReferenceInput {
  if (!('metadata' in about)) return about;
  const { namespace, name, uid, resourceVersion } = about.metadata;
  return {
    apiVersion: about.apiVersion,
    kind: about.kind,
    name,
    uid,
    resourceVersion,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** What tells an object from all others: its uid, and all that is known of it where it has none. */
function objectOf({ kind, namespace, name, uid }: ObjectReferenceInput): string {
  return kind === 'Node' || !uid ? [kind, namespace, name, uid].join('/') : uid;
}

function eventKey(event: EventInput): string {
  const about = event.involvedObject;
  const isCombined = event.message?.startsWith('(combined from similar events)') ?? false;
  return [objectOf(about), about.fieldPath, event.type, event.reason, isCombined ? '' : event.message].join(' ');
}
