import type { Process } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';

/** An object as storage holds it, with the revision of its last write. */
export interface StoredObject {
  readonly key: string;
  readonly value: KubeObject;
  readonly revision: number;
}

/** What a range of keys held. */
export interface StoredRange {
  readonly items: readonly StoredObject[];
  /** The revision at which it was read. */
  readonly revision: number;
  /** How many keys the whole range has, whatever the limit. */
  readonly count: number;
}

/** How a guarded write went: done at a revision, or what stood there instead. */
export type WriteResult =
  | { readonly done: true; readonly revision: number }
  | { readonly done: false; readonly current: StoredObject | undefined };

/** One change of one key; without a value it was deleted. */
export interface StorageEvent {
  readonly key: string;
  readonly value: KubeObject | undefined;
  readonly revision: number;
}

/** Changes of the watched keys, in the order of their revisions. */
export interface StorageWatch {
  /** The next changes, at least one; undefined when the watch has ended. Throws StorageError. */
  next(): Process<readonly StorageEvent[] | undefined>;
  /** The newest revision that the watch is known to have told everything up to. */
  readonly revision: number;
  /** Asks to be told how far the watch is, when nothing changes. */
  requestProgress(): Process;
  cancel(): void;
}

/** Why storage did not do what was asked. */
export type StorageErrorCode =
  | 'unavailable' // no majority, nobody reachable, or refused
  | 'late' // not done in the time that a request has
  | 'compacted' // the revision asked for is no longer kept
  | 'future'; // the revision asked for is not there yet

/** An operating failure of storage, in etcd's own words. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
  }
}

/** Where objects are kept: etcd, seen as the API server needs it. */
export interface Storage {
  /** One key as the majority has it. */
  get(key: string): Process<{ readonly item: StoredObject | undefined; readonly revision: number }>;
  /** The keys with this prefix in their order, from `from` on, at `revision` or as the majority has them. */
  range(options: {
    readonly prefix: string;
    readonly from?: string;
    readonly limit?: number;
    readonly revision?: number;
  }): Process<StoredRange>;
  /** Writes if the key's last write is `expected` (0: the key is not there). */
  put(options: { readonly key: string; readonly value: KubeObject; readonly expected: number; readonly ttlSeconds?: number }): Process<WriteResult>;
  /** Deletes if the key's last write is `expected`. */
  delete(options: { readonly key: string; readonly expected: number }): Process<WriteResult>;
  /** The newest revision as the majority has it. */
  currentRevision(): Process<number>;
  /** Changes of the keys with this prefix after the revision. */
  watch(prefix: string, after: number): Process<StorageWatch>;
  /** Looks at each of the members that it was told of: undefined when all is well, else what is wrong. */
  members(): readonly (() => Process<string | undefined>)[];
  /** Looks after what has to be done from time to time; ends where there is nothing of the kind. */
  maintain(): Process;
}
