import type { Kernel, ProcessGroup } from '../kernel/index.ts';
import type { Host } from '../network/index.ts';
import { ClientService } from './client-service.ts';
import { DataDirectory } from './data-directory.ts';
import { identityOf } from './identity.ts';
import type { ClusterIdentity } from './identity.ts';
import { limits } from './limits.ts';
import { MemberProcess } from './member-process.ts';
import type { SnapshotPolicy } from './member-process.ts';
import type { Peer } from './peer-transport.ts';
import { allSafeguards } from './safeguards.ts';
import type { Safeguards } from './safeguards.ts';
import type { Revision, StoreEvent } from './store/key-value.ts';

/** What a member needs to be told. */
export interface MemberOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly name: string;
  /** All members, this one included: the initial cluster. */
  readonly peers: readonly Peer[];
  /** What is on its disk; a new one when absent. */
  readonly directory?: DataDirectory;
  /** When it makes snapshots; by default as etcd does. */
  readonly snapshots?: SnapshotPolicy;
  /** By which rules the members go at this moment; by default as etcd is. After a change `safeguardsChanged` is to be called. */
  readonly safeguards?: () => Safeguards;
  /**
   * Whether some member has lost its log, or went by other rules: what is then found wrong with raft is no bug. By default
   * this member's own log counts.
   */
  readonly arePromisesVoid?: () => boolean;
  /** Told of each write that this member applies, for whoever compares members. Must not change the world. */
  readonly onCommit?: (revision: Revision, events: readonly StoreEvent[]) => void;
}

/** A member of the cluster as a thing with a name and a disk, whether it runs at the moment or not. */
export class EtcdMember {
  readonly name: string;
  readonly id: number;
  readonly peers: readonly Peer[];
  readonly directory: DataDirectory;
  readonly host: Host;
  readonly identity: ClusterIdentity;
  private readonly kernel: Kernel;
  private readonly group: ProcessGroup;
  private readonly onCommit: MemberOptions['onCommit'];
  private readonly snapshots: SnapshotPolicy;
  private readonly safeguards: () => Safeguards;
  private readonly arePromisesVoid: () => boolean;
  private life: MemberProcess | undefined;

  constructor(options: MemberOptions) {
    const self = options.peers.find((peer) => peer.name === options.name);
    if (!self) throw new Error(`${options.name} is not among the members of the initial cluster`);
    this.name = options.name;
    this.id = self.id;
    this.peers = options.peers;
    this.kernel = options.kernel;
    this.host = options.host;
    this.onCommit = options.onCommit;
    this.directory = options.directory ?? new DataDirectory();
    this.snapshots = options.snapshots ?? { everyEntries: limits.snapshotCount, keptEntries: limits.catchUpEntries };
    this.safeguards = options.safeguards ?? (() => allSafeguards);
    this.arePromisesVoid = options.arePromisesVoid ?? (() => this.directory.hasForgotten);
    this.identity = identityOf(options.peers);
    this.group = options.host.group.subgroup(`${options.name} etcd`);
  }

  /** What runs, if it does. */
  get process(): MemberProcess | undefined {
    return this.life;
  }

  get isRunning(): boolean {
    return this.life !== undefined;
  }

  /** Starts it with what its disk holds; nothing when it runs. */
  start(): void {
    if (this.life) return;
    const { kernel, host, group, name, id, peers, directory, identity, onCommit, snapshots, safeguards, arePromisesVoid } = this;
    const life = new MemberProcess({ kernel, host, group, name, id, peers, directory, identity, onCommit, snapshots, safeguards, arePromisesVoid });
    this.life = life;
    group.onKill(() => {
      this.life = undefined;
    });
    new ClientService(life).listen();
    life.start();
  }

  /** Ends it as by SIGKILL; its clients' connections are reset. */
  stop(): void {
    this.group.kill();
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** Ends it and empties its disk. */
  wipe(): void {
    this.stop();
    this.directory.wipe();
  }

  /** Its processes stop where they are, or go on. */
  setPaused(isPaused: boolean): void {
    if (isPaused) this.group.freeze();
    else this.group.thaw();
  }

  get isPaused(): boolean {
    return this.group.isFrozen;
  }

  /** The group goes by other rules from here on. */
  safeguardsChanged(): void {
    this.life?.driver.takeRules(this.safeguards());
  }

  /** Its election time-out comes now. */
  timeOutNow(): void {
    this.life?.driver.timeOutNow();
  }
}

/** Makes a member; it does nothing before `start`. The first election happens by itself. */
export function createEtcdMember(options: MemberOptions): EtcdMember {
  return new EtcdMember(options);
}
