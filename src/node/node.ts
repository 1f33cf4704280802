import { quantityMilli, quantityWhole, writeYaml } from '../base/index.ts';
import { ApiClient } from '../client/index.ts';
import type { Kernel, ProcessGroup } from '../kernel/index.ts';
import type { Credentials, ObjectKey, PodInput } from '../kinds/index.ts';
import { Disk } from '../machine/index.ts';
import type { ProcessTable } from '../machine/index.ts';
import type { Hardware, Host } from '../network/index.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { ManifestDirectory, manifestPath } from './kubelet/manifest-directory.ts';
import type { KubeletConfig, NodeCapacity } from './kubelet/context.ts';
import type { PodWorker } from './kubelet/pod-worker.ts';
import { viewImages, viewPod } from './inspect.ts';
import type { NodeView, PodView } from './inspect.ts';
import { KubeProxy, PacketRules } from './proxy/kube-proxy.ts';
import type { ServiceRules } from './proxy/service-table.ts';
import { ImageStore } from './runtime/image-store.ts';
import type { ImageSource } from './runtime/image-store.ts';
import { ContainerRuntime } from './runtime/runtime.ts';
import type { RuntimePod } from './runtime/runtime.ts';

/** What a node is made from. */
export interface NodeOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  /** The machine's disk, when the cluster keeps one for it. */
  readonly disk?: Disk;
  /** What kubelet and kube-proxy show to API servers. */
  readonly credentials: { readonly kubelet: Credentials; readonly proxy: Credentials };
  /** API servers that kubelet and kube-proxy ask. */
  readonly servers: readonly { readonly address: string; readonly port: number }[];
  readonly images: ImageSource;
  readonly capacity: NodeCapacity;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: KubeletConfig['taints'];
  readonly isUnschedulable?: boolean;
  readonly podCIDR?: string;
  readonly providerId?: string;
  readonly clusterDns: string;
  readonly clusterDomain?: string;
  /** `v1.36.3` */
  readonly version: string;
  /** The machine's own processes, for Pods that share them. */
  readonly hostProcesses?: () => ProcessTable | undefined;
}

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A machine that runs Pods: a container runtime, a kubelet and a kube-proxy on one host. */
export class ClusterNode {
  readonly host: Host;
  readonly disk: Disk;
  readonly runtime: ContainerRuntime;
  /** The running kubelet; undefined while it is stopped. */
  kubelet: Kubelet | undefined;
  private readonly options: NodeOptions;
  private readonly kubeletGroup: ProcessGroup;
  private readonly proxyGroup: ProcessGroup;
  private readonly rules: PacketRules;
  private readonly tables = new Map<ObjectKey, ServiceRules>();
  /** Whether kube-proxy runs here. */
  isProxyRunning = false;
  private readonly manifests: ManifestDirectory;
  private readonly staticWorkers = new Map<string, PodWorker>();

  constructor(options: NodeOptions) {
    const { kernel, host, capacity } = options;
    this.options = options;
    this.host = host;
    host.hardware = hardwareOf(capacity, host.hardware);
    this.disk = options.disk ?? new Disk(kernel.clock);
    this.manifests = new ManifestDirectory(this.disk, { added: (file, manifest) => this.manifestAdded(file, manifest), removed: (file) => this.manifestRemoved(file) });
    const images = new ImageStore(kernel, host.stack, options.images);
    this.runtime = new ContainerRuntime({ kernel, host, images, diskBytes: diskBytesOf(capacity), hostProcesses: options.hostProcesses ?? (() => undefined) });
    this.kubeletGroup = host.group.subgroup('kubelet');
    this.proxyGroup = host.group.subgroup('kube-proxy');
    this.rules = new PacketRules(kernel, host, this.runtime.hostPorts);
    host.translator = this.rules.translate;
  }

  get name(): string {
    return this.host.name;
  }

  /** Starts what does not run: after the machine was made, was switched on again, or its agents were stopped. */
  start(): void {
    this.startKubelet();
    this.startProxy();
  }

  /** Stops the agents; containers run on. */
  stop(): void {
    this.stopKubelet();
    this.stopProxy();
  }

  startKubelet(): void {
    if (this.kubelet) return;
    const { options } = this;
    const { kernel } = options;
    const client = this.client(options.credentials.kubelet, `kubelet/${options.version} (linux/amd64)`);
    const config: KubeletConfig = {
      nodeName: this.name,
      clusterDns: options.clusterDns,
      clusterDomain: options.clusterDomain ?? 'cluster.local',
      capacity: { 'ephemeral-storage': defaultDisk, ...options.capacity },
      labels: options.labels ?? {},
      taints: options.taints ?? [],
      isUnschedulable: options.isUnschedulable ?? false,
      version: options.version,
      podCIDR: options.podCIDR,
      providerId: options.providerId,
    };
    const parts = { kernel, host: this.host, group: this.kubeletGroup, client, runtime: this.runtime, disk: this.disk };
    this.kubelet = new Kubelet(parts, config);
    this.kubeletGroup.onKill(() => this.kubeletEnded());
    this.kubelet.start();
    this.manifests.forget();
    this.manifests.read();
    kernel.spawn(`${this.name}/kubelet manifests`, this.manifests.follow(), this.kubeletGroup);
  }

