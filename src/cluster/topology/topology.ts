import { formatMilli, isObject, quantityMilli } from '../../base/index.ts';
import { etcdLimits, safeguardNames } from '../../etcd/index.ts';
import type { SafeguardName, SnapshotPolicy } from '../../etcd/index.ts';
import { TopologyError, asBoolean, asCidr, asCount, asExtended, asKey, asLabelValue, asLabels, asList, asName, asObject, asQuantity, asText, show } from './fields.ts';
import { checkNetworks, podNetworkFor } from './networks.ts';

/** One worker machine as a topology describes it; everything but the name has a default. */
export interface Worker {
  readonly name: string;
  /** A quantity: `4`, `500m`. */
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  readonly ephemeralStorage: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
  readonly unschedulable: boolean;
  /** Further resources, by their full names. */
  readonly extended: Readonly<Record<string, string>>;
}

/** The members of etcd. */
export interface EtcdTopology {
  readonly members: number;
  /** On machines of their own, on the control planes, or on the machines of these names. */
  readonly on: 'own' | 'stacked' | readonly string[];
  /** What the laboratory takes away from all of them; absent: nothing. */
  readonly without?: readonly SafeguardName[];
  /** When they make snapshots; absent: as etcd does. */
  readonly snapshots?: SnapshotPolicy;
  /** How large each member's store may grow, in bytes; absent: as etcd says. */
  readonly quotaBackendBytes?: number;
}

/** What a world is made of. */
export interface Topology {
  /** Machines of the control plane; 0: no Kubernetes at all, only a group of etcd members (see `isGroup`). */
  readonly controlPlanes: number;
  /** Whether control-plane machines are registered as nodes (with the taint). */
  readonly registered: boolean;
  readonly etcd: EtcdTopology;
  readonly workers: readonly Worker[];
  readonly podCIDR: string;
  readonly serviceCIDR: string;
  readonly kubernetesVersion: string;
}

/** Greatest sizes of a world. */
const limits = { controlPlanes: 7, etcdMembers: 9, workers: 5_000, quotaBytes: 2 ** 53 - 1, snapshotEntries: 1_000_000 } as const;

/** Machines that every world has. */
const surroundings = ['workstation', 'registry', 'client'];

const fields = ['controlPlanes', 'registered', 'etcd', 'workers', 'podCIDR', 'serviceCIDR', 'kubernetesVersion'];
const etcdFields = ['members', 'on', 'without', 'snapshots', 'quotaBackendBytes'];
const workerFields = ['name', 'cpu', 'memory', 'pods', 'ephemeralStorage', 'labels', 'taints', 'unschedulable', 'extended'];

const workerDefaults = { cpu: '4', memory: '8Gi', pods: 110, ephemeralStorage: '100Gi' } as const;

/** One registered control plane, three etcd members on machines of their own, three workers. */
export const defaultTopology: Topology = readTopology({ registered: true, workers: [{ name: 'worker-1' }, { name: 'worker-2' }, { name: 'worker-3' }] });

/** Topologies by name, for an address of the page and for tests. */
export const presets: Readonly<Record<string, Topology>> = {
  default: defaultTopology,
  small: readTopology({ etcd: { members: 1 }, workers: [{ name: 'worker-1' }] }),
  ha: readTopology({ controlPlanes: 3, registered: true, etcd: { members: 3, on: 'stacked' }, workers: numbered(3) }),
  five: readTopology({ registered: true, etcd: { members: 5 }, workers: numbered(3) }),
  thirty: readTopology({ registered: true, workers: numbered(30) }),
  ...Object.fromEntries(Array.from({ length: limits.etcdMembers }, (_, index) => [`raft-${index + 1}`, group(index + 1)])),
};

/** Members of etcd alone, on machines of their own. */
function group(members: number): Topology {
  return readTopology({ controlPlanes: 0, etcd: { members } });
}

/** Whether the world is members of etcd and nothing of Kubernetes: what the Raft laboratory stands on. */
export function isGroup({ controlPlanes }: Pick<Topology, 'controlPlanes'>): boolean {
  return controlPlanes === 0;
}

