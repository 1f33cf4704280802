// Upstream: server/storage/backend (bbolt's pages)

const pageBytes = 4_096;
/** An empty file: its buckets and what bbolt keeps for itself. */
const emptyBytes = 5 * pageBytes;
/** A record's revision, and what its fields take beside key and value. */
const recordBytes = 40;

/** How large a store's file is, and how much of it is in use: it grows by pages, and shrinks only by defragmentation. */
export class BackendSize {
  private used = emptyBytes;
  private file = emptyBytes;

  /** Of the whole file. */
  get bytes(): number {
    return this.file;
  }

  get bytesInUse(): number {
    return Math.min(this.file, pagesFor(this.used));
  }

  /** A record came: free pages are used again before the file grows. */
  add(bytes: number): void {
    this.used += bytes;
    if (this.used > this.file) this.file = pagesFor(this.used);
  }

  free(bytes: number): void {
    this.used -= bytes;
  }

  /** Writes the file anew, without what is free. */
  defragment(): void {
    this.file = pagesFor(this.used);
  }
}

/** What the record of a key takes. */
export function recordSize(contentBytes: number): number {
  return recordBytes + contentBytes;
}

function pagesFor(bytes: number): number {
  return Math.ceil(bytes / pageBytes) * pageBytes;
}
