import type { Revision } from './key-value.ts';
import type { Compare, DeleteRequest, PutRequest, RangeRequest, TxnRequest } from './operations.ts';

/**
 * Writes a key if it was last changed at the revision that the writer knows (0: if it is not there), else reads it. The log is
 * full of such transactions, so this one keeps only what they differ in.
 */
// Upstream: k8s.io/apiserver pkg/storage/etcd3, client/v3/kubernetes OptimisticPut and OptimisticDelete
export class GuardedWrite implements TxnRequest {
  private readonly expected: Revision;
  private readonly write: PutRequest | DeleteRequest;

  constructor(expected: Revision, write: PutRequest | DeleteRequest) {
    this.expected = expected;
    this.write = write;
  }

  get type(): 'txn' {
    return 'txn';
  }

  get compare(): readonly Compare[] {
    return [{ key: this.write.key, target: 'mod', result: '=', operand: this.expected }];
  }

  get success(): readonly (PutRequest | DeleteRequest)[] {
    return [this.write];
  }

  get failure(): readonly RangeRequest[] {
    return [{ type: 'range', key: this.write.key }];
  }
}
