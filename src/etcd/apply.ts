// Upstream: server/etcdserver/apply
import { etcdError } from './errors.ts';
import { costOf } from './quota.ts';
import type { AlarmRequest, AlarmResult, EtcdResult, WriteRequest } from './requests.ts';
import type { Store } from './store/store.ts';

/** Does a committed write; every member does the same in the same order. Throws EtcdError when it cannot be done. */
export function applyWrite(store: Store, request: WriteRequest): EtcdResult {
  if (!store.alarms.isEmpty && costOf(request) > 0) throw etcdError('noSpace');
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
    case 'alarm':
      return applyAlarm(store, request);
    case 'compact':
      store.compact(request.revision);
      return { type: 'compact' };
  }
}

function applyAlarm({ alarms }: Store, request: AlarmRequest): AlarmResult {
  switch (request.action) {
    case 'list':
      return { type: 'alarm', alarms: alarms.all };
    case 'raise':
      alarms.raise(request.memberId);
      return { type: 'alarm', alarms: [{ memberId: request.memberId, alarm: request.alarm }] };
    case 'disarm': {
      const stood = alarms.disarm(request.memberId);
      return { type: 'alarm', alarms: stood ? [{ memberId: request.memberId, alarm: request.alarm }] : [] };
    }
  }
}
