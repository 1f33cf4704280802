// Upstream: k8s.io/endpointslice/util, EndpointSliceTracker
import type { Kernel } from '../../kernel/index.ts';
import type { EndpointSlice } from '../../kinds/index.ts';

/** A write that the cache has not shown for so long was undone before it could be seen. */
const patienceMs = 30_000;

interface Written {
  readonly generation: number;
  readonly atMs: number;
}

/** What the controller knows of its slices from the answers to its own writes, which its cache may not show yet. */
export class SliceTracker {
  private readonly kernel: Kernel;
  private readonly byService = new Map<string, Map<string, Written>>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Notes what a write has answered. */
  wrote(service: string, { metadata: { uid, generation } }: EndpointSlice): void {
    let known = this.byService.get(service);
    if (!known) this.byService.set(service, (known = new Map()));
    known.set(uid, { generation: generation ?? 0, atMs: this.kernel.nowMs });
  }

  /** Notes that a slice is to go, or gone. */
  deleted(service: string, { metadata: { uid } }: EndpointSlice): void {
    this.byService.get(service)?.delete(uid);
  }

  forget(service: string): void {
    this.byService.delete(service);
  }

  /** Whether a slice that was seen is as it was written. */
  isExpected(service: string, { metadata: { uid, generation } }: EndpointSlice): boolean {
    const known = this.byService.get(service)?.get(uid);
    return known !== undefined && (generation ?? 0) <= known.generation;
  }

  /** Whether the cache is behind what was written: something of it is missing, or older. */
  isAhead(service: string, seen: readonly EndpointSlice[]): boolean {
    const known = this.byService.get(service);
    if (!known || known.size === 0) return false;
    const generations = new Map(seen.map(({ metadata }) => [metadata.uid, metadata.generation ?? 0]));
    for (const [uid, { generation, atMs }] of known) {
      if ((generations.get(uid) ?? -1) < generation && this.kernel.nowMs - atMs < patienceMs) return true;
    }
    return false;
  }
}
