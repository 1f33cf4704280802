// Which node ports are taken: one record in etcd, changed only over its last version, so that servers agree.
// Upstream: pkg/registry/core/service/portallocator, allocator/storage

import { isObject } from '../../base/index.ts';
import type { Process, RandomStream } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { lowerBand, placesToTry } from './address-range.ts';

const key = '/registry/ranges/servicenodeports';

/** A range of numbers as text: `30000-32767`. kube-apiserver --service-node-port-range */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

interface RangeAllocation extends KubeObject {
  readonly range: string;
  /** The ports that are taken, ascending. */
  readonly taken: readonly number[];
}

/** Hands out node ports. */
export class NodePorts {
  private readonly storage: Storage;
  private readonly random: RandomStream;
  private readonly range: PortRange;
  private known: { readonly taken: readonly number[]; readonly revision: number } | undefined;

  constructor(storage: Storage, random: RandomStream, range: PortRange) {
    this.storage = storage;
    this.random = random;
    this.range = range;
  }

  /** Takes that port; or says why not. */
  *claim(port: number, isDryRun: boolean): Process<string | undefined> {
    const { first, last } = this.range;
    // A dry run is not asked for its port's range; only the real write is.
    if (!isDryRun && (port < first || port > last)) return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
    let isTaken = false;
    yield* this.change(isDryRun, (taken) => {
      isTaken = taken.includes(port);
      return isTaken ? undefined : [...taken, port].sort((a, b) => a - b);
    });
    return isTaken ? 'provided port is already allocated' : undefined;
  }

  /** Takes any free port; undefined when there is none. */
  *claimAny(isDryRun: boolean): Process<number | undefined> {
    const { first, last } = this.range;
    const size = last - first + 1;
    const band = lowerBand(size, 32, 128);
    let port: number | undefined;
    yield* this.change(isDryRun, (taken) => {
      const used = new Set(taken);
      port = undefined;
      for (const place of placesToTry(size, band, this.random)) {
        if (used.has(first + place)) continue;
        port = first + place;
        return [...taken, port].sort((a, b) => a - b);
      }
      return undefined;
    });
    return port;
  }

  /** Gives ports back. */
  *release(ports: readonly number[]): Process {
    if (ports.length === 0) return;
    yield* this.change(false, (taken) => {
      const rest = taken.filter((port) => !ports.includes(port));
      return rest.length === taken.length ? undefined : rest;
    });
  }

  /** Writes what `next` makes of the taken ports, again when another server was faster; undefined changes nothing. */
  private *change(isDryRun: boolean, next: (taken: readonly number[]) => readonly number[] | undefined): Process {
    this.known ??= yield* this.read();
    let isFresh = false;
    for (let attempt = 0; attempt < limits.updateAttempts; attempt++) {
      const known: { readonly taken: readonly number[]; readonly revision: number } = this.known ?? { taken: [], revision: 0 };
      const taken = next(known.taken);
      if (taken && isDryRun) return;
      if (!taken) {
        if (isFresh) return;
        this.known = yield* this.read();
        isFresh = true;
        if (this.known.revision === known.revision) return;
        continue;
      }
      const result = yield* this.storage.put({ key, value: this.record(taken), expected: known.revision });
      if (result.done) {
        this.known = { taken, revision: result.revision };
        return;
      }
      this.known = result.current ? { taken: takenIn(result.current.value), revision: result.current.revision } : { taken: [], revision: 0 };
      isFresh = true;
    }
  }

  private *read(): Process<{ readonly taken: readonly number[]; readonly revision: number }> {
    const { item } = yield* this.storage.get(key);
    return item ? { taken: takenIn(item.value), revision: item.revision } : { taken: [], revision: 0 };
  }

  private record(taken: readonly number[]): RangeAllocation {
    const { first, last } = this.range;
    const metadata = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };
    return { apiVersion: 'v1', kind: 'RangeAllocation', metadata, range: `${first}-${last}`, taken };
  }
}

function takenIn(value: unknown): readonly number[] {
  const taken = isObject(value) ? value['taken'] : undefined;
  return Array.isArray(taken) ? taken.filter((port) => typeof port === 'number') : [];
}
