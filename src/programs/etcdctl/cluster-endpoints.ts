// The endpoints that a command about members goes to, one after the other or all at once.
// Upstream: etcdctl/ctlv3/command/ep_command.go (endpointsFromCluster)

import type { Process } from '../../kernel/index.ts';
import { bool } from '../command-line/flag.ts';
import type { Etcdctl } from './etcdctl.ts';
import { ExitError } from './exit.ts';

/** The flag that asks the cluster for its endpoints. */
export const clusterFlag = bool('cluster', 'use all endpoints from the cluster member list');

/** The endpoints that were given, or with `--cluster` those that the cluster's members tell. Throws ExitError. */
export function* endpointsOf(etcdctl: Etcdctl): Process<readonly string[]> {
  if (!etcdctl.flags.bool('cluster')) return etcdctl.endpoints;
  const client = yield* etcdctl.client();
  const { result } = yield* client.ask('Cluster/MemberList', client.etcd.memberList(), ({ message }) =>
    new ExitError('error', `failed to fetch endpoints from etcd cluster member list: ${message}`));
  return result.members.flatMap(({ clientUrls }) => clientUrls);
}