function numbered(count: number): readonly { readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `worker-${index + 1}` }));
}

/** Reads a topology as written (an object of JSON or YAML). Throws TopologyError. */
export function readTopology(input: unknown): Topology {
  const root = asObject(input ?? {}, 'the topology', fields);
  const controlPlanes = asCount(root['controlPlanes'] ?? 1, 'controlPlanes', limits.controlPlanes, 0);
  if (controlPlanes === 0) checkGroup(root);
  const workers = root['workers'] === undefined ? numbered(controlPlanes === 0 ? 0 : 3) : asList(root['workers'], 'workers');
  if (workers.length > limits.workers) throw new TopologyError(`workers: ${workers.length} are more than the ${limits.workers} that a world can hold`);
  const read = workers.map((worker, index) => readWorker(worker, `workers[${index}]`));
  const machines = [...namesOf('control-plane', controlPlanes), ...read.map(({ name }) => name)];
  const etcd = readEtcd(root['etcd'] ?? {}, controlPlanes, machines);
  checkNames([...surroundings, ...machines, ...(etcd.on === 'own' ? namesOf('etcd', etcd.members) : [])]);
  const nodes = { controlPlanes, registered: asBoolean(root['registered'] ?? false, 'registered'), workers: read };
  const topology = {
    ...nodes,
    etcd,
    podCIDR: asCidr(root['podCIDR'] ?? podNetworkFor(nodes), 'podCIDR'),
    serviceCIDR: asCidr(root['serviceCIDR'] ?? '10.96.0.0/12', 'serviceCIDR'),
    kubernetesVersion: readVersion(root['kubernetesVersion'] ?? 'v1.36.3'),
  };
  checkNetworks(topology);
  return topology;
}

/** Without a control plane there is nothing but etcd, so it has to say how much of it; and nothing can need a control plane. */
function checkGroup({ etcd, workers, registered }: Readonly<Record<string, unknown>>): void {
  if (etcd === undefined) throw new TopologyError('controlPlanes: 0 is a group of etcd members alone; say how many, such as etcd: {members: 5}');
  if (Array.isArray(workers) && workers.length > 0) throw new TopologyError(`workers: ${workers.length} without a control plane to talk to; raise controlPlanes, or leave them out for a group of etcd members alone`);
  if (registered === true) throw new TopologyError('registered: there is no control plane to register; raise controlPlanes');
}

