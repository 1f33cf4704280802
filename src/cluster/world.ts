import { addressAt, cidrContains, formatCidr, parseCidr, quantityWhole, subnet } from '../base/index.ts';
import { createApiServer } from '../apiserver/index.ts';
import type { ApiServer } from '../apiserver/index.ts';
import { ControllerManager, controllerFactories } from '../controllers/index.ts';
import { allSafeguards, etcdLimits } from '../etcd/index.ts';
import type { EtcdMember, Safeguards } from '../etcd/index.ts';
import { Kernel } from '../kernel/index.ts';
import type { ProcessGroup, RunEnd, RunLimits, RunningProcess } from '../kernel/index.ts';
import { ClusterKeys, apiServerPort, controllerManagerPort, isConditionTrue, kindRegistry, schedulerPort } from '../kinds/index.ts';
import type { Deployment, Node, User } from '../kinds/index.ts';
import type { Program } from '../machine/index.ts';
import { Network } from '../network/index.ts';
import { createNode, serveRegistry } from '../node/index.ts';
import type { ClusterNode } from '../node/index.ts';
import { imageCatalogue } from '../programs/index.ts';
import { createScheduler } from '../scheduler/index.ts';
import type { Scheduler } from '../scheduler/index.ts';
import { installDns, worldImages } from './add-ons.ts';
import { administrator } from './administrator.ts';
import { addressPlan } from './address-plan.ts';
import { serveHealth } from './health-port.ts';
import { allocatableIsKept } from './invariants/allocatable.ts';
import { readsAreLinearizable } from './invariants/linearizable-reads.ts';
import { membersAgree } from './invariants/members-agree.ts';
import { InvariantMonitor } from './invariants/monitor.ts';
import { addressesAreUnique, bindingsStay } from './invariants/pods.ts';
import { raftSafety } from './invariants/raft-safety.ts';
import { revisionsGrow } from './invariants/revisions-grow.ts';
import { ByHand } from './laboratory/by-hand.ts';
import { RegisterClient } from './laboratory/register-client.ts';
import { machineProcesses } from './later.ts';
import { machineProgram, nodeCommands } from './machine-commands/machine-programs.ts';
import type { MachineProcesses } from './machine-processes.ts';
import { GroupComponent, Machine } from './machine.ts';
import { MemberMachines } from './members/member-machines.ts';
import { allowLogin } from './sandboxes.ts';
import type { Component } from './machine.ts';
import { StaticPodComponent } from './static-pods.ts';
import { nodePrefix } from './topology/networks.ts';
import { defaultTopology, isGroup } from './topology/topology.ts';
import type { Topology, Worker } from './topology/topology.ts';
import { Workstation } from './workstation.ts';

/** What a world is made from. */
export interface WorldOptions {
  readonly topology?: Topology;
  readonly seed?: number;
  readonly traceCapacity?: number;
  /** Unix time in milliseconds at which the world begins; 2026-01-01 unless said. */
  readonly epochMs?: number;
}

/** A whole cluster with everything around it, at one virtual instant. Nothing happens until it is run. */
export class World {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly topology: Topology;
  readonly machines = new Map<string, Machine>();
  readonly etcd: EtcdMember[] = [];
  readonly memberMachines = new MemberMachines(this);
  /** How often etcd has begun with a history that need not be the one it had: what was seen of it before does not count. */
  histories = 0;
  /** What runs on each control plane, by the machine's name; absent while it is stopped. */
  readonly apiServers = new Map<string, ApiServer>();
  readonly managers = new Map<string, ControllerManager>();
  readonly schedulers = new Map<string, Scheduler>();
  readonly nodes = new Map<string, ClusterNode>();
  readonly invariants: InvariantMonitor;
  readonly workstation: Workstation;
  /** The mode in which a person is network and clock of etcd's members. */
  readonly byHand: ByHand;
  /** With what the cluster signs, as kubeadm made it. */
  readonly keys: ClusterKeys;
  /** By which API servers know the administrator who comes without a certificate. */
  readonly adminToken: string;
  /** Where clients find the API: every control plane. */
  readonly servers: readonly { readonly address: string; readonly port: number }[];

  /** Whether etcd's members ever went without a safeguard, or trusted their clocks: from then on a broken promise is no bug of the world. */
  wasUnsafe: boolean;
  /** Somebody at the workstation who reads and writes one key of etcd. */
  readonly client: RegisterClient;
  private rules: Safeguards;

