// Upstream: server/lease
import { etcdError } from '../errors.ts';

/** A lease as it is stored: how long its keys live after the last sign of life. */
export interface LeaseRecord {
  readonly id: number;
  readonly ttlSeconds: number;
  readonly keys: readonly string[];
}

interface Lease {
  readonly id: number;
  readonly ttlSeconds: number;
  readonly keys: Set<string>;
}

const noKeys: ReadonlySet<string> = new Set();

/** Which leases there are and which keys live with them; when they end is known to the leader alone. */
export class Leases {
  private readonly byId = new Map<number, Lease>();

  has(id: number): boolean {
    return this.byId.has(id);
  }

  get ids(): readonly number[] {
    return [...this.byId.keys()];
  }

  ttlOf(id: number): number | undefined {
    return this.byId.get(id)?.ttlSeconds;
  }

  keysOf(id: number): ReadonlySet<string> {
    return this.byId.get(id)?.keys ?? noKeys;
  }

  grant(id: number, ttlSeconds: number): void {
    if (this.byId.has(id)) throw etcdError('leaseExists');
    this.byId.set(id, { id, ttlSeconds, keys: new Set() });
  }

  remove(id: number): void {
    if (!this.byId.delete(id)) throw etcdError('leaseNotFound');
  }

  attach(id: number, key: string): void {
    this.byId.get(id)?.keys.add(key);
  }

  detach(id: number, key: string): void {
    this.byId.get(id)?.keys.delete(key);
  }

  all(): readonly LeaseRecord[] {
    return [...this.byId.values()].map(({ id, ttlSeconds, keys }) => ({ id, ttlSeconds, keys: [...keys] }));
  }

  restore(records: readonly LeaseRecord[]): void {
    for (const { id, ttlSeconds, keys } of records) this.byId.set(id, { id, ttlSeconds, keys: new Set(keys) });
  }
}
