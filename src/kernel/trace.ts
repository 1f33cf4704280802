/** The id of a trace record. Ids grow by one; 0 means "no cause: it began here". */
export type TraceId = number;

/** What kind of thing a record tells. */
export type TraceKind =
  | 'input' // a person or a script did something: the root of causes
  | 'sent'
  | 'delivered'
  | 'dropped'
  | 'write' // an object was committed
  | 'watch' // a watch event reached its watcher
  | 'decision' // a component decided something (scheduler, controller, raft role, probe …)
  | 'step' // a process took up a piece of work
  | 'fault';

/** One thing that happened, with its cause. `subject` is data; what it says is read by whoever shows it. */
export interface TraceRecord {
  readonly id: TraceId;
  readonly atMs: number;
  readonly cause: TraceId;
  readonly kind: TraceKind;
  /** Who did it: a host or `host/component`. */
  readonly actor: string;
  readonly subject: object | string;
}

/** Default number of records kept; older ones are forgotten, never the newest. */
export const defaultTraceCapacity = 100_000;

/** The last things that happened, in a ring of bounded memory. */
export class Trace {
  private readonly ring: (TraceRecord | undefined)[] = [];
  private readonly capacity: number;
  private latest: TraceId = 0;
  private observers: readonly ((record: TraceRecord) => void)[] = [];

  constructor(capacity = defaultTraceCapacity) {
    this.capacity = capacity;
  }

  /** Calls back with each record as it is made. Observers must be cheap and must not change the world. */
  observe(observer: (record: TraceRecord) => void): void {
    this.observers = [...this.observers, observer];
  }

  /** The newest id; 0 when nothing has happened. */
  get latestId(): TraceId {
    return this.latest;
  }

  /** The oldest id that is still kept. */
  get oldestId(): TraceId {
    return Math.max(1, this.latest - this.capacity + 1);
  }

  record(atMs: number, cause: TraceId, kind: TraceKind, actor: string, subject: object | string): TraceId {
    const id = ++this.latest;
    const record: TraceRecord = { id, atMs, cause, kind, actor, subject };
    this.ring[id % this.capacity] = record;
    for (const observer of this.observers) observer(record);
    return id;
  }

  /** The record, or undefined when it was never made or is forgotten. */
  get(id: TraceId): TraceRecord | undefined {
    const record = this.ring[id % this.capacity];
    return record?.id === id ? record : undefined;
  }

  /** The chain of causes from `id` back to its root, newest first; it ends early where memory ends. */
  causesOf(id: TraceId, limit = 1000): TraceRecord[] {
    const chain: TraceRecord[] = [];
    for (let next = this.get(id); next && chain.length < limit; next = this.get(next.cause)) chain.push(next);
    return chain;
  }

  /** The records from `fromId` on, oldest first. */
  *since(fromId: TraceId): Generator<TraceRecord, void, undefined> {
    for (let id = Math.max(fromId, this.oldestId); id <= this.latest; id++) {
      const record = this.get(id);
      if (record) yield record;
    }
  }
}
