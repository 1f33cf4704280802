// Upstream: server/storage/quota.go
import type { WriteRequest } from './requests.ts';
import type { TxnOperation } from './store/operations.ts';

/** What a write takes beside its key and value, by etcd's own estimate. */
const keyOverheadBytes = 256;
const leaseBytes = 64 + 256;

/** How much room a write may take; 0 for those that take none. */
export function costOf(request: WriteRequest): number {
  switch (request.type) {
    case 'put':
      return costOfPut(request);
    case 'txn':
      return Math.max(costOfAll(request.success), costOfAll(request.failure));
    case 'leaseGrant':
      return leaseBytes;
    case 'deleteRange':
    case 'leaseRevoke':
    case 'compact':
    case 'alarm':
      return 0;
  }
}

function costOfAll(operations: readonly TxnOperation[]): number {
  return operations.reduce((sum, operation) => sum + (operation.type === 'put' ? costOfPut(operation) : 0), 0);
}

function costOfPut({ size = 0 }: { readonly size?: number }): number {
  return keyOverheadBytes + size;
}
