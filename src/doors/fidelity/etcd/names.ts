import type { World } from '../../../cluster/index.ts';

/** What a machine that holds a member is called in recordings, where all members share a machine and differ by their ports. */
interface Place {
  readonly machine: string;
  readonly address: string;
  readonly number: number;
}

const clientPort = 2379;
const peerPort = 2380;
/** What the first member is called on its own machine; help texts name the same address, and stay as they are. */
const ownEndpoint = /(?<!--endpoints=\[|https:\/\/)127\.0\.0\.1:2379/g;
/** Recordings know six: node1 to node6. */
const places = 6;

/**
 * The names under which recordings know what is drawn anew for each cluster, and those of machines: a world's members are on
 * machines of their own, etcd-1 at its port 2379 is node1 at 127.0.0.1:23001, and its port 2380 is 127.0.0.1:23011.
 */
export class RecordedNames {
  private readonly members = new Map<bigint, string>();
  private readonly leases = new Map<bigint, string>();
  private readonly hashes = new Map<string, string>();
  private readonly places: readonly Place[];

  constructor(world: World) {
    const addresses = world.etcd.map(({ host }) => host.stack.address);
    const [, network = '', last = '0'] = /^(.*\.)(\d+)$/.exec(addresses[0] ?? '') ?? [];
    this.places = Array.from({ length: places }, (_, index) => ({
      machine: `etcd-${index + 1}`,
      address: addresses[index] ?? `${network}${Number(last) + index}`,
      number: index + 1,
    }));
    for (const [index, { directory: { metadata } }] of world.etcd.entries()) {
      if (!metadata) continue;
      this.members.set(BigInt(`0x${metadata.clusterId}`), 'CLUSTER');
      this.members.set(BigInt(`0x${metadata.memberId}`), `MEMBER_${index + 1}`);
    }
  }

  /** A member that was added. */
  addMember(id: string): void {
    const number = BigInt(`0x${id}`);
    if (!this.members.has(number)) this.members.set(number, `MEMBER_${this.members.size}`);
  }

  /** The word for an id: of the cluster, of a member, else of a lease, counted as they come. */
  wordFor(id: bigint): string {
    const known = this.members.get(id) ?? this.leases.get(id);
    if (known !== undefined) return known;
    const word = `LEASE_${this.leases.size + 1}`;
    this.leases.set(id, word);
    return word;
  }

  /** The word for a hash, counted as they come. */
  hashFor(hash: string): string {
    const known = this.hashes.get(hash);
    if (known !== undefined) return known;
    const word = `HASH_${this.hashes.size + 1}`;
    this.hashes.set(hash, word);
    return word;
  }

  /** A recorded command as it is to be typed here. */
  toReal(command: string): string {
    const byWord = new Map([...this.members, ...this.leases].map(([id, word]) => [word, id.toString(16)]));
    let text = command.replace(/\b(?:MEMBER|LEASE)_\d+\b/g, (word) => byWord.get(word) ?? word);
    for (const { machine, address, number } of this.places) {
      text = text
        .replaceAll(`127.0.0.1:2300${number}`, `${address}:${clientPort}`)
        .replaceAll(`127.0.0.1:2301${number}`, `${address}:${peerPort}`)
        .replaceAll(`localhost:2301${number}`, `${machine}:${peerPort}`)
        .replaceAll(`node${number}`, machine);
    }
    return text;
  }

  /** What was answered here, with the recordings' addresses and machines. */
  toRecorded(output: string): string {
    let text = output.replace(ownEndpoint, '127.0.0.1:23001');
    for (const { machine, address, number } of this.places) {
      text = text
        .replaceAll(`${address}:${clientPort}`, `127.0.0.1:2300${number}`)
        .replaceAll(`${address}:${peerPort}`, `127.0.0.1:2301${number}`)
        .replaceAll(`${machine}:${peerPort}`, `localhost:2301${number}`)
        .replaceAll(machine, `node${number}`);
    }
    return text;
  }

  /** What `$ALL` holds: the client addresses of the members that the cluster began with. */
  get allEndpoints(): string {
    return this.places.slice(0, 3).map(({ address }) => `${address}:${clientPort}`).join(',');
  }
}
