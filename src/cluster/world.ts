import { parseCidr, addressAt, subnet, formatCidr } from '../base/index.ts';
import { createApiServer } from '../apiserver/index.ts';
import type { ApiServer } from '../apiserver/index.ts';
import {
  ControllerManager, controllerFactories,
} from '../controllers/index.ts';
import { createEtcdMember } from '../etcd/index.ts';
import type { EtcdMember } from '../etcd/index.ts';
import { Kernel } from '../kernel/index.ts';
import type { ProcessGroup, RunEnd, RunLimits } from '../kernel/index.ts';
import { apiServerPort, kindRegistry } from '../kinds/index.ts';
import { Network } from '../network/index.ts';
import { createNode, serveRegistry } from '../node/index.ts';
import type { ClusterNode } from '../node/index.ts';
import { imageCatalogue } from '../programs/index.ts';
import { createScheduler } from '../scheduler/index.ts';
import type { Scheduler } from '../scheduler/index.ts';
import { addressPlan } from './address-plan.ts';
import { GroupComponent, Machine } from './machine.ts';
import type { Component } from './machine.ts';
import { defaultTopology } from './topology.ts';
import type { Topology, Worker } from './topology.ts';
import { Workstation } from './workstation.ts';

/** What a world is made from. */
export interface WorldOptions {
  readonly topology?: Topology;
  readonly seed?: number;
  readonly traceCapacity?: number;
}

/** A whole cluster with everything around it, at one virtual instant. Nothing happens until it is run. */
export class World {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly topology: Topology;
  readonly machines = new Map<string, Machine>();
  readonly etcd: EtcdMember[] = [];
  readonly apiServers: ApiServer[] = [];
  readonly managers: ControllerManager[] = [];
  readonly schedulers: Scheduler[] = [];
  readonly nodes: ClusterNode[] = [];
  readonly workstation: Workstation;
  /** Where clients find the API: every control plane. */
  readonly servers: readonly { readonly address: string; readonly port: number }[];

  constructor(options: WorldOptions = {}) {
    const { topology = defaultTopology, seed = 1, traceCapacity } = options;
    this.topology = topology;
    this.kernel = new Kernel({ seed, ...(traceCapacity === undefined ? {} : { traceCapacity }) });
    this.network = new Network(this.kernel);
    this.servers = Array.from({ length: topology.controlPlanes }, (_, index) => ({ address: addressPlan.controlPlane(index), port: apiServerPort }));
    this.addSurroundings();
    this.addMachines();
    this.addEtcd();
    this.addControlPlanes();
    this.addNodes();
    this.workstation = new Workstation(this, this.machine('workstation'));
  }

