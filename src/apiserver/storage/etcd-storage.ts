import { EtcdError, isEtcdError, prefixRange } from '../../etcd/index.ts';
import type { DeleteRequest, EtcdClient, EtcdWatch, KeyValue, PutRequest } from '../../etcd/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { KindRegistry, KubeObject } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import { compactRegularly, compactionKey } from './compaction.ts';
import { readHandWritten } from './hand-written.ts';
import { StorageError } from './storage.ts';
import type { Storage, StorageErrorCode, StorageEvent, StorageWatch, StoredObject, StoredRange, WriteResult } from './storage.ts';

/** Reads what stands in etcd. */
class Reader {
  private readonly kinds: () => KindRegistry;
  /** Text is read once. */
  private readonly handWritten = new WeakMap<KeyValue, { readonly object: KubeObject | undefined }>();

  constructor(kinds: () => KindRegistry) {
    this.kinds = kinds;
  }

  /** The object at a key; undefined when what stands there is none. */
  object(kv: KeyValue): KubeObject | undefined {
    // What an API server wrote is believed when it comes back.
    return typeof kv.value === 'string' ? this.readText(kv, kv.value) : (kv.value as KubeObject);
  }

  stored(kv: KeyValue): StoredObject | undefined {
    const value = this.object(kv);
    return value && { key: kv.key, value, revision: kv.modRevision };
  }

  private readText(kv: KeyValue, text: string): KubeObject | undefined {
    let read = this.handWritten.get(kv);
    if (!read) this.handWritten.set(kv, (read = { object: readHandWritten(this.kinds(), kv.key, text) }));
    return read.object;
  }
}

/** Storage in etcd. */
// Upstream: k8s.io/apiserver pkg/storage/etcd3/store.go
export class EtcdStorage implements Storage {
  private readonly kernel: Kernel;
  private readonly client: EtcdClient;
  private readonly singles: readonly EtcdClient[];
  private readonly reader: Reader;
  /** The lease that new short-lived objects share, so that not each has one of its own. Upstream: lease_manager.go */
  private sharedLease: { readonly id: number; readonly ttlSeconds: number; readonly untilMs: number } | undefined;

  /** @param singles one client for each member */
  constructor(kernel: Kernel, client: EtcdClient, singles: readonly EtcdClient[], kinds: () => KindRegistry) {
    this.kernel = kernel;
    this.client = client;
    this.singles = singles;
    this.reader = new Reader(kinds);
  }

  *get(key: string): Process<{ readonly item: StoredObject | undefined; readonly revision: number }> {
    const { result, header } = yield* translated(this.client.range({ key }, timeLimit));
    const [kv] = result.kvs;
    return { item: kv && this.reader.stored(kv), revision: header.revision };
  }

  *range(options: { readonly prefix: string; readonly from?: string; readonly limit?: number; readonly revision?: number }): Process<StoredRange> {
    const { prefix, from, limit, revision } = options;
    const request = {
      ...prefixRange(prefix),
      ...(from === undefined ? {} : { key: from }),
      ...(limit === undefined ? {} : { limit }),
      ...(revision === undefined ? {} : { revision }),
    };
    const { result, header } = yield* translated(this.client.range(request, timeLimit));
    return { items: result.kvs.flatMap((kv) => this.reader.stored(kv) ?? []), count: result.count, revision: header.revision };
  }

  *put(options: { readonly key: string; readonly value: KubeObject; readonly expected: number; readonly ttlSeconds?: number }): Process<WriteResult> {
    const { key, value, expected, ttlSeconds } = options;
    const lease = ttlSeconds === undefined ? 0 : yield* this.leaseFor(ttlSeconds);
    return yield* this.guarded(expected, lease === 0 ? { type: 'put', key, value } : { type: 'put', key, value, lease });
  }

  delete({ key, expected }: { readonly key: string; readonly expected: number }): Process<WriteResult> {
    return this.guarded(expected, { type: 'deleteRange', key });
  }

  *currentRevision(): Process<number> {
    const { header } = yield* translated(this.client.range({ key: compactionKey }, timeLimit));
    return header.revision;
  }

  *watch(prefix: string, after: number): Process<StorageWatch> {
    const watch = this.client.watch({ ...prefixRange(prefix), startRevision: after + 1, requireLeader: true });
    return new Watch(this.client, this.reader, watch, after);
  }

  members(): readonly (() => Process<string | undefined>)[] {
    return this.singles.map((client) => () => lookAt(client));
  }

  *maintain(): Process {
    yield* compactRegularly(this.client);
  }

  private *guarded(expected: number, write: PutRequest | DeleteRequest): Process<WriteResult> {
    const { result, header } = yield* translated(this.client.writeIfUnchanged(expected, write, timeLimit));
    if (result.succeeded) return { done: true, revision: header.revision };
    const [response] = result.responses;
    const kv = response?.type === 'range' ? response.kvs[0] : undefined;
    return { done: false, current: kv && this.reader.stored(kv) };
  }

  private *leaseFor(ttlSeconds: number): Process<number> {
    const { sharedLease, kernel } = this;
    if (sharedLease && sharedLease.ttlSeconds === ttlSeconds && kernel.nowMs < sharedLease.untilMs) return sharedLease.id;
    const { id } = yield* translated(this.client.leaseGrant(ttlSeconds + limits.leaseReuseSeconds, timeLimit));
    this.sharedLease = { id, ttlSeconds, untilMs: kernel.nowMs + limits.leaseReuseSeconds * 1000 };
    return id;
  }
}

const timeLimit = { timeoutMs: limits.requestTimeoutMs };

class Watch implements StorageWatch {
  revision: number;
  private readonly client: EtcdClient;
  private readonly reader: Reader;
  private readonly watch: EtcdWatch;

  constructor(client: EtcdClient, reader: Reader, watch: EtcdWatch, after: number) {
    this.client = client;
    this.reader = reader;
    this.watch = watch;
    this.revision = after;
  }

  *next(): Process<readonly StorageEvent[] | undefined> {
    const response = yield* translated(this.watch.next());
    if (!response) return undefined;
    const last = response.events.at(-1);
    this.revision = Math.max(this.revision, last ? last.kv.modRevision : response.header.revision);
    return response.events.map(({ type, kv }) => ({
      key: kv.key,
      value: type === 'PUT' ? this.reader.object(kv) : undefined,
      revision: kv.modRevision,
    }));
  }

  *requestProgress(): Process {
    yield* translated(this.client.requestProgress([this.watch], { timeoutMs: limits.progressMs }));
  }

  cancel(): void {
    this.watch.close();
  }
}

/** Does what it is given and throws etcd's errors as storage's. */
function* translated<Result>(process: Process<Result>): Process<Result> {
  try {
    return yield* process;
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    throw new StorageError(codeOf(error), error.message);
  }
}

function codeOf(error: EtcdError): StorageErrorCode {
  if (isEtcdError(error, 'compacted')) return 'compacted';
  if (isEtcdError(error, 'futureRevision')) return 'future';
  return isEtcdError(error, 'deadlineExceeded') ? 'late' : 'unavailable';
}

/** Whether one member answers. Upstream: etcd3 probes with Status */
function* lookAt(client: EtcdClient): Process<string | undefined> {
  try {
    yield* client.status({ timeoutMs: limits.componentLookMs });
    return undefined;
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return error.message;
  }
}