  constructor(options: WorldOptions = {}) {
    const { topology = defaultTopology, seed = 1, traceCapacity, epochMs } = options;
    this.topology = topology;
    const without = topology.etcd.without ?? [];
    this.rules = { ...allSafeguards, without: new Set(without) };
    this.wasUnsafe = without.length > 0;
    this.kernel = new Kernel({ seed, ...(traceCapacity === undefined ? {} : { traceCapacity }), ...(epochMs === undefined ? {} : { epochMs }) });
    this.network = new Network(this.kernel);
    const secrets = this.kernel.random('keys');
    const secret = (): string => secrets.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789');
    this.keys = new ClusterKeys(secret, () => this.kernel.wallMs);
    this.adminToken = secret();
    this.servers = Array.from({ length: topology.controlPlanes }, (_, index) => ({ address: addressPlan.controlPlane(index), port: apiServerPort }));
    this.byHand = new ByHand(this);
    this.addSurroundings();
    this.addMachines();
    this.memberMachines.found(this.etcdMachines());
    this.addNodes();
    this.addControlPlanes();
    if (!isGroup(topology)) installDns(this);
    this.client = new RegisterClient(this.machine('workstation').host);
    this.invariants = new InvariantMonitor(this.kernel, () => [
      revisionsGrow(),
      raftSafety(this.etcd),
      membersAgree(),
      readsAreLinearizable(this.client),
      bindingsStay(),
      addressesAreUnique((node, pod, address) => this.nodes.get(node)?.hasAddress(pod, address) ?? false),
      allocatableIsKept((node, pod) => this.nodes.get(node)?.isRunning(pod) ?? false),
    ], () => this.wasUnsafe);
    this.workstation = new Workstation(this, this.machine('workstation'));
  }

