// Upstream: server/etcdserver/apply
import type { EtcdResult, WriteRequest } from './requests.ts';
import type { Store } from './store/store.ts';

/** Does a committed write; every member does the same in the same order. Throws EtcdError when it cannot be done. */
export function applyWrite(store: Store, request: WriteRequest): EtcdResult {
  switch (request.type) {
    case 'put':
      return store.put(request);
    case 'deleteRange':
      return store.deleteRange(request);
    case 'txn':
      return store.txn(request);
    case 'leaseGrant':
      store.leases.grant(request.id, request.ttlSeconds);
      return request;
    case 'leaseRevoke':
      store.revokeLease(request.id);
      return { type: 'leaseRevoke' };
    case 'compact':
      store.compact(request.revision);
      return { type: 'compact' };
  }
}
