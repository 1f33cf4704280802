import type { Link } from './link.ts';
import type { Stack } from './stack.ts';

/** A way through the network, found when a connection is made and kept for its life. */
export interface Path {
  readonly verdict: 'to';
  readonly from: Stack;
  readonly to: Stack;
  /** The address and port asked for, before any translation. */
  readonly address: string;
  readonly port: number;
  readonly legs: readonly Link[];
  /** The address the far side sees, when it is not the sender's own. */
  readonly source?: string | undefined;
  /** The component that opened it, by its process group's name. */
  readonly client?: string | undefined;
  /** Names of what translated the address: a Service, a load balancer. */
  readonly via: readonly string[];
  /** The way back, once somebody asked for it. */
  back: Path | undefined;
}

/** The rules on the way answer at once that nobody is there, or nobody answers at all. */
export type NoPath = { readonly verdict: 'refuse' } | { readonly verdict: 'drop' };

/** The path of a connection from its parts. */
export function makePath(
  from: Stack,
  to: Stack,
  address: string,
  port: number,
  legs: readonly Link[],
  source: string | undefined,
  via: readonly string[],
  client: string | undefined,
): Path {
  return { verdict: 'to', from, to, address, port, legs, source, client, via, back: undefined };
}

/** The way back. */
export function reverse(path: Path): Path {
  return (path.back ??= turned(path));
}

function turned(path: Path): Path {
  const legs: Link[] = [];
  for (let index = path.legs.length - 1; index >= 0; index--) {
    const leg = path.legs[index];
    if (leg) legs.push(leg.to.network.link(leg.to, leg.from));
  }
  return makePath(path.to, path.from, path.from.address, path.port, legs, undefined, path.via, path.client);
}
