// Upstream: server/storage/mvcc
import { joinedBy } from '../../base/index.ts';
import { Alarms } from '../alarms.ts';
import type { Alarm } from '../alarms.ts';
import { etcdError } from '../errors.ts';
import { BackendSize, recordSize } from './backend-size.ts';
import { comparing, holds } from './compare.ts';
import { History } from './history.ts';
import { KeyIndex } from './key-index.ts';
import { isInRange, noEnd } from './key-value.ts';
import { Leases } from './leases.ts';
import type { LeaseRecord } from './leases.ts';
import type { KeyRange, KeyValue, Revision, StoreEvent } from './key-value.ts';
import { listOf, presentOf, readableFrom, versionAt, withNewest } from './versions.ts';
import type { Versions } from './versions.ts';
import type {
  Compare,
  DeleteRequest,
  DeleteResult,
  PutRequest,
  PutResult,
  RangeRequest,
  RangeResult,
  TxnOperation,
  TxnRequest,
  TxnResult,
} from './operations.ts';

/** The whole store as it was at one moment; shares all keys and values with the store it was taken from. */
export interface StoreSnapshot {
  readonly revision: Revision;
  readonly compactedRevision: Revision;
  /** All versions of all keys, key after key in their order, of each the oldest first. */
  readonly versions: readonly KeyValue[];
  /** What keys were changed to since the compaction, in order. */
  readonly changes: readonly KeyValue[];
  readonly leases: readonly LeaseRecord[];
  readonly alarms: readonly Alarm[];
}

/** Those of a snapshot's versions that its keys have now. */
export function currentVersions({ versions }: Pick<StoreSnapshot, 'versions'>): readonly KeyValue[] {
  return versions.filter((kv, index) => kv.version > 0 && versions[index + 1]?.key !== kv.key);
}

const noChanges: StoreEvent[] = [];
const noResponses: readonly (RangeResult | PutResult | DeleteResult)[] = [];

/**
 * Keys with all their past since the last compaction. Each write happens at a revision of its own; what was read at a
 * revision can be read again until it is compacted away.
 */
export class Store {
  private readonly keys = new KeyIndex();
  private readonly history: History;
  private readonly attached = new Leases();
  /** How large its file would be. */
  readonly size = new BackendSize();
  readonly alarms: Alarms;
  private latest: Revision = 1;
  private compacted: Revision = 0;
  /** What the write under way has changed. */
  private changes: StoreEvent[] = noChanges;
  private changed: readonly StoreEvent[] = noChanges;
  private model: readonly KeyValue[] | undefined;

  /** Called after each write that changed something, with its events in order. */
  onCommit: ((revision: Revision, events: readonly StoreEvent[]) => void) | undefined;

  /** A new store, empty or as a snapshot has it. */
  constructor(snapshot?: StoreSnapshot) {
    this.alarms = new Alarms(snapshot?.alarms);
    this.history = new History(snapshot?.changes);
    if (!snapshot) return;
    this.latest = snapshot.revision;
    this.compacted = snapshot.compactedRevision;
    this.restore(snapshot);
    this.attached.restore(snapshot.leases);
  }

  get revision(): Revision {
    return this.latest;
  }

  get compactedRevision(): Revision {
    return this.compacted;
  }

  /** Keys that are kept, deleted ones not yet compacted included. */
  get keyCount(): number {
    return this.keys.size;
  }

  /** Leases and the keys that live with them. */
  get leases(): Leases {
    return this.attached;
  }

  /**
   * A write begins that other members do too: what is the same as in `model`, the versions that it made on one of them, is
   * shared with it and not made again.
   */
  begin(model: readonly KeyValue[] | undefined): void {
    this.model = model;
    this.changed = noChanges;
  }

  /** Ends such a write; gives what it changed. */
  end(): readonly StoreEvent[] {
    this.model = undefined;
    return this.changed;
  }

  /** The key as it is. */
  get(key: string): KeyValue | undefined {
    return presentOf(this.keys.get(key));
  }

  range(request: RangeRequest): RangeResult {
    const revision = this.readableRevision(request.revision ?? 0);
    if (request.rangeEnd === undefined) return this.readOne(request, revision);
    const limit = request.limit || Number.POSITIVE_INFINITY;
    const isPicked = picking(request);
    // One more than asked for tells that there are more.
    const most = request.sort || isPicked ? Number.POSITIVE_INFINITY : limit + 1;
    let kvs: KeyValue[] = [];
    let count = 0;
    this.walk(request, (versions) => {
      const kv = versionAt(versions, revision);
      if (!kv) return;
      count++;
      if (!request.countOnly && kvs.length < most) kvs.push(kv);
    });
    if (isPicked) kvs = kvs.filter(isPicked);
    if (request.sort) kvs = kvs.sort(comparing(request.sort));
    const more = kvs.length > limit;
    if (more) kvs = kvs.slice(0, limit);
    if (request.keysOnly) kvs = kvs.map((kv) => ({ ...kv, value: '' }));
    return { type: 'range', kvs, count, more };
  }

