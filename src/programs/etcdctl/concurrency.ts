// A lease that is kept alive, and a place in the queue that forms under a prefix: who has the oldest key there is first.
// Upstream: client/v3/concurrency (session, key, mutex, election)

import type { EtcdResponse, KeyValue, RangeResult, TxnOperation } from '../../etcd/index.ts';
import { EtcdError, isEtcdError, prefixRange } from '../../etcd/index.ts';
import { Signal, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { Background } from './background.ts';
import type { Etcdctl, EtcdctlClient } from './etcdctl.ts';
import { ExitError } from './exit.ts';

/** A lease is kept alive this many times within its time. */
const timesWithinTtl = 3;

/** A lease that lives as long as the program does. */
export interface LeaseSession {
  readonly client: EtcdctlClient;
  readonly lease: number;
}

/** Runs a body with a lease that is kept alive meanwhile. What it leaves behind goes when the lease ends. */
export function* withSession(etcdctl: Etcdctl, ttlSeconds: number, body: (session: LeaseSession) => Process): Process {
  const client = yield* etcdctl.client();
  const { result } = yield* client.ask('Lease/LeaseGrant', client.etcd.call({ type: 'leaseGrant', ttlSeconds }, 'leaseGrant'));
  const keeper = new Background(etcdctl);
  keeper.start(keepAlive(client, result.id, result.ttlSeconds));
  try {
    yield* body({ client, lease: result.id });
  } finally {
    keeper.stop();
  }
}

function* keepAlive(client: EtcdctlClient, lease: number, ttlSeconds: number): Process {
  for (;;) {
    yield* sleep((ttlSeconds * 1000) / timesWithinTtl);
    try {
      yield* client.etcd.renewLease(lease);
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      if (isEtcdError(error, 'leaseNotFound')) return;
    }
  }
}

/** A key under the prefix, named by the lease. */
export class QueuePlace {
  readonly key: string;
  private isFirst = false;
  private readonly session: LeaseSession;
  private readonly prefix: string;

  constructor(session: LeaseSession, name: string) {
    this.session = session;
    this.prefix = `${name}/`;
    this.key = `${this.prefix}${BigInt(session.lease).toString(16)}`;
  }

  /** Takes a place and waits until it is the first one; gives the revision at which it was taken. */
  *reachFront(value: string): Process<number> {
    const { client, lease } = this.session;
    const take: TxnOperation = { type: 'put', key: this.key, value, size: this.key.length + value.length, lease };
    const look: TxnOperation = { type: 'range', key: this.key };
    const isNew = { key: this.key, target: 'create', result: '=', operand: 0 } as const;
    const { header, result } = yield* client.ask('KV/Txn', client.etcd.txn({ compare: [isNew], success: [take], failure: [look] }));
    const [found] = result.responses;
    const revision = found?.type === 'range' ? (found.kvs[0]?.createRevision ?? header.revision) : header.revision;
    for (;;) {
      const before = yield* this.last(revision - 1);
      if (!before) {
        this.isFirst = true;
        return revision;
      }
      yield* gone(client, before.kv.key, before.revision);
    }
  }

  /** The key itself, as it is read. */
  read(): Process<EtcdResponse<RangeResult>> {
    return this.session.client.ask('KV/Range', this.session.client.etcd.range({ key: this.key }));
  }

  /** Gives the place up, on the way to the front or there. Throws ExitError when it was not reached. */
  *giveUp(): Process {
    yield* this.leave();
    if (!this.isFirst) throw new ExitError('error', 'context canceled');
  }

  *leave(): Process {
    yield* this.session.client.ask('KV/DeleteRange', this.session.client.etcd.deleteRange({ key: this.key }));
  }

  /** The newest key of those created up to the revision. */
  private *last(maxCreateRevision: number): Process<{ readonly kv: KeyValue; readonly revision: number } | undefined> {
    const { client } = this.session;
    const request = { ...prefixRange(this.prefix), maxCreateRevision, sort: { by: 'create', descending: true }, limit: 1 } as const;
    const { header, result } = yield* client.ask('KV/Range', client.etcd.range(request));
    const [kv] = result.kvs;
    return kv && { kv, revision: header.revision };
  }
}

/** Waits until the key is deleted, from the revision on. */
function* gone(client: EtcdctlClient, key: string, revision: number): Process {
  const watch = client.etcd.watch({ key, startRevision: revision });
  try {
    for (let response = yield* watch.next(); response; response = yield* watch.next()) {
      if (response.events.some(({ type }) => type === 'DELETE')) return;
    }
  } finally {
    watch.close();
  }
}

/** Each key that comes to the front under the prefix, and each new value it gets, for ever. */
export function* observe(client: EtcdctlClient, name: string, tell: (response: EtcdResponse<RangeResult>) => Process): Process {
  for (;;) {
    const oldest = { ...prefixRange(`${name}/`), sort: { by: 'create' }, limit: 1 } as const;
    const { header, result } = yield* client.ask('KV/Range', client.etcd.range(oldest));
    const kv = result.kvs[0] ?? (yield* firstPut(client, name, header.revision + 1));
    yield* tell({ header: { ...header, revision: Math.max(header.revision, kv.modRevision) }, result: { type: 'range', kvs: [kv], count: 0, more: false } });
    const watch = client.etcd.watch({ key: kv.key, startRevision: kv.modRevision + 1 });
    try {
      for (let isThere = true; isThere;) {
        const response = yield* watch.next();
        if (!response) return;
        for (const event of response.events) {
          isThere = event.type === 'PUT';
          if (isThere) yield* tell({ header: response.header, result: { type: 'range', kvs: [event.kv], count: 0, more: false } });
        }
      }
    } finally {
      watch.close();
    }
  }
}

function* firstPut(client: EtcdctlClient, name: string, startRevision: number): Process<KeyValue> {
  const watch = client.etcd.watch({ ...prefixRange(`${name}/`), startRevision });
  try {
    for (let response = yield* watch.next(); response; response = yield* watch.next()) {
      const put = response.events.find(({ type }) => type === 'PUT');
      if (put) return put.kv;
    }
  } finally {
    watch.close();
  }
  throw new ExitError('error', 'the watch has ended');
}

/** Runs a body to its end, or until the program is told to end; `tidy` is then run. */
export function* untilSignal(etcdctl: Etcdctl, body: Process, tidy: () => Process): Process {
  const { traps, signalled } = etcdctl.context;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) traps.set(signal, () => undefined);
  const work = new Background(etcdctl);
  const done = work.start(body);
  try {
    if ((yield* work.race([done, signalled])) === 0) return;
    work.stop();
    yield* tidy();
  } finally {
    work.stop();
  }
}

/** Waits for nothing; the program is told to end, or its lease ends. */
export function* forever(): Process {
  yield* new Signal('a signal').next();
}
