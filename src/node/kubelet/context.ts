import type { ApiClient, EventRecorder, Informer } from '../../client/index.ts';
import type { Kernel, ProcessGroup, RandomStream } from '../../kernel/index.ts';
import type { Node, Service } from '../../kinds/index.ts';
import type { DiskSpace, FileSystem } from '../../machine/index.ts';
import type { Host } from '../../network/index.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import type { AdmittedPods } from './admission.ts';
import type { ObjectCache } from './object-cache.ts';
import type { PressureWatch } from './pressure.ts';
import type { PodWorker } from './pod-worker.ts';
import type { PodProbes } from './probes/pod-probes.ts';
import type { ServiceEnvironment } from './service-environment.ts';
import type { StatusManager } from './status-manager.ts';
import type { VolumesInUse } from './volumes/volumes-in-use.ts';

/** What a kubelet is told at its start. */
export interface KubeletConfig {
  readonly nodeName: string;
  /** Address of the cluster's DNS Service. */
  readonly clusterDns: string;
  /** `cluster.local` */
  readonly clusterDomain: string;
  readonly capacity: NodeCapacity;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule' }[];
  readonly isUnschedulable: boolean;
  /** `v1.36.3` */
  readonly version: string;
  /** Kept on the machine: the cluster gives it when no controller allocates ranges. */
  readonly podCIDR: string | undefined;
  readonly providerId: string | undefined;
}

/** What a machine has, as quantities: cpu, memory, pods, ephemeral-storage and extended resources. */
export type NodeCapacity = Readonly<Record<string, string>>;

/** What all parts of a running kubelet share. */
export interface KubeletContext {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly group: ProcessGroup;
  readonly config: KubeletConfig;
  readonly client: ApiClient;
  readonly events: EventRecorder;
  readonly random: RandomStream;
  readonly runtime: ContainerRuntime;
  /** The Pods that it cares for. */
  readonly workers: () => Iterable<PodWorker>;
  readonly admitted: AdmittedPods;
  readonly statuses: StatusManager;
  readonly objects: ObjectCache;
  readonly services: ServiceEnvironment;
  readonly node: Informer<Node>;
  readonly serviceInformer: Informer<Service>;
  /** The machine's own disk, for hostPath. */
  readonly disk: FileSystem;
  readonly diskSpace: DiskSpace;
  /** Whether the machine is short of something. */
  readonly pressure: PressureWatch;
  /** What is attached to the machine for its Pods, or is to be. */
  readonly inUse: VolumesInUse;
  /** Draws how long files take to follow a change of their ConfigMap or Secret. */
  readonly volumeRefreshMs: () => number;
  /** Draws how long a Pod whose start failed is left alone. */
  readonly syncBackOffMs: () => number;
  readonly newProbes: (worker: PodWorker) => PodProbes;
}