  /** The machine of that name; asking for one that is not there is a bug of the caller. */
  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    return machine;
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
    this.addMachine('workstation', 'workstation', addressPlan.workstation);
    const registry = this.addMachine('registry', 'registry', addressPlan.registry);
    this.addMachine('client', 'client', addressPlan.client);
    serveRegistry(registry.host, imageCatalogue);
  }

  private addMachines(): void {
    const { topology } = this;
    for (let i = 0; i < topology.controlPlanes; i++) this.addMachine(`control-plane-${i + 1}`, 'control-plane', addressPlan.controlPlane(i));
    if (topology.etcd.on === 'own') {
      for (let i = 0; i < topology.etcd.members; i++) this.addMachine(`etcd-${i + 1}`, 'etcd', addressPlan.etcd(i));
    }
    for (const [index, worker] of topology.workers.entries()) this.addMachine(worker.name, 'worker', addressPlan.worker(index));
  }

  private addMachine(name: string, role: Machine['role'], address: string): Machine {
    const machine = new Machine(this.network, { name, role, address });
    this.machines.set(name, machine);
    return machine;
  }

  private addEtcd(): void {
    const machines = this.etcdMachines();
    const peers = machines.map((machine, index) => ({ id: index + 1, name: `etcd-${index + 1}`, address: machine.host.stack.address }));
    for (const [index, machine] of machines.entries()) {
      const member = createEtcdMember({ kernel: this.kernel, host: machine.host, name: `etcd-${index + 1}`, peers });
      this.etcd.push(member);
      machine.install(etcdComponent(member));
    }
  }

  private etcdMachines(): readonly Machine[] {
    const { etcd, controlPlanes } = this.topology;
    if (etcd.on === 'own') return Array.from({ length: etcd.members }, (_, index) => this.machine(`etcd-${index + 1}`));
    if (etcd.on !== 'stacked') return etcd.on.map((name) => this.machine(name));
    return Array.from({ length: Math.min(etcd.members, controlPlanes) }, (_, index) => this.machine(`control-plane-${index + 1}`));
  }

  private addControlPlanes(): void {
    const { kernel, topology } = this;
    const endpoints = this.etcdMachines().map(({ host }) => ({ address: host.stack.address, port: 2379 }));
    for (let i = 0; i < topology.controlPlanes; i++) {
      const machine = this.machine(`control-plane-${i + 1}`);
      const { host } = machine;
      const apiServer = createApiServer({ kernel, host, etcd: endpoints, kinds: kindRegistry, serviceCIDR: topology.serviceCIDR, advertise: { address: host.stack.address, port: apiServerPort } });
      this.apiServers.push(apiServer);
      machine.install(this.groupComponent(machine, 'kube-apiserver', (group) => apiServer.start(group)));
      this.addManager(machine);
      this.addScheduler(machine);
    }
  }

  private addManager(machine: Machine): void {
    const { kernel } = this;
    machine.install(
      this.groupComponent(machine, 'kube-controller-manager', (group) => {
        const manager = new ControllerManager({
          kernel,
          group,
          client: { stack: machine.host.stack, servers: this.serversFrom(machine) },
          identity: `${machine.name}_${kernel.random('identities').uuid()}`,
          factories: controllerFactories,
        });
        this.managers.push(manager);
        group.onKill(() => this.managers.splice(this.managers.indexOf(manager), 1));
        kernel.spawn(`${machine.name}/kube-controller-manager`, manager.run(), group);
      }),
    );
  }

  private addScheduler(machine: Machine): void {
    const { kernel } = this;
    machine.install(
      this.groupComponent(machine, 'kube-scheduler', (group) => {
        const scheduler = createScheduler({
          kernel,
          group,
          client: { stack: machine.host.stack, servers: this.serversFrom(machine) },
          identity: `${machine.name}_${kernel.random('identities').uuid()}`,
        });
        this.schedulers.push(scheduler);
        group.onKill(() => this.schedulers.splice(this.schedulers.indexOf(scheduler), 1));
        kernel.spawn(`${machine.name}/kube-scheduler`, scheduler.run(), group);
      }),
    );
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
    const pods = cluster && subnet(cluster, 24, index);
    const services = parseCidr(topology.serviceCIDR);
    const node = createNode({
      kernel,
      host: machine.host,
      disk: machine.disk,
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
    this.nodes.push(node);
    machine.install(nodeComponent(node));
  }

  private groupComponent(machine: Machine, kind: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler', begin: (group: ProcessGroup) => void): Component {
    return new GroupComponent({ name: kind, kind, parent: machine.host.group, begin });
  }

  /** A control plane's own components ask the API server beside them. */
  private serversFrom(machine: Machine): World['servers'] {
    return [{ address: machine.host.stack.address, port: apiServerPort }];
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

function etcdComponent(member: EtcdMember): Component {
  return {
    name: 'etcd',
    kind: 'etcd',
    get isRunning() {
      return member.isRunning;
    },
    start: () => member.start(),
    stop: () => member.stop(),
    setFrozen: (isFrozen) => member.setPaused(isFrozen),
  };
}

function nodeComponent(node: ClusterNode): Component {
  return {
    name: 'kubelet',
    kind: 'node',
    get isRunning() {
      return node.kubelet !== undefined;
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
