import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import { FileError } from '../machine/index.ts';
import type { Host } from '../network/index.ts';
import { BootstrapError, askForMembers, forceNewCluster, foundCluster, joinCluster } from './bootstrap.ts';
import { ClientService } from './client-service.ts';
import { urlOf } from './cluster-url.ts';
import { DataDirectory } from './data-directory.ts';
import { limits } from './limits.ts';
import { MemberProcess } from './member-process.ts';
import type { SnapshotPolicy } from './member-process.ts';
import { defaultClusterToken } from './member-settings.ts';
import type { MemberSettings } from './member-settings.ts';
import { allSafeguards } from './safeguards.ts';
import type { Safeguards } from './safeguards.ts';
import type { Revision, StoreEvent } from './store/key-value.ts';

/** A founding member of a cluster, which uses etcd's usual ports. */
export interface Founder {
  readonly name: string;
  readonly address: string;
}

/** What a member needs to be told. */
export interface MemberOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly name: string;
  /** All members, this one included: the initial cluster, unless `settings` say otherwise. */
  readonly peers?: readonly Founder[];
  /** What it is told whenever it starts. Throws BootstrapError when it cannot start so. */
  readonly settings?: () => MemberSettings;
  /** What is on its disk; a new one when absent. */
  readonly directory?: DataDirectory;
  /** When it makes snapshots; by default as etcd does. */
  readonly snapshots?: SnapshotPolicy;
  /** By which rules the members go at this moment; by default as etcd is. After a change `safeguardsChanged` is to be called. */
  readonly safeguards?: () => Safeguards;
  /** Whether a person is the clock of raft: its timers stand. By default not. After a change `timersChanged` is to be called. */
  readonly isByHand?: () => boolean;
  /**
   * Whether some member has lost its log, or went by other rules: what is then found wrong with raft is no bug. By default
   * this member's own log counts.
   */
  readonly arePromisesVoid?: () => boolean;
  /** Finds what is on its disk whenever it starts; by default it is always the same directory. */
  readonly openDirectory?: () => DataDirectory;
  /** Told when it starts with a history that need not be the one that the cluster had before. */
  readonly onNewHistory?: () => void;
  /** Told of each write that this member applies, for whoever compares members. Must not change the world. */
  readonly onCommit?: (revision: Revision, events: readonly StoreEvent[]) => void;
}

const usualSafeguards = (): Safeguards => allSafeguards;
const usualClock = (): boolean => false;
const usualSnapshots: SnapshotPolicy = { everyEntries: limits.snapshotCount, keptEntries: limits.catchUpEntries };

/** A member of the cluster as a thing with a name and a disk, whether it runs at the moment or not. */
export class EtcdMember {
  readonly name: string;
  readonly host: Host;
  private readonly options: MemberOptions;
  private readonly kernel: Kernel;
  private readonly group: ProcessGroup;
  private present: DataDirectory;
  private life: MemberProcess | undefined;
  private isStarting = false;

  constructor(options: MemberOptions) {
    this.options = options;
    this.name = options.name;
    this.kernel = options.kernel;
    this.host = options.host;
    this.present = options.directory ?? new DataDirectory();
    this.group = options.host.group.subgroup(`${options.name} etcd`);
  }

  /** What is on its disk. */
  get directory(): DataDirectory {
    return this.present;
  }

  /** Raft's number of it; 0 before it has first started. */
  get id(): number {
    return this.present.metadata?.id ?? 0;
  }

  /** What runs, if it does. */
  get process(): MemberProcess | undefined {
    return this.life;
  }

  get isRunning(): boolean {
    return this.life !== undefined || this.isStarting;
  }

  /** Starts it with what its disk holds; nothing when it runs. */
  start(): void {
    if (this.isRunning) return;
    try {
      const { name, peers = [], settings = () => foundingSettings(name, peers) } = this.options;
      this.begin(settings());
    } catch (error) {
      if (!(error instanceof BootstrapError || error instanceof FileError)) throw error;
      this.fail(error);
    }
  }

