// Upstream: server/storage/mvcc/watchable_store.go
import type { Kernel, Timer } from '../kernel/index.ts';
import type { Exchange } from '../network/index.ts';
import { isEtcdError } from './errors.ts';
import { limits } from './limits.ts';
import type { ResponseHeader, WatchRequest, WatchResponse } from './requests.ts';
import { isInRange } from './store/key-value.ts';
import type { Revision, StoreEvent } from './store/key-value.ts';
import type { Store } from './store/store.ts';

interface Watcher {
  readonly id: number;
  readonly request: WatchRequest;
  readonly exchange: Exchange;
  /** Events before this revision were sent. */
  nextRevision: Revision;
  /** It reads too slowly: it gets no news until it has read what it was sent, then the history. */
  isBehind: boolean;
}

/** The watches open at one member. An event is sent when this member has applied it, never earlier. */
export class Watchers {
  private readonly kernel: Kernel;
  private readonly store: () => Store;
  private readonly header: () => ResponseHeader;
  private readonly watchers = new Map<number, Watcher>();
  private nextId = 1;
  private syncTimer: Timer | undefined;

  constructor(kernel: Kernel, store: () => Store, header: () => ResponseHeader) {
    this.kernel = kernel;
    this.store = store;
    this.header = header;
  }

  get size(): number {
    return this.watchers.size;
  }

  /** Opens a watch: first the history it asks for, then what comes. The head of the answer carries its id. */
  open(request: WatchRequest, exchange: Exchange): void {
    const id = this.nextId++;
    const store = this.store();
    const start = request.startRevision || store.revision + 1;
    exchange.reply({ kind: 'watch', isStream: true, payload: { header: this.header(), result: { type: 'watch', watchId: id } } });
    const watcher: Watcher = { id, request, exchange, nextRevision: start, isBehind: false };
    this.watchers.set(id, watcher);
    if (start <= store.revision) this.sendHistory(watcher);
  }

  close(exchange: Exchange): void {
    for (const [id, watcher] of this.watchers) if (watcher.exchange === exchange) this.watchers.delete(id);
  }

  /** A write was applied: tells those who watch what it changed. */
  committed(revision: Revision, events: readonly StoreEvent[]): void {
    for (const watcher of this.watchers.values()) {
      if (watcher.isBehind || revision < watcher.nextRevision) continue;
      const seen = events.length === 1 ? this.seenOne(watcher, events) : events.filter((event) => isInRange(event.kv.key, watcher.request));
      watcher.nextRevision = revision + 1;
      if (seen.length > 0) this.send(watcher, seen);
    }
  }

  /** Says to watches how far this member is; what was before has been sent. */
  progress(ids: readonly number[]): void {
    for (const id of ids) {
      const watcher = this.watchers.get(id);
      if (watcher && !watcher.isBehind) this.push(watcher, { header: this.header(), events: [] });
    }
  }

  /** Answers the wish for a watch with its end. */
  refuse(exchange: Exchange, reason: string): void {
    exchange.reply({ kind: 'watch', isStream: true, payload: { header: this.header(), result: { type: 'watch', watchId: this.nextId++ } } });
    exchange.push('watch', { header: this.header(), events: [], canceled: { reason } } satisfies WatchResponse);
    exchange.finish();
  }

  /** Ends the watches that want a leader. */
  cancelWithoutLeader(reason: string): void {
    for (const watcher of [...this.watchers.values()]) if (watcher.request.requireLeader) this.cancel(watcher, { reason });
  }

  /** The whole store was replaced (a snapshot came): everyone gets from its history what he has not seen. */
  resync(): void {
    for (const watcher of [...this.watchers.values()]) this.sendHistory(watcher);
  }

  stop(): void {
    this.syncTimer?.cancel();
    this.watchers.clear();
  }

  private seenOne(watcher: Watcher, events: readonly StoreEvent[]): readonly StoreEvent[] {
    const event = events[0];
    return event && isInRange(event.kv.key, watcher.request) ? events : none;
  }

  private send(watcher: Watcher, events: readonly StoreEvent[]): void {
    const shown = watcher.request.prevKv ? events : events.map(withoutPrevious);
    this.push(watcher, { header: this.header(), events: shown });
    if (watcher.exchange.backlog < limits.watchBacklog) return;
    watcher.isBehind = true;
    this.armSync();
  }

  private sendHistory(watcher: Watcher): void {
    const store = this.store();
    try {
      const events = store.eventsSince(watcher.nextRevision, watcher.request);
      watcher.nextRevision = Math.max(watcher.nextRevision, store.revision + 1);
      watcher.isBehind = false;
      if (events.length > 0) this.send(watcher, events);
    } catch (error) {
      if (!isEtcdError(error, 'compacted')) throw error;
      this.cancel(watcher, { reason: error.message, compactRevision: store.compactedRevision });
    }
  }

  private cancel(watcher: Watcher, canceled: NonNullable<WatchResponse['canceled']>): void {
    this.watchers.delete(watcher.id);
    this.push(watcher, { header: this.header(), events: [], canceled });
    watcher.exchange.finish();
  }

  private push(watcher: Watcher, response: WatchResponse): void {
    watcher.exchange.push('watch', response);
  }

  private armSync(): void {
    this.syncTimer ??= this.kernel.after(limits.watchSyncMs, () => {
      this.syncTimer = undefined;
      const behind = [...this.watchers.values()].filter((watcher) => watcher.isBehind);
      for (const watcher of behind) {
        if (watcher.exchange.backlog < limits.watchBacklog) this.sendHistory(watcher);
        else this.armSync();
      }
    });
  }
}

const none: readonly StoreEvent[] = [];

function withoutPrevious(event: StoreEvent): StoreEvent {
  return event.prevKv ? { type: event.type, kv: event.kv, prevKv: undefined } : event;
}
