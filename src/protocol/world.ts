import type { EntityId } from './ids.ts';
import type { Phrase } from './phrases.ts';

/** What a host is for; decides where it stands on the map. */
export type MachineRole = 'workstation' | 'controlPlane' | 'etcd' | 'worker' | 'client' | 'registry' | 'loadBalancer' | 'outside';

/** What is wrong with a link to another host, as far as it is not as usual: probabilities of 0 to 1, and times. */
export interface LinkFault {
  readonly to: EntityId;
  readonly loss?: number;
  readonly repeat?: number;
  readonly reorder?: number;
  /** What each message takes at least. */
  readonly latencyMs?: number;
  /** What is added to it on average. */
  readonly jitterMs?: number;
}

/** A host of the world. */
export interface Machine {
  /** `machine/<name>`. */
  readonly id: EntityId;
  readonly name: string;
  readonly role: MachineRole;
  readonly power: 'on' | 'off' | 'frozen';
  readonly address?: string;
  /** Hosts it cannot talk to because of a cut or a partition. */
  readonly cutFrom: readonly EntityId[];
  /** Links of its own messages that are worse than usual; absent when none is. */
  readonly linkFaults?: readonly LinkFault[];
  /** The workstation shows the command that runs, and the one before. */
  readonly lastCommand?: string;
}

/** What a process is, as far as the map draws it. */
export type ComponentKind =
  | 'apiserver' | 'scheduler' | 'controllers' | 'etcd' | 'kubelet' | 'kubeProxy' | 'dns' | 'shell' | 'program';

/** A process on a host that the map can draw and messages can end at. */
export interface Component {
  /** `component/<machine>/<process>`. */
  readonly id: EntityId;
  readonly name: string;
  readonly kind: ComponentKind;
  readonly machine: EntityId;
  readonly running: boolean;
  /** Small squares: one a queue slot or a controller, filled when busy. */
  readonly squares?: readonly Square[];
  /** The second line of its box. */
  readonly note?: Phrase;
  /** API server: the newest revision it has seen and the number of open watches. */
  readonly revision?: number;
  readonly watches?: number;
}

/** One busy light of a component. */
export interface Square {
  readonly name: string;
  readonly busy: boolean;
  /** Keys that wait in its queue. */
  readonly waiting: number;
}

/** How much of a resource is asked for, of how much. CPU in millicores, memory in bytes. */
export interface Usage {
  readonly requested: number;
  readonly allocatable: number;
}

/** A Node object, joined with what is bound to it. */
export interface NodeRow {
  /** `object/Node//<name>`. */
  readonly id: EntityId;
  readonly name: string;
  /** The machine it runs on; absent when there is none any more. */
  readonly machine?: EntityId;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly unschedulable: boolean;
  /** Conditions of want that are true: `DiskPressure`, `MemoryPressure`, `PIDPressure`. */
  readonly pressures: readonly string[];
  readonly roles: readonly string[];
  /** `key=value:Effect`. */
  readonly taints: readonly string[];
  readonly cpu: Usage;
  readonly memory: Usage;
  readonly pods: Usage;
  /** Last Lease renewal that the API server stored. */
  readonly heartbeatMs?: number;
  /** Group for the far zoom: zone or pool. */
  readonly group?: string;
}

/** The visual class of a Pod: which moon it is. */
export type PodPhase =
  | 'pending' | 'creating' | 'ready' | 'notReady' | 'succeeded' | 'terminating' | 'failed' | 'crashLoop';

/** A Pod as a tile shows it. */
export interface PodRow {
  /** `object/Pod/<namespace>/<name>`. */
  readonly id: EntityId;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Its controller, and the topmost owner above that (a Deployment), when it has one. */
  readonly owner?: EntityId;
  readonly topOwner?: EntityId;
  readonly phase: PodPhase;
  /** The STATUS column of kubectl, to the letter: `Running`, `ContainerCreating`, `Init:0/2`, `ImagePullBackOff`. */
  readonly status: string;
  /** The node it is bound to. */
  readonly node?: string;
  /** The node it is assumed on while the binding is under way, or nominated to. */
  readonly assumedNode?: string;
  /** `0/4 nodes`, the seconds' reason …: a short note in the tile instead of the suffix. */
  readonly note?: string;
  readonly readyContainers: number;
  readonly containers: number;
  readonly restarts: number;
  readonly ip?: string;
  readonly createdMs: number;
  /** Image pull under way: progress is f(now) between the two. */
  readonly pull?: { readonly fromMs: number; readonly toMs: number };
  /** When the grace period ends, for a Pod that is being deleted. */
  readonly graceUntilMs?: number;
  readonly container?: readonly ContainerRow[];
}

/** A container, drawn when one zooms into a Pod. */
export interface ContainerRow {
  readonly name: string;
  readonly image: string;
  readonly type: 'init' | 'sidecar' | 'main';
  readonly state: 'waiting' | 'running' | 'terminated';
  /** `CrashLoopBackOff`, `Completed`, `Error` …; empty while it runs. */
  readonly reason: string;
  readonly ready: boolean;
  readonly restarts: number;
}

/** A Service with its endpoints, from its EndpointSlices. */
export interface ServiceRow {
  /** `object/Service/<namespace>/<name>`. */
  readonly id: EntityId;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIP: string;
  /** `80/TCP`, `80:30080/TCP`. */
  readonly ports: readonly string[];
  readonly endpoints: readonly { readonly pod: EntityId; readonly ready: boolean }[];
  /** System Services (kube-dns, kubernetes) are folded on the map. */
  readonly system: boolean;
}

/** Any stored object, as a row of a table and a box of the ownership view. Events and Leases are left out. */
export interface ObjectRow {
  readonly id: EntityId;
  readonly uid: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Its owners; the controller first. */
  readonly owners: readonly EntityId[];
  readonly createdMs: number;
  readonly deleting: boolean;
  /** The telling column of kubectl's table: `3/3`, `Running`, `ClusterIP`. */
  readonly status: string;
  readonly health: 'good' | 'waiting' | 'bad' | 'none';
  readonly labels: Readonly<Record<string, string>>;
}
