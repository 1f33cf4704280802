// Upstream: server/embed/config.go
import type { InitialMember } from './initial-cluster.ts';

/** What a member is told when it starts. */
export interface MemberSettings {
  readonly name: string; // --name
  readonly initialCluster: readonly InitialMember[]; // --initial-cluster
  readonly initialClusterState: 'new' | 'existing'; // --initial-cluster-state
  readonly clusterToken: string; // --initial-cluster-token
  readonly clientUrls: readonly string[]; // --advertise-client-urls
  readonly clientPort: number; // of --listen-client-urls
  readonly peerPort: number; // of --listen-peer-urls
  /** Take what is on the disk and go on as the only member. */
  readonly forceNewCluster: boolean; // --force-new-cluster
  readonly quotaBackendBytes?: number; // --quota-backend-bytes; absent or 0: etcdLimits.quotaBytes
}

export const defaultClusterToken = 'etcd-cluster'; // --initial-cluster-token