  put(request: PutRequest): PutResult {
    const result = this.putAt(request);
    this.commit();
    return result;
  }

  deleteRange(request: DeleteRequest): DeleteResult {
    const result = this.deleteAt(request);
    this.commit();
    return result;
  }

  txn(request: TxnRequest): TxnResult {
    const succeeded = request.compare.every((compare) => this.holds(compare));
    const operations = succeeded ? request.success : request.failure;
    this.checkOperations(operations);
    if (operations.length === 0) return { type: 'txn', succeeded, responses: noResponses };
    const responses = operations.map((operation) => this.operate(operation));
    this.commit();
    return { type: 'txn', succeeded, responses };
  }

  /** Deletes the lease and all keys that live with it, at one revision. */
  revokeLease(id: number): void {
    const keys = [...this.attached.keysOf(id)].sort();
    for (const key of keys) this.deleteKey(key);
    this.attached.remove(id);
    this.commit();
  }

  /** Forgets what was before the revision, which itself can still be read. */
  compact(revision: Revision): void {
    if (revision <= this.compacted) throw etcdError('compacted');
    if (revision > this.latest) throw etcdError('futureRevision');
    this.compacted = revision;
    this.history.forgetBefore(revision, (key) => this.compactKey(key, revision));
  }

  /** Events of the range from the revision on, in order. Throws when they are compacted. */
  eventsSince(from: Revision, range: KeyRange): StoreEvent[] {
    if (from < this.compacted) throw etcdError('compacted');
    return this.history.since(from, range).map((kv) => eventOf(kv, this.at(kv.key, kv.modRevision - 1)));
  }

  snapshot(): StoreSnapshot {
    const versions: KeyValue[] = [];
    this.keys.walk('', undefined, (its) => {
      for (const kv of listOf(its)) versions.push(kv);
    });
    return {
      revision: this.latest,
      compactedRevision: this.compacted,
      versions,
      changes: this.history.all(),
      leases: this.attached.all(),
      alarms: this.alarms.all,
    };
  }

  private restore({ versions }: StoreSnapshot): void {
    for (const kv of versions) {
      this.size.add(kv.size);
      this.keys.set(kv.key, withNewest(this.keys.get(kv.key), kv));
    }
  }

  private readableRevision(revision: Revision): Revision {
    if (revision > this.latest) throw etcdError('futureRevision');
    if (revision > 0 && revision < this.compacted) throw etcdError('compacted');
    return revision > 0 ? revision : Number.POSITIVE_INFINITY;
  }

  private readOne(request: RangeRequest, revision: Revision): RangeResult {
    const kv = this.at(request.key, revision);
    if (!kv) return { type: 'range', kvs: [], count: 0, more: false };
    if (request.countOnly || picking(request)?.(kv) === false) return { type: 'range', kvs: [], count: 1, more: false };
    return { type: 'range', kvs: [request.keysOnly ? { ...kv, value: '' } : kv], count: 1, more: false };
  }

  /** The key as it was at the revision. */
  private at(key: string, revision: Revision): KeyValue | undefined {
    const versions = this.keys.get(key);
    return versions && versionAt(versions, revision);
  }

  private walk(range: KeyRange, visit: (versions: Versions, key: string) => void): void {
    this.keys.walk(range.key, range.rangeEnd === noEnd ? undefined : range.rangeEnd, visit);
  }

  private operate(operation: TxnOperation): RangeResult | PutResult | DeleteResult {
    switch (operation.type) {
      case 'range':
        return this.range(operation);
      case 'put':
        return this.putAt(operation);
      case 'deleteRange':
        return this.deleteAt(operation);
    }
  }

  private holds(compare: Compare): boolean {
    if (compare.rangeEnd === undefined) return holds(compare, this.get(compare.key));
    const { kvs } = this.range({ type: 'range', key: compare.key, rangeEnd: compare.rangeEnd });
    return kvs.every((kv) => holds(compare, kv));
  }

