// Upstream: containerd's CRI plugin
import { FewMap } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Kernel, Process, ProcessGroup, RandomStream } from '../../kernel/index.ts';
import { DiskSpace, MemoryDisk } from '../../machine/index.ts';
import type { FileSystem, ProcessTable } from '../../machine/index.ts';
import { Stack } from '../../network/index.ts';
import type { Host } from '../../network/index.ts';
import { kernelParameters } from '../later.ts';
import { limits } from '../limits.ts';
import type { AddressPool } from './address-pool.ts';
import { Container } from './container.ts';
import type { ContainerConfig } from './container.ts';
import type { ImageStore } from './image-store.ts';
import { pauseTable } from './pause.ts';
import type { PodSandbox } from './pod-sandbox.ts';

/** The Pod that a sandbox is for. */
export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

/** Everything that runs, or ran, for one Pod. It outlives the kubelet. */
export class RuntimePod {
  readonly identity: PodIdentity;
  sandbox: PodSandbox | undefined;
  /** By name, the newest last. */
  readonly containers = new FewMap<string, Container[]>();
  /** Told when a container has ended. */
  changed: (() => void) | undefined;
  /** Told when a container has written to its disk. */
  grown: (() => void) | undefined;

  constructor(identity: PodIdentity) {
    this.identity = identity;
  }

  /** The newest container of that name. */
  latest(name: string): Container | undefined {
    return this.containers.get(name)?.at(-1);
  }

  /** The one before it. */
  previous(name: string): Container | undefined {
    return this.containers.get(name)?.at(-2);
  }

  /** Containers that run, in the order of their names' first start. */
  get running(): Container[] {
    const running: Container[] = [];
    for (const attempts of this.containers.values()) for (const one of attempts) if (one.isRunning) running.push(one);
    return running;
  }
}

/** How a Pod's namespaces are to be. */
export interface SandboxOptions {
  /** Which of the machine's runtimes is to run the containers; the usual one where nothing is said. */
  readonly handler?: string;
  readonly hostname: string;
  readonly isHostNetwork: boolean;
  /** Whose processes its containers see: their own, those of the whole Pod, or the machine's. */
  readonly processes: 'container' | 'pod' | 'host';
  /** Ports of the machine that are to lead to ports of the Pod. */
  readonly hostPorts: readonly PortMapping[];
  /** What the Pod sets for itself, by names with dots or slashes. */
  readonly sysctls: readonly { readonly name: string; readonly value: string }[];
}

/** A port of the machine that leads to a port of a Pod. */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
}

/** What the runtime needs of its machine. */
export interface RuntimeOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly images: ImageStore;
  readonly diskBytes: number;
  /** The processes of the machine itself; undefined while nobody can see them. */
  readonly hostProcesses: () => ProcessTable | undefined;
}

/** The container runtime of a machine: sandboxes and containers. What it started runs on when the kubelet stops. */
export class ContainerRuntime {
  readonly pods = new Map<string, RuntimePod>();
  readonly images: ImageStore;
  /** Where ports of the machine lead, by `:port/protocol`: the network plugin's port map. */
  readonly hostPorts = new Map<string, { readonly address: string; readonly port: number }>();
  /** Given by the network plugin once the node knows its range. */
  addresses: AddressPool | undefined;
  private readonly kernel: Kernel;
  private readonly host: Host;
  private readonly options: RuntimeOptions;
  private readonly group: ProcessGroup;
  private readonly random: RandomStream;

  constructor(options: RuntimeOptions) {
    this.options = options;
    this.kernel = options.kernel;
    this.host = options.host;
    this.images = options.images;
    this.group = options.host.group.subgroup('pods');
    this.random = options.kernel.random(`runtime ${options.host.name}`);
  }

  pod(identity: PodIdentity): RuntimePod {
    let pod = this.pods.get(identity.uid);
    if (!pod) this.pods.set(identity.uid, (pod = new RuntimePod(identity)));
    return pod;
  }

