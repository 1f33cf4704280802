// Upstream: server/storage/wal, server/etcdserver/api/snap
import type { RandomStream } from '../kernel/index.ts';
import { DiskSpace, FileError } from '../machine/index.ts';
import type { ClusterMember } from './cluster-members.ts';
import { commandBytes } from './command.ts';
import { emptyHardState } from '../raft/index.ts';
import type { Entry, EntryId, HardState, Snapshot } from '../raft/index.ts';

/** One record of the write-ahead log. */
export type WalRecord =
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'state'; readonly hardState: HardState }
  /** The member's own snapshot; entries after `keepAfter` stay for those that lag behind. */
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly keepAfter: EntryId }
  /** A leader's snapshot takes the place of the whole log. */
  | { readonly type: 'restored'; readonly snapshot: Snapshot };

/** Whose directory it is: written when it is made. Upstream: etcdserverpb.Metadata */
export interface MemberMetadata {
  /** Raft's number of the member. */
  readonly id: number;
  readonly memberId: string;
  readonly clusterId: string;
  /** The members that it knew then: whom it talks to before its log tells it of more. */
  readonly contacts: readonly ClusterMember[];
}

/** What a member finds in its directory when it starts. */
export interface StoredMember {
  readonly hardState: HardState;
  /** Undefined until the first snapshot: before it, the log tells of every member. */
  readonly snapshot: Snapshot | undefined;
  readonly base: EntryId;
  readonly entries: readonly Entry[];
}

const nowhere: EntryId = { term: 0, index: 0 };
/** The log's file has its room from the start: on a full disk it is the store's file that does not grow. */
const storePath = '/var/lib/etcd/member/snap/db';

/**
 * The part of a member that survives a crash of its machine. What is appended counts only after `sync`; a crash leaves a
 * beginning of what was not synced, and perhaps half of the next record, which the checksum gives away when it is read.
 */
export class DataDirectory {
  private hardState = emptyHardState;
  private snapshot: Snapshot | undefined;
  private base = nowhere;
  private entries: Entry[] = [];
  /** Bytes that each entry takes: thousands are dropped at once, and are not all looked at for it. */
  private sizes: number[] = [];
  private entryBytes = 0;
  private unsynced: WalRecord[] = [];
  private hasTornRecord = false;
  private owner: MemberMetadata | undefined;
  /** Torn records found and dropped since the directory was made. */
  repairs = 0;
  /** Emptied after it was in use: what the member once promised is forgotten, and the others do not know. */
  wasWiped = false;
  /** It has lost what others were told that it has: by a wipe, or because nobody waited for the disk. */
  hasForgotten = false;
  /** What it holds comes from a backup: it need not be what the cluster had last. */
  isNewHistory = false;
  /** How often a member has started on it: tells proposals of one life from those of another. */
  starts = 0;
  /** How many times longer than on a good disk it takes until a write is safe. */
  slowness = 1;
  private readonly space: DiskSpace;

  /** @param space the disk's, shared with whatever else is on it */
  constructor(space = new DiskSpace(Number.POSITIVE_INFINITY)) {
    this.space = space;
  }

  get unsyncedCount(): number {
    return this.unsynced.length;
  }

  /** Whose it is; undefined while it is empty. */
  get metadata(): MemberMetadata | undefined {
    return this.owner;
  }

  /** Makes it a member's, with the beginning of its log. */
  begin(metadata: MemberMetadata, entries: readonly Entry[], hardState: HardState | undefined, snapshot?: Snapshot): void {
    this.owner = metadata;
    if (snapshot) this.append({ type: 'restored', snapshot });
    for (const entry of entries) this.append({ type: 'entry', entry });
    if (hardState) this.append({ type: 'state', hardState });
    this.sync();
  }

  append(record: WalRecord): void {
    this.unsynced.push(record);
  }

