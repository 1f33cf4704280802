import { limits } from './limits.ts';

/** Where something listens. */
export interface Address {
  readonly address: string;
  readonly port: number;
}

/** Where `http://10.0.0.30:2380` leads; undefined where that is no URL of a member. */
export function peerAddress(url: string): Address | undefined {
  const match = /^https?:\/\/([^/:]+):(\d+)$/.exec(url);
  const [, address, port] = match ?? [];
  return address === undefined ? undefined : { address, port: Number(port) };
}

/** The URL of a port. */
export function urlOf({ address, port }: Address): string {
  return `http://${address}:${port}`;
}

/** The URL at which a member at the address listens for others, at etcd's usual port. */
export function urlOfPeer(address: string): string {
  return urlOf({ address, port: limits.peerPort });
}
