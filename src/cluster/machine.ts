import { Disk, DiskSpace } from '../machine/index.ts';
import type { ProcessTable } from '../machine/index.ts';
import type { ProcessGroup } from '../kernel/index.ts';
import type { Host, HostRole, Network } from '../network/index.ts';
import { fillMachine } from '../programs/index.ts';

/** What a component is, for whoever draws or faults it. */
export type ComponentKind = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'node' | 'shell' | 'service';

/** A long-running piece of software on a machine, as its supervisor (systemd, a static Pod) sees it. */
export interface Component {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly isRunning: boolean;
  /** Whether it stands still where it was. */
  readonly isFrozen: boolean;
  start(): void;
  stop(): void;
  /** Stops it where it is, or lets it go on. */
  setFrozen(isFrozen: boolean): void;
}

/** What a machine is made from. */
export interface MachineOptions {
  readonly name: string;
  readonly role: HostRole;
  readonly address: string;
  readonly diskBytes?: number;
}

/** A machine of the world: a host with a disk that survives, and the components that start with it. */
export class Machine {
  readonly name: string;
  readonly role: HostRole;
  readonly host: Host;
  readonly disk: Disk;
  /** Its processes, once somebody can log in to it and see them. */
  processes: ProcessTable | undefined;
  private readonly list: Component[] = [];
  private readonly services: (() => void)[] = [];

  constructor(network: Network, options: MachineOptions) {
    this.name = options.name;
    this.role = options.role;
    this.host = network.addHost(options.name, options.role, options.address);
    this.disk = new Disk(network.kernel.clock, options.diskBytes === undefined ? undefined : new DiskSpace(options.diskBytes));
    fillMachine(this.disk, options.name);
  }

  get components(): readonly Component[] {
    return this.list;
  }

  get isOn(): boolean {
    return this.host.isUp;
  }

  get isFrozen(): boolean {
    return this.host.group.isFrozen;
  }

  component(name: string): Component | undefined {
    return this.list.find((component) => component.name === name);
  }

  /** Installs a component; it starts now if the machine is on, and again at each power-on. */
  install(component: Component): void {
    this.list.push(component);
    if (this.isOn) component.start();
  }

  /** Installs a component that waits for somebody to start it; at each power-on it is tried. */
  installStopped(component: Component): void {
    this.list.push(component);
  }

  /** Starts something that belongs to the machine itself, now and at each power-on. */
  serve(begin: () => void): void {
    this.services.push(begin);
    if (this.isOn) begin();
  }

  /** Pulls the plug: everything on it dies, its disk stays. */
  powerOff(): void {
    if (!this.isOn) return;
    this.host.network.powerOff(this.host);
    for (const component of this.list) component.stop();
  }

  powerOn(): void {
    if (this.isOn) return;
    this.host.network.powerOn(this.host);
    for (const begin of this.services) begin();
    for (const component of this.list) component.start();
  }

  /** All of its processes stop where they are, or go on: a hypervisor's pause. */
  setFrozen(isFrozen: boolean): void {
    if (isFrozen) this.host.group.freeze();
    else this.host.group.thaw();
  }
}

/** A component made of processes in one group. `begin` spawns them; they die with the group. */
export class GroupComponent implements Component {
  readonly name: string;
  readonly kind: ComponentKind;
  private readonly parent: ProcessGroup;
  private readonly begin: (group: ProcessGroup) => unknown;
  private group: ProcessGroup | undefined;

  constructor(options: { readonly name: string; readonly kind: ComponentKind; readonly parent: ProcessGroup; readonly begin: (group: ProcessGroup) => unknown }) {
    this.name = options.name;
    this.kind = options.kind;
    this.parent = options.parent;
    this.begin = options.begin;
  }

  get isRunning(): boolean {
    return this.group !== undefined;
  }

  get isFrozen(): boolean {
    return this.group?.isFrozen ?? false;
  }

  start(): void {
    if (this.group) return;
    this.group = this.parent.subgroup(`${this.parent.name}/${this.name}`);
    this.begin(this.group);
  }

  stop(): void {
    this.group?.dispose();
    this.group = undefined;
  }

  setFrozen(isFrozen: boolean): void {
    if (isFrozen) this.group?.freeze();
    else this.group?.thaw();
  }
}
