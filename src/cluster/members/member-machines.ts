import { BootstrapError, DataDirectories, createEtcdMember, urlOfPeer } from '../../etcd/index.ts';
import type { EtcdMember, InitialMember } from '../../etcd/index.ts';
import type { Component, Machine } from '../machine.ts';
import { memberCommands } from '../machine-commands/machine-programs.ts';
import type { World } from '../world.ts';
import { dataPath, environmentPath, environmentText, readEnvironment } from './environment-file.ts';

/** Puts etcd on machines: how its member starts stands in a file there, and what it must not forget in a directory. */
export class MemberMachines {
  readonly directories = new DataDirectories();
  private readonly world: World;
  /** The cluster that holds what the API servers store: the first, or the last that began from a backup. */
  private cluster: string | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** The members of a new cluster, one a machine, start. */
  found(machines: readonly Machine[]): void {
    const initialCluster = machines.map((machine, index) => founderOn(machine, `etcd-${index + 1}`));
    for (const [index, machine] of machines.entries()) {
      const name = `etcd-${index + 1}`;
      machine.disk.makeDirectory('/etc/default', { parents: true });
      machine.disk.write(environmentPath, environmentText({ name, address: machine.host.stack.address, initialCluster, state: 'new', quotaBackendBytes: this.world.topology.etcd.quotaBackendBytes }));
      machine.install(componentOf(this.install(machine, name)));
    }
  }

  /** A machine where etcd is installed and has not been told yet what to belong to: it does not start. */
  prepare(machine: Machine): EtcdMember {
    machine.disk.makeDirectory('/etc/default', { parents: true });
    const member = this.install(machine, machine.name);
    machine.installStopped(componentOf(member));
    return member;
  }

  private install(machine: Machine, name: string): EtcdMember {
    const { world } = this;
    const { disk } = machine;
    const { snapshots } = world.topology.etcd;
    const member: EtcdMember = createEtcdMember({
      kernel: world.kernel,
      host: machine.host,
      name,
      settings: () => readEnvironment(environmentOn(machine)),
      openDirectory: () => this.directories.open(disk, readEnvironment(environmentOn(machine)).dataPath, disk.space),
      directory: this.directories.open(disk, dataPath, disk.space),
      ...(snapshots === undefined ? {} : { snapshots }),
      safeguards: () => world.safeguards,
      isByHand: () => world.byHand.isOn,
      arePromisesVoid: () => world.wasUnsafe || world.etcd.some(({ directory }) => directory.hasForgotten),
      onNewHistory: () => {
        this.cluster = clusterOf(member);
        world.etcdBeganAnew();
      },
      onCommit: (revision, events) => {
        this.cluster ??= clusterOf(member);
        if (clusterOf(member) === this.cluster) world.invariants.committed(name, revision, events);
      },
    });
    world.etcd.push(member);
    for (const command of memberCommands) disk.write(`/usr/bin/${command}`, '\u007fELF', 0o755);
    return member;
  }
}

/** Throws BootstrapError when there is none. */
function environmentOn({ disk }: Machine): string {
  if (!disk.exists(environmentPath)) throw new BootstrapError('Failed to load environment files: No such file or directory');
  return disk.read(environmentPath);
}

function clusterOf(member: EtcdMember): string | undefined {
  return member.directory.metadata?.clusterId;
}

/** A machine's member as the flags of etcd name it. */
export function founderOn(machine: Machine, name: string): InitialMember {
  return { name, peerUrls: [urlOfPeer(machine.host.stack.address)] };
}

function componentOf(member: EtcdMember): Component {
  return {
    name: 'etcd',
    kind: 'etcd',
    get isRunning() {
      return member.isRunning;
    },
    get isFrozen() {
      return member.isPaused;
    },
    start: () => member.start(),
    stop: () => member.stop(),
    setFrozen: (isFrozen) => member.setPaused(isFrozen),
  };
}
