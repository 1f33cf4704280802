import { race, timeout } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { AnyKind, KindView, KubeInput, KubeObject, Representation, Status, WatchEvent } from '../../kinds/index.ts';
import type { ResourceCache } from '../cache/resource-cache.ts';
import type { Watcher } from '../cache/watchers.ts';
import type { Selection } from '../cache/selection.ts';
import { expired } from '../failures.ts';
import { limits } from '../limits.ts';
import type { Call } from '../request/call.ts';
import { inSpokenForm, metaVersion, metadataOf } from '../request/present.ts';
import type { Outlet } from '../request/outlet.ts';
import { parseResourceVersion, waitForMajority, waitForRevision } from '../request/resource-version.ts';
import { selectionOf } from '../request/selectors.ts';
import { tableOf } from '../table/table.ts';
import { checkListOptions } from './list-options.ts';

/** Streams what happens to the selected objects until the client has enough or the time is up. */
// Upstream: k8s.io/apiserver pkg/storage/cacher cacher.go Watch
export function* watch(call: Call, outlet: Outlet): Process {
  const { server, cache, request } = call;
  const { options } = request;
  checkListOptions(options, true);
  const selection = selectionOf(call);
  const start = parseResourceVersion(options.resourceVersion);
  if (options.resourceVersion === undefined || options.resourceVersion === '') yield* waitForMajority(server);
  else if (options.sendInitialEvents === true || start === 0) yield* waitForRevision(server, Math.max(1, start));
  outlet.sendHead({ isWatch: true });

  const watcher = new OutletWatcher(call, outlet, selection);
  // A list of metadata is no form of single events: nothing can be told.
  if (request.as !== 'metadataList' && !cache.isRetired && begin(watcher, start, call)) {
    cache.watchers.add(watcher);
    try {
      yield* race([outlet.closed, timeout(timeoutMs(call))]);
    } finally {
      cache.watchers.remove(watcher);
    }
  }
  outlet.finish();
}

/** Sends what the watch begins with; false when it cannot begin there. */
function begin(watcher: OutletWatcher, start: number, { server, cache, request: { options } }: Call): boolean {
  const { sendInitialEvents } = options;
  if (sendInitialEvents === true || (sendInitialEvents === undefined && start === 0)) {
    for (const object of cache.list(watcher.selection)) watcher.send({ type: 'ADDED', object });
    watcher.revision = server.cache.revision;
    if (sendInitialEvents === true && watcher.wantsBookmarks) watcher.bookmark(server.cache.revision, { 'k8s.io/initial-events-end': 'true' });
  } else if (start > 0 && start < cache.oldestRevision) {
    const { status } = expired(`too old resource version: ${start} (${cache.oldestRevision})`);
    watcher.fail(status);
    return false;
  } else {
    watcher.revision = start === 0 ? server.cache.revision : start;
    cache.catchUp(watcher);
    watcher.revision = Math.max(watcher.revision, server.cache.revision);
  }
  watcher.isPastBeginning();
  return true;
}

function timeoutMs({ server, request: { options } }: Call): number {
  const seconds = options.timeoutSeconds;
  if (seconds !== undefined && seconds > 0) return seconds * 1000;
  // Spread, so that the watches of many clients do not all end together.
  return limits.minRequestTimeoutSeconds * 1000 * (1 + server.random.next());
}

/** A watch of one client, fed by the cache. */
class OutletWatcher implements Watcher {
  readonly selection: Selection;
  revision = 0;
  readonly wantsBookmarks: boolean;
  private readonly call: Call;
  private readonly cache: ResourceCache;
  private readonly outlet: Outlet;
  private readonly as: Representation;
  private hasSentHeaders = false;
  private allowance = Number.POSITIVE_INFINITY;
  private bookmarkedRevision = 0;

  constructor(call: Call, outlet: Outlet, selection: Selection) {
    this.call = call;
    this.cache = call.cache;
    this.outlet = outlet;
    this.selection = selection;
    this.wantsBookmarks = call.request.options.allowWatchBookmarks === true;
    this.as = call.request.as;
  }

  send(event: WatchEvent): void {
    this.outlet.push(this.as === 'object' ? this.inForm(event) : this.as === 'table' ? this.asTable(event) : this.asMetadata(event));
    if (this.outlet.backlog > this.allowance) this.stop();
  }

  /** From here on a client that does not read is given up. */
  isPastBeginning(): void {
    this.allowance = this.outlet.backlog + limits.watchBacklog;
  }

  /** Tells how far the watch is; not twice the same. */
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    if (revision <= this.bookmarkedRevision && !annotations) return;
    this.bookmarkedRevision = revision;
    const { kind: stored, spoken: { kind, apiVersion } } = this.call;
    const metadata = { resourceVersion: String(revision), ...(annotations ? { annotations } : {}) };
    const object: KubeInput = { kind, apiVersion, metadata };
    const event = { type: 'BOOKMARK' as const, object };
    if (this.as === 'object') this.outlet.push(event);
    else if (this.as === 'metadata') this.outlet.push({ type: 'BOOKMARK', object: metadataOf(this.call, { metadata } as KubeObject) });
    else this.outlet.push({ type: 'BOOKMARK', object: this.tableWith(object as KubeObject, blankKind(stored), undefined) });
  }

  fail(status: Status): void {
    this.outlet.push({ type: 'ERROR', object: status });
  }

  stop(): void {
    this.cache.watchers.remove(this);
    this.outlet.finish();
  }

  private inForm(event: WatchEvent): WatchEvent {
    if (!this.call.spoken.view || event.type === 'BOOKMARK' || event.type === 'ERROR') return event;
    return { type: event.type, object: inSpokenForm(this.call, event.object) };
  }

  private asMetadata(event: WatchEvent): WatchEvent<unknown> {
    if (event.type === 'BOOKMARK' || event.type === 'ERROR') return event;
    return { type: event.type, object: metadataOf(this.call, event.object) };
  }

  private asTable(event: WatchEvent): WatchEvent<unknown> {
    if (event.type === 'BOOKMARK' || event.type === 'ERROR') return event;
    const { kind, spoken: { view } } = this.call;
    return { type: event.type, object: this.tableWith(event.object, kind, view) };
  }

  /** The object as a table, which has its columns the first time only. */
  private tableWith(object: KubeObject, kind: AnyKind, form: KindView | undefined): object {
    const { server, request } = this.call;
    const table = tableOf(kind, [object], {
      apiVersion: metaVersion(this.call),
      form,
      nowMs: server.kernel.wallMs,
      include: request.options.includeObject,
      metadata: { resourceVersion: object.metadata.resourceVersion },
      isHeadless: this.hasSentHeaders,
    });
    this.hasSentHeaders = true;
    return table;
  }
}

/** The kind with cells for an object that says nothing, as tables show what only tells how far a watch is. */
function blankKind(kind: AnyKind): AnyKind {
  const columns = kind.columns?.map((column) => ({ ...column, cell: () => (column.type === 'date' || column.name === 'Age' ? '<unknown>' : column.type === 'integer' ? 0 : '') }));
  return columns ? { ...kind, columns } : kind;
}