  private begin(settings: MemberSettings): void {
    this.openDirectory(settings);
    const { directory, group, name } = this;
    if (directory.metadata !== undefined) {
      if (settings.forceNewCluster) forceNewCluster(directory);
      this.run(settings);
    } else if (settings.initialClusterState === 'new' && !directory.wasWiped) {
      foundCluster(this.kernel, directory, settings);
      this.run(settings);
    } else {
      this.isStarting = true;
      group.onKill(() => {
        this.isStarting = false;
      });
      this.kernel.spawn(`${name}/join`, this.join(settings), group);
    }
  }

  /** What stands on the disk; where there is nothing any more, this member of old has forgotten what it promised. */
  private openDirectory({ initialClusterState }: MemberSettings): void {
    const { present } = this;
    const found = this.options.openDirectory?.() ?? present;
    if (found === present) return;
    found.slowness = present.slowness;
    if (found.metadata === undefined && present.metadata !== undefined && initialClusterState === 'new') found.forget();
    this.present = found;
  }

  /** Becomes a member of a cluster that others have; if it was of one, and nobody is left of that, it is founded anew. */
  private *join(settings: MemberSettings): Process {
    const { stack } = this.host;
    const { directory } = this;
    const others = settings.initialCluster.filter(({ name }) => name !== settings.name).flatMap(({ peerUrls }) => peerUrls);
    const isFounding = settings.initialClusterState === 'new' && (yield* askForMembers(stack, others)) === undefined;
    try {
      if (isFounding) foundCluster(this.kernel, directory, settings);
      else yield* joinCluster(stack, directory, settings);
    } catch (error) {
      if (!(error instanceof BootstrapError || error instanceof FileError)) throw error;
      this.fail(error);
      return;
    }
    this.isStarting = false;
    this.run(settings);
  }

  private run(settings: MemberSettings): void {
    const { kernel, host, group, name, directory } = this;
    const { metadata } = directory;
    if (!metadata) return;
    if (directory.isNewHistory || settings.forceNewCluster) this.options.onNewHistory?.();
    directory.isNewHistory = false;
    const { onCommit, safeguards = usualSafeguards, isByHand = usualClock, snapshots = usualSnapshots, arePromisesVoid = () => directory.hasForgotten } = this.options;
    const life = new MemberProcess({ kernel, host, group, name, settings, metadata, directory, onCommit, snapshots, safeguards, isByHand, arePromisesVoid });
    this.life = life;
    group.onKill(() => {
      this.life = undefined;
    });
    new ClientService(life).listen();
    life.start();
  }

  /** It ends before it has begun: it was told something impossible, or its disk takes nothing. */
  private fail({ message }: BootstrapError | FileError): void {
    const { kernel, name, group } = this;
    kernel.record('fault', name, { type: 'etcd-panic', member: name, why: message });
    group.kill();
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
    this.present.wipe();
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
    this.life?.driver.takeRules((this.options.safeguards ?? usualSafeguards)());
  }

  /** Its timers stand from here on, or go on. */
  timersChanged(): void {
    this.life?.driver.setStanding((this.options.isByHand ?? usualClock)());
  }

  /** What it waits for comes now: the election time-out, or on a leader the next heartbeat. */
  timeOutNow(): void {
    this.life?.driver.timeOutNow();
  }
}

/** What a founding member is told: who they all are. */
export function foundingSettings(name: string, founders: readonly Founder[]): MemberSettings {
  const self = founders.find((founder) => founder.name === name);
  if (!self) throw new Error(`${name} is not among the members of the initial cluster`);
  return {
    name,
    initialCluster: founders.map((founder) => ({ name: founder.name, peerUrls: [urlOf({ address: founder.address, port: limits.peerPort })] })),
    initialClusterState: 'new',
    clusterToken: defaultClusterToken,
    clientUrls: [urlOf({ address: self.address, port: limits.clientPort })],
    clientPort: limits.clientPort,
    peerPort: limits.peerPort,
    forceNewCluster: false,
  };
}

/** Makes a member; it does nothing before `start`. The first election happens by itself. */
export function createEtcdMember(options: MemberOptions): EtcdMember {
  return new EtcdMember(options);
}
