// Upstream: server/storage/mvcc/hash.go
import { fnv1a } from '../base/index.ts';
import type { HashKvResult } from './requests.ts';
import { noEnd } from './store/key-value.ts';
import type { Store } from './store/store.ts';

/** A number that is the same for stores that are, as they were at the revision (0: now). Throws EtcdError. */
export function hashKv(store: Store, revision: number): HashKvResult {
  const { kvs } = store.range({ type: 'range', key: '', rangeEnd: noEnd, revision });
  let hash = fnv1a(`${store.compactedRevision}`);
  for (const { key, value, createRevision, modRevision, version, lease } of kvs) {
    hash = fnv1a(`${key}/${createRevision}/${modRevision}/${version}/${lease}/${typeof value === 'string' ? value : ''}`, hash);
  }
  return { type: 'hashKv', hash, compactRevision: store.compactedRevision || -1, hashRevision: revision || store.revision };
}