  /** Makes the namespaces of a Pod and gives it an address; a text says why it cannot be done. */
  *runSandbox(pod: RuntimePod, options: SandboxOptions): Process<PodSandbox | string> {
    yield* this.takeTime(limits.sandboxMs);
    const { uid, namespace, name } = pod.identity;
    const id = this.random.text(64, '0123456789abcdef');
    const { handler = '' } = options;
    if (handler !== '' && handler !== 'runc') return `unable to get OCI runtime for sandbox "${id}": no runtime for "${handler}" is configured`;
    const stack = options.isHostNetwork ? this.host.stack : this.newStack(`${namespace}/${name}`);
    if (typeof stack === 'string') {
      return `failed to setup network for sandbox "${id}": plugin type="bridge" failed (add): ${stack}`;
    }
    const { hostname, isHostNetwork } = options;
    const hostPorts = isHostNetwork ? [] : this.mapPorts(stack.address, options.hostPorts);
    const group = this.group.subgroup(`pod ${uid}`);
    let parameters: FileSystem | undefined;
    const sandbox: PodSandbox = {
      id, stack, hostname, isHostNetwork, hostPorts, group, attempt: pod.sandbox ? pod.sandbox.attempt + 1 : 0, createdMs: this.kernel.nowMs, isReady: true, sharedMemory: new MemoryDisk(this.kernel.clock, new DiskSpace(limits.sharedMemoryBytes)),
      kernelParameters: () => (parameters ??= kernelParameters({ hostname, isHostNetwork, sysctls: options.sysctls, now: this.kernel.clock })),
      processes: options.processes === 'pod' ? pauseTable({ kernel: this.kernel, name: `${namespace}_${name}`, group, stack, hostname }) : options.processes === 'host' ? this.options.hostProcesses() : undefined,
    };
    pod.sandbox = sandbox;
    return sandbox;
  }

  /** Makes a container; it does not run yet. */
  *createContainer(pod: RuntimePod, sandbox: PodSandbox, config: ContainerConfig): Process<Container> {
    yield* this.takeTime(limits.containerCreateMs);
    const { kernel, host } = this;
    const target = config.target === undefined ? undefined : pod.latest(config.target);
    const processes = sandbox.processes ?? target?.processes;
    const container = new Container(config, {
      kernel, stack: sandbox.stack, hostname: sandbox.hostname, group: sandbox.group,
      podName: `${pod.identity.namespace}_${pod.identity.name}`, diskBytes: this.options.diskBytes, sharedMemory: sandbox.sharedMemory, kernelParameters: sandbox.kernelParameters,
      grown: () => pod.grown?.(),
      exited: () => pod.changed?.(),
      isPowerLost: () => !host.isUp,
      ...(processes ? { processes } : {}),
    });
    const attempts = pod.containers.get(config.name);
    if (!attempts) pod.containers.set(config.name, [container]);
    else {
      attempts.push(container);
      while (attempts.length > limits.deadContainers + 1) attempts.shift()?.dispose();
    }
    return container;
  }

  /** Starts a container; a text says why it could not be started. */
  *startContainer(container: Container): Process<string | undefined> {
    yield* this.takeTime(limits.containerStartMs);
    return container.start();
  }

  /** How long it takes until a command runs in a container. */
  *startExec(): Process {
    yield* this.takeTime(limits.execStartMs);
  }

  /** Takes the namespaces of a Pod away, which takes a moment. */
  *stopSandbox(pod: RuntimePod): Process {
    if (!pod.sandbox?.isReady) return;
    yield* this.takeTime(limits.sandboxStopMs);
    this.dropSandbox(pod);
  }

  /** Takes the namespaces away at once, with all that runs in them. */
  private dropSandbox(pod: RuntimePod): void {
    const { sandbox } = pod;
    if (!sandbox?.isReady) return;
    sandbox.isReady = false;
    sandbox.group.dispose();
    this.release(sandbox);
  }

  /** The machine has lost its power: no sandbox is left; what ran is known from the disk. */
  forgetSandboxes(): void {
    for (const pod of this.pods.values()) this.dropSandbox(pod);
  }

  /** Takes everything of the Pod away. */
  remove(pod: RuntimePod): void {
    this.dropSandbox(pod);
    for (const attempts of pod.containers.values()) for (const container of attempts) container.dispose();
    this.pods.delete(pod.identity.uid);
  }

  private newStack(name: string): Stack | string {
    if (!this.addresses) return 'failed to load flannel \'subnet.env\' file: open /run/flannel/subnet.env: no such file or directory';
    const address = this.addresses.take();
    return address === undefined ? this.addresses.exhausted : new Stack(this.host, name, address);
  }

  private mapPorts(address: string, ports: readonly PortMapping[]): readonly string[] {
    return ports.map(({ hostPort, containerPort, protocol }) => {
      const key = `:${hostPort}/${protocol}`;
      this.hostPorts.set(key, { address, port: containerPort });
      return key;
    });
  }

  private release(sandbox: PodSandbox): void {
    for (const key of sandbox.hostPorts) if (this.hostPorts.get(key)?.address === sandbox.stack.address) this.hostPorts.delete(key);
    if (sandbox.isHostNetwork) return;
    this.host.network.detach(sandbox.stack);
    this.addresses?.free(sandbox.stack.address);
  }

  private *takeTime([least, greatest]: readonly [number, number]): Process {
    yield* sleep(this.random.between(least, greatest));
  }
}
