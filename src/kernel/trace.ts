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

/** Columns grow by doubling up to the capacity, so that a short run takes little. */
const firstColumn = 1_024;

/** The last things that happened, in a ring of bounded memory: a column per field, and a record only for who asks. */
export class Trace {
  private times = new Float64Array(firstColumn);
  private causes = new Float64Array(firstColumn);
  private readonly kinds: TraceKind[] = [];
  private readonly actors: string[] = [];
  private readonly subjects: (object | string)[] = [];
  private readonly capacity: number;
  private latest: TraceId = 0;
  private observers: readonly ((record: TraceRecord) => void)[] = [];

  constructor(capacity = defaultTraceCapacity) {
    this.capacity = capacity;
  }

  /** Calls back with each record as it is made; gives how to end that. Observers must be cheap and must not change the world. */
  observe(observer: (record: TraceRecord) => void): () => void {
    this.observers = [...this.observers, observer];
    return () => {
      this.observers = this.observers.filter((other) => other !== observer);
    };
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
    const place = id % this.capacity;
    if (place >= this.times.length) this.grow();
    this.times[place] = atMs;
    this.causes[place] = cause;
    this.kinds[place] = kind;
    this.actors[place] = actor;
    this.subjects[place] = subject;
    if (this.observers.length > 0) this.tell({ id, atMs, cause, kind, actor, subject });
    return id;
  }

  /** The record, or undefined when it was never made or is forgotten. */
  get(id: TraceId): TraceRecord | undefined {
    if (!this.isKept(id)) return undefined;
    const place = id % this.capacity;
    const atMs = this.times[place] ?? 0;
    const kind = this.kinds[place];
    const actor = this.actors[place];
    const subject = this.subjects[place];
    if (kind === undefined || actor === undefined || subject === undefined) return undefined;
    return { id, atMs, cause: this.causeOf(id), kind, actor, subject };
  }

  /** What caused the record; 0 when it began there, was never made or is forgotten. */
  causeOf(id: TraceId): TraceId {
    return this.isKept(id) ? (this.causes[id % this.capacity] ?? 0) : 0;
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

  private isKept(id: TraceId): boolean {
    return id >= this.oldestId && id <= this.latest;
  }

  private grow(): void {
    const length = Math.min(this.times.length * 2, Math.max(this.capacity, firstColumn));
    this.times = grown(this.times, length);
    this.causes = grown(this.causes, length);
  }

  private tell(record: TraceRecord): void {
    for (const observer of this.observers) observer(record);
  }
}

function grown(column: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length);
  longer.set(column);
  return longer;
}