  /** All that was appended is safe. Throws FileError when it does not fit on the disk. */
  sync(): void {
    const { space, unsynced } = this;
    if (space.used + sizeOf(unsynced) > space.capacity) throw new FileError('ENOSPC', storePath);
    for (const record of unsynced) this.keep(record);
    this.unsynced = [];
  }

  /** The machine goes down: of what was not synced the dice leave the first few records, and maybe a torn one. */
  crash(random: RandomStream): void {
    const { unsynced } = this;
    if (unsynced.length === 0) return;
    const survivors = random.integer(0, unsynced.length + 1);
    for (const record of unsynced.slice(0, survivors)) this.keep(record);
    this.hasTornRecord = survivors < unsynced.length && random.chance(0.5);
    unsynced.length = 0;
  }

  /** The machine goes down, and nobody has waited for the disk: what was not yet written is lost, answered for or not. */
  lose(): void {
    this.hasForgotten ||= this.unsynced.length > 0;
    this.unsynced = [];
  }

  /** The process ends and its machine does not: the system has what was written, and will put it on the disk. */
  leaveToSystem(): void {
    for (const record of this.unsynced) this.keep(record);
    this.unsynced = [];
  }

  /** The term and the end of the log that a member would start with. */
  get ends(): { readonly term: number; readonly lastIndex: number } {
    return { term: this.hardState.term, lastIndex: this.base.index + this.entries.length };
  }

  /** Reads everything; a torn record at the end is dropped. */
  load(): StoredMember {
    if (this.hasTornRecord) this.repairs++;
    this.hasTornRecord = false;
    this.starts++;
    return this.peek();
  }

  /** What it holds, for one who does not start on it. */
  peek(): StoredMember {
    const { hardState, snapshot, base, entries } = this;
    return { hardState, snapshot, base, entries: [...entries] };
  }

  /** It is empty in the place of one that was in use. */
  forget(): void {
    this.wasWiped = true;
    this.hasForgotten = true;
  }

  /** Empties the directory, as when the disk is lost. */
  wipe(): void {
    if (this.starts > 0) this.forget();
    this.count(-this.entryBytes);
    this.owner = undefined;
    this.hardState = emptyHardState;
    this.snapshot = undefined;
    this.base = nowhere;
    this.entries = [];
    this.sizes = [];
    this.unsynced = [];
    this.hasTornRecord = false;
  }

  private keep(record: WalRecord): void {
    switch (record.type) {
      case 'entry':
        this.keepEntry(record.entry);
        return;
      case 'state':
        this.hardState = record.hardState;
        return;
      case 'snapshot':
        this.snapshot = record.snapshot;
        this.keepEntriesAfter(record.keepAfter);
        return;
      case 'restored':
        this.snapshot = record.snapshot;
        this.base = { index: record.snapshot.index, term: record.snapshot.term };
        this.count(-this.entryBytes);
        this.entries = [];
        this.sizes = [];
        return;
    }
  }

  private keepEntry(entry: Entry): void {
    const before = entry.index - this.base.index - 1;
    if (this.entries.length > before) this.drop(before, this.entries.length - before);
    const size = commandBytes(entry.data);
    this.entries.push(entry);
    this.sizes.push(size);
    this.count(size);
  }

  private keepEntriesAfter(base: EntryId): void {
    const dropped = base.index - this.base.index;
    if (dropped > 0) this.drop(0, dropped);
    this.base = base;
  }

  private drop(from: number, count: number): void {
    this.entries.splice(from, count);
    this.count(-this.sizes.splice(from, count).reduce((sum, size) => sum + size, 0));
  }

  private count(bytes: number): void {
    this.entryBytes += bytes;
    this.space.used += bytes;
  }
}

/** What the records take in the log; states and snapshots count as something small. */
function sizeOf(records: readonly WalRecord[]): number {
  return records.reduce((sum, record) => sum + commandBytes(record.type === 'entry' ? record.entry.data : undefined), 0);
}
