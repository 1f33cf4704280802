// Upstream: go.etcd.io/raft/v3 storage.go (MemoryStorage)
import { assert, defined } from '../base/index.ts';
import type { Ready } from './ready.ts';
import {
  emptyConfState,
  emptyHardState,
  type ConfState,
  type Entry,
  type EntryId,
  type HardState,
  type Index,
  type Snapshot,
  type StoredState,
} from './types.ts';

/** What a member keeps through a crash: its hard state, its newest stored snapshot, its log. */
export interface Storage {
  hardState: HardState;
  /** As of the snapshot that the storage began with or last restored. */
  confState: ConfState;
  base: EntryId;
  readonly entries: Entry[];
}

export function createStorage(): Storage {
  return {
    hardState: emptyHardState,
    confState: emptyConfState,
    base: { term: 0, index: 0 },
    entries: [],
  };
}

/** What a node that starts from this storage is to be given. */
export function storedState({ hardState, confState, base, entries }: Storage): StoredState {
  return { hardState, confState, base, entries };
}

/** Keeps what a Ready asks to be kept. */
export function store(
  storage: Storage,
  news: Pick<Ready, 'hardState' | 'snapshot' | 'entries'>,
): void {
  if (news.hardState !== undefined) storage.hardState = news.hardState;
  if (news.snapshot !== undefined) storeSnapshot(storage, news.snapshot);
  storeEntries(storage, news.entries);
}

/** Begins anew from a snapshot; an older one than what is kept changes nothing. */
export function storeSnapshot(storage: Storage, snapshot: Snapshot): void {
  if (snapshot.index <= storage.base.index) return;
  storage.base = { index: snapshot.index, term: snapshot.term };
  storage.confState = snapshot.confState;
  storage.entries.length = 0;
}

/** Puts entries in their places; what stood there and after is gone. */
export function storeEntries(storage: Storage, entries: readonly Entry[]): void {
  const kept = entries.filter((entry) => entry.index > storage.base.index);
  const first = kept[0];
  if (first === undefined) return;
  const at = first.index - storage.base.index - 1;
  assert(at <= storage.entries.length, `missing log entry before ${first.index}`);
  storage.entries.length = at;
  for (const entry of kept) storage.entries.push(entry);
}

export function lastStoredIndex(storage: Storage): Index {
  return storage.base.index + storage.entries.length;
}

/** Drops entries up to `index`; false if they were gone already. */
export function compactStorage(storage: Storage, index: Index): boolean {
  if (index <= storage.base.index) return false;
  const entry = storage.entries[index - storage.base.index - 1];
  const last = lastStoredIndex(storage);
  const { term } = defined(entry, `compact ${index} is out of bound lastindex(${last})`);
  storage.entries.splice(0, index - storage.base.index);
  storage.base = { index, term };
  return true;
}