function namesOf(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${what}-${index + 1}`);
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new TopologyError(`workers: two machines are called ${name}`);
    seen.add(name);
  }
}

function readVersion(value: unknown): string {
  const version = asText(value, 'kubernetesVersion');
  if (!/^v\d+\.\d+\.\d+$/.test(version)) throw new TopologyError(`kubernetesVersion: ${show(version)} is no version such as v1.36.3`);
  return version;
}

function readEtcd(input: unknown, controlPlanes: number, machines: readonly string[]): EtcdTopology {
  const etcd = asObject(withFieldOn(input), 'etcd', etcdFields);
  const { without, snapshots, quotaBackendBytes } = etcd;
  return {
    ...readPlaces(etcd, controlPlanes, machines),
    ...(without === undefined ? {} : { without: asList(without, 'etcd.without').map(asSafeguard) }),
    ...(snapshots === undefined ? {} : { snapshots: readSnapshots(snapshots) }),
    ...(quotaBackendBytes === undefined ? {} : { quotaBackendBytes: asCount(quotaBackendBytes, 'etcd.quotaBackendBytes', limits.quotaBytes) }),
  };
}

function asSafeguard(value: unknown, index: number): SafeguardName {
  const name = safeguardNames.find((safeguard) => safeguard === value);
  if (name === undefined) throw new TopologyError(`etcd.without[${index}]: there is no safeguard ${show(value)}; there are ${safeguardNames.join(', ')}`);
  return name;
}

function readSnapshots(input: unknown): SnapshotPolicy {
  const { everyEntries, keptEntries } = asObject(input, 'etcd.snapshots', ['everyEntries', 'keptEntries']);
  return {
    everyEntries: asCount(everyEntries ?? etcdLimits.snapshotCount, 'etcd.snapshots.everyEntries', limits.snapshotEntries),
    keptEntries: asCount(keptEntries ?? etcdLimits.catchUpEntries, 'etcd.snapshots.keptEntries', limits.snapshotEntries),
  };
}

function readPlaces(etcd: Readonly<Record<string, unknown>>, controlPlanes: number, machines: readonly string[]): Pick<EtcdTopology, 'members' | 'on'> {
  const { on = 'own', members } = etcd;
  const count = members === undefined ? undefined : asCount(members, 'etcd.members', limits.etcdMembers);
  if (on === 'own') return { members: count ?? 3, on };
  if (controlPlanes === 0) throw new TopologyError(`etcd.on: without control planes members stand on machines of their own: own, not ${show(on)}`);
  if (on === 'stacked') {
    if ((count ?? 0) > controlPlanes) throw new TopologyError(`etcd.members: ${count} cannot stand on ${controlPlanes} control planes; raise controlPlanes or lower etcd.members`);
    return { members: count ?? controlPlanes, on };
  }
  if (!Array.isArray(on)) throw new TopologyError(`etcd.on: ${show(on)} is neither own, stacked nor a list of machine names`);
  const names = on.map((name, index) => asText(name, `etcd.on[${index}]`));
  asCount(names.length, 'etcd.on: the number of machines', limits.etcdMembers);
  for (const [index, name] of names.entries()) {
    if (!machines.includes(name)) throw new TopologyError(`etcd.on: there is no machine ${name}; there are ${machines.join(', ')}`);
    if (names.indexOf(name) !== index) throw new TopologyError(`etcd.on: ${name} is named twice, and can hold one member`);
  }
  if (count !== undefined && count !== names.length) throw new TopologyError(`etcd.members: ${count} is not the number of machines in etcd.on, ${names.length}`);
  return { members: names.length, on: names };
}

/** YAML 1.1, which manifests are read by, takes the word `on` for true, also where it names a field. */
function withFieldOn(input: unknown): unknown {
  if (!isObject(input) || !('true' in input)) return input;
  const { true: on, ...rest } = input;
  return { ...rest, on };
}

function readWorker(input: unknown, at: string): Worker {
  const worker = asObject(input, at, workerFields);
  return {
    name: asName(worker['name'], `${at}.name`),
    cpu: formatMilli(quantityMilli(asQuantity(worker['cpu'] ?? workerDefaults.cpu, `${at}.cpu`))),
    memory: asQuantity(worker['memory'] ?? workerDefaults.memory, `${at}.memory`),
    pods: asCount(worker['pods'] ?? workerDefaults.pods, `${at}.pods`, 100_000, 0),
    ephemeralStorage: asQuantity(worker['ephemeralStorage'] ?? workerDefaults.ephemeralStorage, `${at}.ephemeralStorage`),
    labels: asLabels(worker['labels'] ?? {}, `${at}.labels`),
    taints: asList(worker['taints'] ?? [], `${at}.taints`).map((taint, index) => readTaint(taint, `${at}.taints[${index}]`)),
    unschedulable: asBoolean(worker['unschedulable'] ?? false, `${at}.unschedulable`),
    extended: asExtended(worker['extended'] ?? {}, `${at}.extended`),
  };
}

function readTaint(input: unknown, at: string): Worker['taints'][number] {
  const { key, value, effect } = asObject(input, at, ['key', 'value', 'effect']);
  if (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute') {
    throw new TopologyError(`${at}.effect: ${show(effect)} is not NoSchedule, PreferNoSchedule or NoExecute`);
  }
  return { key: asKey(key, `${at}.key`), effect, ...(value === undefined ? {} : { value: asLabelValue(value, `${at}.value`) }) };
}

