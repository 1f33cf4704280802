import { fnv1a } from '../base/index.ts';
import type { Peer } from './peer-transport.ts';

/** The numbers under which a cluster and its members show themselves: hexadecimal, drawn from their names. */
export interface ClusterIdentity {
  readonly clusterId: string;
  memberId(id: number): string;
}

/** The identity of a cluster of these members. */
export function identityOf(peers: readonly Peer[]): ClusterIdentity {
  const ids = new Map(peers.map((peer) => [peer.id, hash64(`${peer.name}=http://${peer.address}:2380`)]));
  return { clusterId: hash64([...ids.values()].join(',')), memberId: (id) => ids.get(id) ?? '0' };
}

function hash64(text: string): string {
  const high = fnv1a(text);
  const low = fnv1a(`${high}${text}`);
  return (high.toString(16) + low.toString(16).padStart(8, '0')).replace(/^0+/, '');
}
