import type { Host } from './host.ts';
import type { Link } from './link.ts';
import type { Network } from './network.ts';
import { makePath } from './path.ts';
import type { NoPath, Path } from './path.ts';
import type { Stack } from './stack.ts';

const greatestHops = 4;
const noLegs: readonly Link[] = [];
const nothing: readonly string[] = [];

/** Finds the way from a stack to an address. */
export class Routes {
  private readonly network: Network;

  constructor(network: Network) {
    this.network = network;
  }

  /**
   * Where a connection to the address goes, after every translation on the way. `client` names the component that opens
   * it; without it, it is the one that runs now.
   */
  find(from: Stack, address: string, port: number, protocol: 'TCP' | 'UDP', client = this.componentRunningOn(from.host)): Path | NoPath {
    const target = from.host.translator ? undefined : this.network.stackAt(address);
    // Nothing on the way rewrites addresses: by far the most common.
    if (target && (target.host === from.host || !target.host.translator)) {
      const known = knownPath(from, target, address, port, client);
      if (known) return known;
      if (!from.host.hasRouteTo(address)) return { verdict: 'drop' };
      return this.plainPath(from, target, address, port, client);
    }
    return this.findThrough(from, address, port, protocol, client);
  }

  /** A path on which nothing is rewritten; kept to be used again. */
  private plainPath(from: Stack, target: Stack, address: string, port: number, client: string | undefined): Path {
    const legs = target.host === from.host ? noLegs : [this.network.link(from.host, target.host)];
    const path = makePath(from, target, address, port, legs, undefined, nothing, client);
    if (target === target.host.stack) from.notePath(path);
    return path;
  }

  private componentRunningOn(host: Host): string | undefined {
    const group = this.network.kernel.currentProcess?.group;
    return group && host.componentOf(group);
  }

  /** Host by host, with what each of them makes of the address. */
  private findThrough(from: Stack, address: string, port: number, protocol: 'TCP' | 'UDP', client: string | undefined): Path | NoPath {
    const legs: Link[] = [];
    const via: string[] = [];
    let source: string | undefined;
    let at = from.host;
    let direction: 'out' | 'in' = 'out';
    let to = { address: address === '127.0.0.1' || address === 'localhost' ? from.address : address, port };
    const found = (target: Stack): Path => {
      if (via.length > 0) return makePath(from, target, address, to.port, legs, source, via, client);
      return knownPath(from, target, address, port, client) ?? this.plainPath(from, target, address, port, client);
    };
    for (let hop = 0; hop < greatestHops; hop++) {
      const translated = at.translator?.({ from, address: to.address, port: to.port, protocol, direction });
      if (translated && translated.verdict !== 'to') return translated;
      if (translated) {
        via.push(translated.via);
        source = translated.source ?? source;
        to = { address: translated.address, port: translated.port };
      }
      const target = this.network.stackAt(to.address);
      if (!target || !at.hasRouteTo(to.address)) return { verdict: 'drop' };
      if (target.host !== at) legs.push(this.network.link(at, target.host));
      const isNext = target.host !== at && target.host.translator !== undefined && target === target.host.stack;
      if (!isNext) return found(target);
      at = target.host;
      direction = 'in';
      const inward = at.translator?.({ from, address: to.address, port: to.port, protocol, direction });
      if (!inward) return found(target);
    }
    return { verdict: 'drop' };
  }
}

/** The last path to an address, where it leads to the same port of the same for the same component. */
function knownPath(from: Stack, target: Stack, address: string, port: number, client: string | undefined): Path | undefined {
  const known = from.knownPath(address);
  return known && known.to === target && known.port === port && known.client === client ? known : undefined;
}
