// Upstream: server/etcdserver/api/membership/cluster.go (NewClusterFromURLsMap), member.go (NewMember)
import { hash64 } from './cluster-members.ts';
import type { ClusterMember } from './cluster-members.ts';

/** A member as a flag names it: `--initial-cluster name=http://address:2380,…`. */
export interface InitialMember {
  readonly name: string;
  readonly peerUrls: readonly string[];
}

/** A cluster that its first members agree on because they are all told the same. */
export interface InitialCluster {
  readonly clusterId: string;
  readonly members: readonly ClusterMember[];
}

/** The cluster of these members, in whatever order they are told; another token is another cluster. */
export function initialCluster(members: readonly InitialMember[], token: string): InitialCluster {
  const founders = [...members].sort(byName).map(({ name, peerUrls }, index): ClusterMember => ({
    id: index + 1,
    memberId: hash64(`${peerUrls.join(',')}${token}`),
    name,
    peerUrls,
    clientUrls: [],
    isLearner: false,
  }));
  return { clusterId: hash64(founders.map(({ memberId }) => memberId).join(',')), members: founders };
}

/** `etcd-2` before `etcd-10`. */
function byName(a: InitialMember, b: InitialMember): number {
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  return a.name < b.name ? -1 : 1;
}
