/** Where a member answers clients. */
export interface Endpoint {
  readonly name?: string;
  readonly address: string;
  readonly port: number;
}

/** The members a client knows, in turn: it stays with one until that one fails. */
export class Endpoints {
  private readonly all: readonly Endpoint[];
  private at = 0;
  /** Streams over an endpoint's connection, to be ended with it. */
  private readonly streams = new Map<Endpoint, Set<() => void>>();

  constructor(all: readonly Endpoint[]) {
    if (all.length === 0) throw new Error('etcdclient: no available endpoints');
    this.all = all;
  }

  get count(): number {
    return this.all.length;
  }

  get current(): Endpoint {
    const endpoint = this.all[this.at];
    if (!endpoint) throw new Error('etcdclient: no available endpoints');
    return endpoint;
  }

  /** Goes on to the next. A broken connection takes the streams over it along. */
  leave(endpoint: Endpoint, isBroken: boolean): void {
    if (endpoint === this.current) this.at = (this.at + 1) % this.all.length;
    if (!isBroken) return;
    const broken = this.streams.get(endpoint);
    this.streams.delete(endpoint);
    for (const end of broken ?? []) end();
  }

  /** Notes a stream over the endpoint's connection; gives a function that forgets it. */
  carry(endpoint: Endpoint, end: () => void): () => void {
    let streams = this.streams.get(endpoint);
    if (!streams) this.streams.set(endpoint, (streams = new Set()));
    streams.add(end);
    return () => this.streams.get(endpoint)?.delete(end);
  }
}