  /** A transaction changes nothing unless all of it can be done. */
  private checkOperations(operations: readonly TxnOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'range') this.readableRevision(operation.revision ?? 0);
      else if (operation.type === 'put') this.checkPut(operation);
    }
  }

  private checkPut(request: PutRequest): void {
    if (request.lease && !this.attached.has(request.lease)) throw etcdError('leaseNotFound');
    if ((request.ignoreValue || request.ignoreLease) && !this.get(request.key)) throw etcdError('keyNotFound');
  }

  private putAt(request: PutRequest): PutResult {
    this.checkPut(request);
    const { key } = request;
    const versions = this.keys.get(key);
    const before = presentOf(versions);
    const revision = this.latest + 1;
    const made: KeyValue = {
      key,
      value: request.ignoreValue ? before?.value : request.value,
      createRevision: before?.createRevision ?? revision,
      modRevision: revision,
      version: (before?.version ?? 0) + 1,
      lease: (request.ignoreLease ? before?.lease : request.lease) ?? 0,
      size: request.ignoreValue ? (before?.size ?? 0) : recordSize(request.size ?? key.length),
    };
    const kv = this.change(versions, made, before);
    if (before?.lease !== undefined && before.lease !== kv.lease) this.attached.detach(before.lease, key);
    if (kv.lease !== 0) this.attached.attach(kv.lease, key);
    return request.prevKv && before ? { type: 'put', prevKv: before } : { type: 'put' };
  }

  private deleteAt(request: DeleteRequest): DeleteResult {
    const keys: string[] = [];
    if (request.rangeEnd === undefined) keys.push(request.key);
    else this.walk(request, (_, key) => keys.push(key));
    const prevKvs: KeyValue[] = [];
    let deleted = 0;
    for (const key of keys) {
      const before = this.deleteKey(key);
      if (!before) continue;
      deleted++;
      if (request.prevKv) prevKvs.push(before);
    }
    return { type: 'deleteRange', deleted, prevKvs };
  }

  private deleteKey(key: string): KeyValue | undefined {
    const versions = this.keys.get(key);
    const before = presentOf(versions);
    if (!before) return undefined;
    const modRevision = this.latest + 1;
    this.change(versions, { key, value: undefined, createRevision: 0, modRevision, version: 0, lease: 0, size: recordSize(key.length) }, before);
    if (before.lease !== 0) this.attached.detach(before.lease, key);
    return before;
  }

  /** Makes a version the newest of its key. */
  private change(versions: Versions | undefined, made: KeyValue, before: KeyValue | undefined): KeyValue {
    const model = this.model?.[this.changes.length];
    const kv = model && isSameRecord(model, made) ? model : made;
    this.keys.set(kv.key, withNewest(versions, kv));
    this.size.add(kv.size);
    this.changes = joinedBy(this.changes, eventOf(kv, before));
    return kv;
  }

  private commit(): void {
    const { changes } = this;
    if (changes.length === 0) return;
    this.changes = noChanges;
    this.changed = changes;
    this.latest++;
    for (const { kv } of changes) this.history.append(kv);
    this.onCommit?.(this.latest, changes);
  }

  private compactKey(key: string, revision: Revision): void {
    const versions = this.keys.get(key);
    if (!versions) return;
    const kept = readableFrom(versions, revision);
    this.size.free(sizeOf(versions) - (kept ? sizeOf(kept) : 0));
    if (!kept) this.keys.remove(key);
    else if (kept !== versions) this.keys.set(key, kept);
  }
}

/** What the records of the versions take. */
function sizeOf(versions: Versions): number {
  return listOf(versions).reduce((sum, { size }) => sum + size, 0);
}

function eventOf(kv: KeyValue, prevKv: KeyValue | undefined): StoreEvent {
  return { type: kv.version === 0 ? 'DELETE' : 'PUT', kv, prevKv };
}

function isSameRecord(a: KeyValue, b: KeyValue): boolean {
  return a.key === b.key && a.value === b.value && a.createRevision === b.createRevision && a.modRevision === b.modRevision
    && a.version === b.version && a.lease === b.lease && a.size === b.size;
}

/** Whether a key is among those wanted, by the revisions of its creation and its last change; undefined when all are. */
function picking(request: RangeRequest): ((kv: KeyValue) => boolean) | undefined {
  const { minModRevision: leastMod, maxModRevision: mostMod, minCreateRevision: leastCreate, maxCreateRevision: mostCreate } = request;
  if (leastMod === undefined && mostMod === undefined && leastCreate === undefined && mostCreate === undefined) return undefined;
  const isWithin = (revision: Revision, least = 0, most = Number.POSITIVE_INFINITY): boolean => revision >= least && revision <= most;
  return ({ modRevision, createRevision }) => isWithin(modRevision, leastMod, mostMod) && isWithin(createRevision, leastCreate, mostCreate);
}

/** Refuses a transaction that writes a key twice. Throws. */
export function checkNoDuplicateKeys(operations: readonly TxnOperation[]): void {
  const written = new Set<string>();
  for (const operation of operations) {
    if (operation.type !== 'put') continue;
    if (written.has(operation.key)) throw etcdError('duplicateKey');
    written.add(operation.key);
  }
  for (const operation of operations) {
    if (operation.type !== 'deleteRange') continue;
    for (const key of written) if (isInRange(key, operation)) throw etcdError('duplicateKey');
  }
}