  /** Writes a manifest into the machine's directory: its Pod runs there without the API, which only shows it. */
  addManifest(file: string, manifest: PodInput): void {
    this.disk.makeDirectory(manifestPath, { parents: true });
    this.disk.write(`${manifestPath}/${file}`, writeYaml(manifest), 0o600);
  }

  removeManifest(file: string): void {
    if (this.disk.exists(`${manifestPath}/${file}`)) this.disk.remove(`${manifestPath}/${file}`);
  }

  private manifestAdded(file: string, manifest: PodInput): void {
    if (this.kubelet) this.staticWorkers.set(file, this.kubelet.addStatic(manifest));
  }

  private manifestRemoved(file: string): void {
    const worker = this.staticWorkers.get(file);
    this.staticWorkers.delete(file);
    if (worker) this.kubelet?.removeStatic(worker);
  }

  stopKubelet(): void {
    this.kubeletGroup.kill();
  }

  /** The kubelet stops where it is, as by SIGSTOP. */
  freezeKubelet(): void {
    this.kubeletGroup.freeze();
  }

  get isKubeletFrozen(): boolean {
    return this.kubeletGroup.isFrozen;
  }

  thawKubelet(): void {
    this.kubeletGroup.thaw();
  }

  startProxy(): void {
    if (this.isProxyRunning) return;
    const { kernel, version, credentials } = this.options;
    const { host, rules, tables } = this;
    const client = this.client(credentials.proxy, `kube-proxy/${version} (linux/amd64)`);
    this.isProxyRunning = true;
    this.proxyGroup.onKill(() => this.proxyEnded());
    new KubeProxy({ kernel, host, client, rules, tables }).start(kernel, this.proxyGroup);
  }

  stopProxy(): void {
    this.proxyGroup.kill();
  }

  /** The rules stay with the machine, but not over a loss of power. */
  private proxyEnded(): void {
    this.isProxyRunning = false;
    if (this.host.isUp) return;
    this.tables.clear();
    this.rules.clear();
  }

  /** What the node has and does now. */
  inspect(): NodeView {
    return {
      name: this.name,
      isKubeletRunning: this.kubelet !== undefined,
      isProxyRunning: this.isProxyRunning,
      pods: [...(this.kubelet?.workers.values() ?? [])].map(viewPod),
      ...viewImages(this.runtime.images),
    };
  }

  /** One Pod of it. */
  inspectPod(uid: string): PodView | undefined {
    const worker = this.kubelet?.workers.get(uid);
    return worker && viewPod(worker);
  }

  /** Whether containers of a Pod run here, known to a kubelet or not. */
  isRunning(pod: PodName): boolean {
    return this.hasPod(pod, ({ running }) => running.length > 0);
  }

  /** Whether the sandbox of a Pod here has the address. */
  hasAddress(pod: PodName, address: string): boolean {
    return this.hasPod(pod, ({ sandbox }) => sandbox?.stack.address === address);
  }

  /** There may be two of one name: the older one is ending. */
  private hasPod({ namespace, name }: PodName, is: (pod: RuntimePod) => boolean): boolean {
    for (const pod of this.runtime.pods.values()) if (pod.identity.name === name && pod.identity.namespace === namespace && is(pod)) return true;
    return false;
  }

  private kubeletEnded(): void {
    this.kubelet = undefined;
    this.staticWorkers.clear();
    if (!this.host.isUp) this.runtime.forgetSandboxes();
  }

  private client(credentials: Credentials, userAgent: string): ApiClient {
    return new ApiClient({ stack: this.host.stack, servers: this.options.servers, credentials, userAgent });
  }
}

/** Makes a node on a machine; it does nothing until it is started. */
export function createNode(options: NodeOptions): ClusterNode {
  return new ClusterNode(options);
}

const defaultDisk = '100Gi';

/** What a node that says what it has is made of; of what it does not say, it has the usual. */
function hardwareOf({ cpu, memory }: NodeCapacity, usual: Hardware): Hardware {
  return {
    cpus: cpu === undefined ? usual.cpus : Math.max(1, Math.ceil(quantityMilli(cpu) / 1000)),
    memoryBytes: memory === undefined ? usual.memoryBytes : quantityWhole(memory),
  };
}

function diskBytesOf(capacity: NodeCapacity): number {
  return quantityWhole(capacity['ephemeral-storage'] ?? defaultDisk);
}
