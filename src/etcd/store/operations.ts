import type { KeyRange, KeyValue, Revision } from './key-value.ts';

/** Reads keys, now or as they were. */
export interface RangeRequest extends KeyRange {
  readonly type: 'range';
  /** 0 or absent: now. */
  readonly revision?: Revision;
  /** At most so many; 0 or absent: all. */
  readonly limit?: number;
  readonly countOnly?: boolean;
  readonly keysOnly?: boolean;
  /** By key, ascending, unless said; the limit counts after sorting. */
  readonly sort?: RangeOrder;
  /** Only keys last changed, or created, at these revisions; `count` counts the others as well. */
  readonly minModRevision?: Revision;
  readonly maxModRevision?: Revision;
  readonly minCreateRevision?: Revision;
  readonly maxCreateRevision?: Revision;
}

/** How the keys of a range are ordered; equal ones stay in the order of their keys. */
export interface RangeOrder {
  readonly by: 'key' | 'version' | 'create' | 'mod' | 'value';
  readonly descending?: boolean;
}

/** Writes a key. */
export interface PutRequest {
  readonly type: 'put';
  readonly key: string;
  readonly value?: unknown;
  /** Id of a lease; 0 or absent: none. */
  readonly lease?: number;
  readonly prevKv?: boolean;
  /** Keeps the value that is there. */
  readonly ignoreValue?: boolean;
  /** Keeps the lease that is there. */
  readonly ignoreLease?: boolean;
  /** What the value would take in bytes, as far as the writer can tell. */
  readonly size?: number;
}

/** Deletes keys. */
export interface DeleteRequest extends KeyRange {
  readonly type: 'deleteRange';
  readonly prevKv?: boolean;
}

/** A condition of a transaction: on the one key, or on every key of the range. */
export interface Compare extends KeyRange {
  readonly target: 'version' | 'create' | 'mod' | 'value' | 'lease';
  readonly result: '=' | '!=' | '>' | '<';
  readonly operand: unknown;
}

export type TxnOperation = RangeRequest | PutRequest | DeleteRequest;

/** Does one list of operations or the other, all at one revision. */
export interface TxnRequest {
  readonly type: 'txn';
  readonly compare: readonly Compare[];
  readonly success: readonly TxnOperation[];
  readonly failure: readonly TxnOperation[];
}

export interface RangeResult {
  readonly type: 'range';
  readonly kvs: readonly KeyValue[];
  /** How many keys there are, whatever the limit. */
  readonly count: number;
  readonly more: boolean;
}

export interface PutResult {
  readonly type: 'put';
  readonly prevKv?: KeyValue;
}

export interface DeleteResult {
  readonly type: 'deleteRange';
  readonly deleted: number;
  readonly prevKvs: readonly KeyValue[];
}

export interface TxnResult {
  readonly type: 'txn';
  readonly succeeded: boolean;
  readonly responses: readonly (RangeResult | PutResult | DeleteResult)[];
}
