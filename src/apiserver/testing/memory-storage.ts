import { Mailbox } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { StorageError } from '../storage/storage.ts';
import type { Storage, StorageErrorCode, StorageEvent, StorageWatch, StoredObject, StoredRange, WriteResult } from '../storage/storage.ts';

/** Storage in memory, with history and watches as etcd has them: for an API server without etcd. */
export class MemoryStorage implements Storage {
  private failure: StorageError | undefined;
  private readonly kernel: Kernel;
  private readonly items = new Map<string, StoredObject>();
  private readonly events: StorageEvent[] = [];
  private readonly watches = new Set<MemoryWatch>();
  private revision = 1;
  private compacted = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  *get(key: string): Process<{ readonly item: StoredObject | undefined; readonly revision: number }> {
    this.check();
    return { item: this.items.get(key), revision: this.revision };
  }

  *range(options: { readonly prefix: string; readonly from?: string; readonly limit?: number; readonly revision?: number }): Process<StoredRange> {
    this.check();
    const { prefix, from = prefix, limit = Number.POSITIVE_INFINITY, revision = this.revision } = options;
    if (revision < this.compacted) throw new StorageError('compacted', 'etcdserver: mvcc: required revision has been compacted');
    const all = [...this.at(revision).values()].filter(({ key }) => key.startsWith(prefix) && key >= from);
    all.sort((a, b) => (a.key < b.key ? -1 : 1));
    return { items: all.slice(0, limit), count: all.length, revision: this.revision };
  }

  *put({ key, value, expected }: { readonly key: string; readonly value: KubeObject; readonly expected: number }): Process<WriteResult> {
    this.check();
    const current = this.items.get(key);
    if ((current?.revision ?? 0) !== expected) return { done: false, current };
    this.items.set(key, { key, value, revision: ++this.revision });
    this.tell({ key, value, revision: this.revision });
    return { done: true, revision: this.revision };
  }

  *delete({ key, expected }: { readonly key: string; readonly expected: number }): Process<WriteResult> {
    this.check();
    const current = this.items.get(key);
    if ((current?.revision ?? 0) !== expected) return { done: false, current };
    this.items.delete(key);
    this.tell({ key, value: undefined, revision: ++this.revision });
    return { done: true, revision: this.revision };
  }

  *currentRevision(): Process<number> {
    this.check();
    return this.revision;
  }

  *watch(prefix: string, after: number): Process<StorageWatch> {
    this.check();
    if (after < this.compacted) throw new StorageError('compacted', 'etcdserver: mvcc: required revision has been compacted');
    const watch = new MemoryWatch(this.kernel, prefix, after, () => this.watches.delete(watch));
    for (const event of this.events) if (event.revision > after) watch.push(event);
    this.watches.add(watch);
    return watch;
  }

  members(): readonly [] {
    return [];
  }

  *maintain(): Process {
    // Nothing is ever compacted by itself.
  }

  /** Everything fails from now on. */
  fail(code: StorageErrorCode, message: string): void {
    this.failure = new StorageError(code, message);
  }

  /** Everything works again. */
  recover(): void {
    this.failure = undefined;
  }

  /** Forgets what was before the revision. */
  compact(revision: number): void {
    this.compacted = revision;
  }

  /** Ends all watches, as a member that goes away does. */
  breakWatches(): void {
    for (const watch of [...this.watches]) watch.cancel();
  }

  private tell(event: StorageEvent): void {
    this.events.push(event);
    for (const watch of this.watches) watch.push(event);
  }

  private check(): void {
    if (this.failure) throw this.failure;
  }

  private at(revision: number): ReadonlyMap<string, StoredObject> {
    if (revision >= this.revision) return this.items;
    const items = new Map<string, StoredObject>();
    for (const event of this.events) {
      if (event.revision > revision) break;
      if (event.value) items.set(event.key, { key: event.key, value: event.value, revision: event.revision });
      else items.delete(event.key);
    }
    return items;
  }
}

class MemoryWatch implements StorageWatch {
  revision: number;
  private readonly prefix: string;
  private readonly mailbox: Mailbox<StorageEvent>;
  private readonly forget: () => void;

  constructor(kernel: Kernel, prefix: string, after: number, forget: () => void) {
    this.mailbox = new Mailbox(kernel, `changes of ${prefix}`);
    this.prefix = prefix;
    this.revision = after;
    this.forget = forget;
  }

  push(event: StorageEvent): void {
    if (event.key.startsWith(this.prefix)) this.mailbox.push(event);
  }

  *next(): Process<readonly StorageEvent[] | undefined> {
    const event = yield* this.mailbox.take();
    if (!event) return undefined;
    this.revision = event.revision;
    return [event];
  }

  *requestProgress(): Process {
    // Every change is told at once: there is nothing to ask.
  }

  cancel(): void {
    this.forget();
    this.mailbox.close();
  }
}
