// Upstream: etcdutl/snapshot/v3_snapshot.go (Restore)
import { confStateOf } from './bootstrap.ts';
import type { DataDirectory } from './data-directory.ts';
import { initialCluster } from './initial-cluster.ts';
import type { InitialMember } from './initial-cluster.ts';
import type { StoreSnapshot } from './store/store.ts';

/** What a member of a cluster is to begin with that goes on from a backup. */
export interface RestoreOptions {
  /** The backup: keys with their history, and leases. */
  readonly store: StoreSnapshot;
  readonly name: string; // --name
  readonly initialCluster: readonly InitialMember[]; // --initial-cluster
  readonly clusterToken: string; // --initial-cluster-token
}

/**
 * Fills an empty directory with a backup, as one member of a new cluster: every member is to be made from the same backup.
 * Throws an Error with etcd's words when the name is not among the members.
 */
export function restoreDirectory(directory: DataDirectory, { store, name, initialCluster: told, clusterToken }: RestoreOptions): void {
  const { clusterId, members } = initialCluster(told, clusterToken);
  const self = members.find((member) => member.name === name);
  if (!self) throw new Error(`couldn't find local name "${name}" in the initial cluster configuration`);
  const index = members.length;
  const state = { store, members: { clusterId, members, removed: [] } };
  const snapshot = { index, term: 1, confState: confStateOf(members), data: state };
  directory.begin({ id: self.id, memberId: self.memberId, clusterId, contacts: members }, [], { term: 1, vote: 0, commit: index }, snapshot);
  directory.isNewHistory = true;
}
