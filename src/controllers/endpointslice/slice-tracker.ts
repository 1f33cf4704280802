// Upstream: k8s.io/endpointslice, EndpointSliceTracker
import type { EndpointSlice, ObjectKey } from '../../kinds/index.ts';

/** What a controller last wrote of each Service's slices: a cache that does not show it yet must not be acted on. */
export class SliceTracker {
  private readonly written = new Map<ObjectKey, Map<string, number | 'deleted'>>();

  /** Notes a slice as it was stored. */
  wrote(key: ObjectKey, slice: EndpointSlice): void {
    this.note(key, slice.metadata.name, Number(slice.metadata.resourceVersion));
  }

  deleted(key: ObjectKey, slice: EndpointSlice): void {
    this.note(key, slice.metadata.name, 'deleted');
  }

  /** Whether these slices, from the cache, are behind what was written. What has been seen is forgotten. */
  isBehind(key: ObjectKey, cached: readonly EndpointSlice[]): boolean {
    const written = this.written.get(key);
    if (!written) return false;
    const revisions = new Map(cached.map(({ metadata }) => [metadata.name, Number(metadata.resourceVersion)]));
    for (const [name, revision] of written) {
      const seen = revisions.get(name);
      const isSeen = revision === 'deleted' ? seen === undefined : seen !== undefined && seen >= revision;
      if (isSeen) written.delete(name);
    }
    if (written.size === 0) this.written.delete(key);
    return written.size > 0;
  }

  /** Whether a slice that is seen is one that was written, as it was written. */
  isExpected(key: ObjectKey, slice: EndpointSlice): boolean {
    const revision = this.written.get(key)?.get(slice.metadata.name);
    return typeof revision === 'number' && Number(slice.metadata.resourceVersion) <= revision;
  }

  /** A slice that somebody else deleted will not be seen any more. */
  gone(key: ObjectKey, slice: EndpointSlice): void {
    const written = this.written.get(key);
    if (written?.get(slice.metadata.name) !== 'deleted') written?.delete(slice.metadata.name);
  }

  private note(key: ObjectKey, name: string, revision: number | 'deleted'): void {
    const written = this.written.get(key);
    if (written) written.set(name, revision);
    else this.written.set(key, new Map([[name, revision]]));
  }
}

/** In how long a cache that is behind is looked at again. */
export const behindMs = 5;