  /** The machine of that name; asking for one that is not there is a bug of the caller. */
  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    return machine;
  }

  /** The members of etcd: those that run, and those that could come back. Not machines that were removed or have not joined. */
  get members(): readonly EtcdMember[] {
    const running = this.etcd.flatMap(({ process }) => process ?? []);
    return this.etcd.filter(({ isRunning, directory: { metadata } }) => isRunning || (metadata !== undefined && !running.some(({ members }) => members.isRemoved(metadata.id))));
  }

  /** A new machine with etcd, which does not run yet. Its name must be new. */
  addEtcdMachine(name: string): Machine {
    const address = addressPlan.etcd(this.etcd.length);
    const machine = this.addMachine(name, 'etcd', address);
    this.memberMachines.prepare(machine);
    this.workstation.learnName(address, name);
    return machine;
  }

  /** A member of etcd starts from a backup, or alone with what it has: what was promised before is void. */
  etcdBeganAnew(): void {
    this.histories++;
    this.invariants.beginAnew();
  }

  /** By which rules all members of etcd go. */
  get safeguards(): Safeguards {
    return this.rules;
  }

  set safeguards(rules: Safeguards) {
    this.rules = rules;
    this.wasUnsafe ||= rules.without.size > 0 || rules.reads !== 'safe';
    for (const member of this.etcd) member.safeguardsChanged();
  }

  /**
   * Whether the API answers, every machine that should be a node is Ready and untainted, and names are answered; in a group
   * of etcd members alone, whether all that run follow one leader and know where each other answers.
   */
  get isReady(): boolean {
    if (isGroup(this.topology)) return this.isGroupUp();
    if (this.apiServers.size < this.topology.controlPlanes) return false;
    for (const server of this.apiServers.values()) if (!server.isReady) return false;
    for (const node of this.nodes.values()) if (!this.isNodeReady(node.name)) return false;
    return !this.topology.registered || this.isDnsReady();
  }

  private isGroupUp(): boolean {
    const running = this.etcd.flatMap(({ process }) => process ?? []);
    const leader = running.find(({ isLeader }) => isLeader)?.node;
    if (!leader) return false;
    return running.every(({ node, members }) => node.lead === leader.id && node.term === leader.term && members.list().every(({ clientUrls }) => clientUrls.length > 0));
  }

  /** Counts of the run so far. */
  stats(): Readonly<Record<string, number>> {
    const { kernel, network } = this;
    const revision = Math.max(0, ...this.etcd.map(({ process }) => process?.store.revision ?? 0));
    return { events: kernel.eventNumber, messages: network.sentCount, writes: revision, inFlight: network.inFlight.size, seed: kernel.seed };
  }

  private isDnsReady(): boolean {
    const dns = this.stored<Deployment>('/registry/deployments/kube-system/coredns');
    return dns !== undefined && (dns.status.availableReplicas ?? 0) >= dns.spec.replicas;
  }

  /** An object as the member that is farthest ahead has it. */
  private stored<Stored>(key: string): Stored | undefined {
    let best: EtcdMember['process'];
    for (const { process } of this.etcd) if (process && process.store.revision > (best?.store.revision ?? 0)) best = process;
    return best?.store.get(key)?.value as Stored | undefined;
  }

  private isNodeReady(name: string): boolean {
    const node = this.stored<Node>(`/registry/minions/${name}`);
    const hasNotReadyTaint = (node?.spec.taints ?? []).some(({ key }) => key === 'node.kubernetes.io/not-ready');
    return node !== undefined && isConditionTrue(node.status.conditions, 'Ready') && !hasNotReadyTaint;
  }

  /** Runs until a limit is met. */
  run(limits: RunLimits): RunEnd {
    return this.kernel.run(limits);
  }

  /** Lets virtual time pass. */
  pass(ms: number): RunEnd {
    return this.kernel.run({ untilMs: this.kernel.nowMs + ms });
  }

  private addSurroundings(): void {
    const workstation = this.addMachine('workstation', 'workstation', addressPlan.workstation);
    if (isGroup(this.topology)) return;
    const registry = this.addMachine('registry', 'registry', addressPlan.registry);
    const client = this.addMachine('client', 'client', addressPlan.client);
    const pods = parseCidr(this.topology.podCIDR);
    // Only the cluster's own machines know the way into the Pods' network.
    for (const { host } of [workstation, client]) host.hasRouteTo = (address) => pods === undefined || !cidrContains(pods, address);
    serveRegistry(registry.host, worldImages(imageCatalogue));
  }

  private addMachines(): void {
    const { topology } = this;
    for (let i = 0; i < topology.controlPlanes; i++) this.addMachine(`control-plane-${i + 1}`, 'control-plane', addressPlan.controlPlane(i));
    if (topology.etcd.on === 'own') {
      for (let i = 0; i < topology.etcd.members; i++) this.addMachine(`etcd-${i + 1}`, 'etcd', addressPlan.etcd(i));
    }
    for (const [index, { name, ephemeralStorage }] of topology.workers.entries()) {
      this.addMachine(name, 'worker', addressPlan.worker(index), quantityWhole(ephemeralStorage));
    }
  }

  private addMachine(name: string, role: Machine['role'], address: string, diskBytes?: number): Machine {
    const machine = new Machine(this.network, { name, role, address, ...(diskBytes === undefined ? {} : { diskBytes }) });
    this.machines.set(name, machine);
    if (role === 'control-plane' || role === 'etcd' || role === 'worker') {
      let processes: MachineProcesses | undefined;
      allowLogin(machine, (program) => this.programOf(name, program), () => (processes ??= machineProcesses(machine, () => this.nodes.get(name))).list());
    }
    return machine;
  }

  private etcdMachines(): readonly Machine[] {
    const { etcd, controlPlanes } = this.topology;
    if (etcd.on === 'own') return Array.from({ length: etcd.members }, (_, index) => this.machine(`etcd-${index + 1}`));
    if (etcd.on !== 'stacked') return etcd.on.map((name) => this.machine(name));
    return Array.from({ length: Math.min(etcd.members, controlPlanes) }, (_, index) => this.machine(`control-plane-${index + 1}`));
  }

  private get staticTokens(): ReadonlyMap<string, User> {
    return new Map([[this.adminToken, { name: administrator.name, uid: '', groups: [administrator.group], extra: {} }]]);
  }

  private addControlPlanes(): void {
    const { kernel, topology } = this;
    // As of its start: an administrator who changes the members changes --etcd-servers, and starts it again.
    const endpoints = (): readonly { readonly address: string; readonly port: number }[] => this.members.filter(({ process }) => !process?.isLearner).map(({ host }) => ({ address: host.stack.address, port: etcdLimits.clientPort }));
    for (let i = 0; i < topology.controlPlanes; i++) {
      const machine = this.machine(`control-plane-${i + 1}`);
      const servers = [{ address: machine.host.stack.address, port: apiServerPort }];
      const client = (user: string) => ({ stack: machine.host.stack, servers, credentials: this.keys.credentials(user) });
      const [manager, scheduler] = [client('system:kube-controller-manager'), client('system:kube-scheduler')];
      const identity = (): string => `${machine.name}_${kernel.random('identities').uuid()}`;
      this.addComponent(machine, 'kube-apiserver', '250m', this.apiServers, (group) => {
        const running = createApiServer({
          host: machine.host, etcd: endpoints(), kinds: kindRegistry, keys: this.keys, staticTokens: this.staticTokens, serviceCidr: topology.serviceCIDR, group,
        });
        return { running };
      });
      this.addComponent(machine, 'kube-controller-manager', '200m', this.managers, (group) => {
        serveHealth(machine.host, controllerManagerPort, 'kube-controller-manager', group);
        const running = new ControllerManager({ kernel, group, client: manager, keys: this.keys, identity: identity(), factories: controllerFactories });
        return { running, main: kernel.spawn(`${machine.name}/kube-controller-manager`, running.run(), group) };
      });
      this.addComponent(machine, 'kube-scheduler', '100m', this.schedulers, (group) => {
        serveHealth(machine.host, schedulerPort, 'kube-scheduler', group);
        const running = createScheduler({ kernel, group, client: scheduler, identity: identity() });
        return { running, main: kernel.spawn(`${machine.name}/kube-scheduler`, running.run(), group) };
      });
    }
  }

  /** A program of a machine, by name or path. */
  programOf(machine: string, program: string): Program | undefined {
    return machineProgram(this.machine(machine), this.nodes.get(machine), this.memberMachines.directories)(program);
  }

  /** Installs a component of the control plane: as a static Pod where the machine is a node, else as a plain process. */
  private addComponent<Running>(
    machine: Machine,
    kind: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler',
    cpu: string,
    running: Map<string, Running>,
    start: (group: ProcessGroup) => { readonly running: Running; readonly main?: RunningProcess },
  ): void {
    const begin = (group: ProcessGroup): RunningProcess | undefined => {
      const started = start(group);
      running.set(machine.name, started.running);
      group.onKill(() => running.delete(machine.name));
      return started.main;
    };
    const node = this.nodes.get(machine.name);
    const common = { name: kind, kind, parent: machine.host.group, begin };
    machine.install(node ? new StaticPodComponent({ ...common, node, cpu, version: this.topology.kubernetesVersion }) : new GroupComponent(common));
  }

  private addNodes(): void {
    const { topology } = this;
    let index = 0;
    if (topology.registered) {
      for (let i = 0; i < topology.controlPlanes; i++) {
        this.addNode(this.machine(`control-plane-${i + 1}`), index++, controlPlaneNode(`control-plane-${i + 1}`));
      }
    }
    for (const worker of topology.workers) this.addNode(this.machine(worker.name), index++, worker);
  }

  private addNode(machine: Machine, index: number, worker: Worker): void {
    const { topology, kernel } = this;
    const cluster = parseCidr(topology.podCIDR);
    const pods = cluster && subnet(cluster, nodePrefix(topology), index);
    const services = parseCidr(topology.serviceCIDR);
    const node = createNode({
      kernel,
      host: machine.host,
      disk: machine.disk,
      hostProcesses: () => machine.processes,
      credentials: { kubelet: this.keys.credentials(`system:node:${machine.name}`, 'system:nodes'), proxy: this.keys.credentials('system:kube-proxy') },
      servers: this.servers,
      images: { address: addressPlan.registry },
      capacity: { cpu: worker.cpu, memory: worker.memory, pods: String(worker.pods), 'ephemeral-storage': worker.ephemeralStorage, ...worker.extended },
      labels: worker.labels,
      taints: worker.taints,
      isUnschedulable: worker.unschedulable,
      ...(pods ? { podCIDR: formatCidr(pods) } : {}),
      clusterDns: services ? addressAt(services, 10n) : '10.96.0.10',
      version: topology.kubernetesVersion,
    });
    this.nodes.set(machine.name, node);
    for (const command of nodeCommands) machine.disk.write(`/usr/bin/${command}`, '\u007fELF', 0o755);
    machine.install(nodeComponent(node));
  }
}

function controlPlaneNode(name: string): Worker {
  return {
    name,
    cpu: '4',
    memory: '8Gi',
    pods: 110,
    ephemeralStorage: '100Gi',
    labels: { 'node-role.kubernetes.io/control-plane': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    unschedulable: false,
    extended: {},
  };
}

function nodeComponent(node: ClusterNode): Component {
  return {
    name: 'kubelet',
    kind: 'node',
    get isRunning() {
      return node.kubelet !== undefined;
    },
    get isFrozen() {
      return node.isKubeletFrozen;
    },
    start: () => node.start(),
    stop: () => node.stop(),
    setFrozen: (isFrozen) => (isFrozen ? node.freezeKubelet() : node.thawKubelet()),
  };
}

/** Builds a world; it boots when it is run. */
export function createWorld(options: WorldOptions = {}): World {
  return new World(options);
}
