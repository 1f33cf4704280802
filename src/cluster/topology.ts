import { QuantityError, formatMilli, isObject, parseCidr, parseQuantity, quantityMilli } from '../base/index.ts';

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

/** What a world is made of. */
export interface Topology {
  readonly controlPlanes: number;
  /** Whether control-plane machines are registered as nodes (with the taint). */
  readonly registered: boolean;
  readonly etcd: { readonly members: number; readonly on: 'own' | 'stacked' | readonly string[] };
  readonly workers: readonly Worker[];
  readonly podCIDR: string;
  readonly serviceCIDR: string;
  readonly kubernetesVersion: string;
}

/** A topology that cannot be built: what is wrong, where, and what would be right. */
export class TopologyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TopologyError';
  }
}

/** Greatest sizes of a world. */
const limits = { controlPlanes: 7, etcdMembers: 9, workers: 5_000 } as const;

const fields = ['controlPlanes', 'registered', 'etcd', 'workers', 'podCIDR', 'serviceCIDR', 'kubernetesVersion'];
const etcdFields = ['members', 'on'];
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
};

function numbered(count: number): readonly { readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `worker-${index + 1}` }));
}

/** Reads a topology as written (an object of JSON or YAML). Throws TopologyError. */
export function readTopology(input: unknown): Topology {
  const root = asObject(input ?? {}, 'the topology', fields);
  const workers = root['workers'] === undefined ? numbered(3) : asList(root['workers'], 'workers');
  if (workers.length > limits.workers) throw new TopologyError(`workers: ${workers.length} are more than the ${limits.workers} that a world can hold`);
  const read = workers.map((worker, index) => readWorker(worker, `workers[${index}]`));
  const names = new Set<string>();
  for (const { name } of read) {
    if (names.has(name)) throw new TopologyError(`workers: two machines are called ${name}`);
    names.add(name);
  }
  return {
    controlPlanes: asCount(root['controlPlanes'] ?? 1, 'controlPlanes', limits.controlPlanes),
    registered: asBoolean(root['registered'] ?? false, 'registered'),
    etcd: readEtcd(root['etcd'] ?? {}, names),
    workers: read,
    podCIDR: asCidr(root['podCIDR'] ?? '10.244.0.0/16', 'podCIDR'),
    serviceCIDR: asCidr(root['serviceCIDR'] ?? '10.96.0.0/12', 'serviceCIDR'),
    kubernetesVersion: asText(root['kubernetesVersion'] ?? 'v1.36.3', 'kubernetesVersion'),
  };
}

function readEtcd(input: unknown, workerNames: ReadonlySet<string>): Topology['etcd'] {
  const etcd = asObject(withFieldOn(input), 'etcd', etcdFields);
  const { on = 'own' } = etcd;
  if (on !== 'own' && on !== 'stacked' && !Array.isArray(on)) {
    throw new TopologyError(`etcd.on: ${show(on)} is neither own, stacked nor a list of machine names`);
  }
  if (!Array.isArray(on)) return { members: asCount(etcd['members'] ?? 3, 'etcd.members', limits.etcdMembers), on };
  const machines = on.map((name, index) => asText(name, `etcd.on[${index}]`));
  for (const name of machines) {
    if (!workerNames.has(name) && !name.startsWith('control-plane-')) throw new TopologyError(`etcd.on: there is no machine ${name}`);
  }
  return { members: machines.length, on: machines };
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
    labels: asTexts(worker['labels'] ?? {}, `${at}.labels`),
    taints: asList(worker['taints'] ?? [], `${at}.taints`).map((taint, index) => readTaint(taint, `${at}.taints[${index}]`)),
    unschedulable: asBoolean(worker['unschedulable'] ?? false, `${at}.unschedulable`),
    extended: asTexts(worker['extended'] ?? {}, `${at}.extended`),
  };
}

function readTaint(input: unknown, at: string): Worker['taints'][number] {
  const { key, value, effect } = asObject(input, at, ['key', 'value', 'effect']);
  if (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute') {
    throw new TopologyError(`${at}.effect: ${show(effect)} is not NoSchedule, PreferNoSchedule or NoExecute`);
  }
  return { key: asText(key, `${at}.key`), effect, ...(value === undefined ? {} : { value: asScalar(value, `${at}.value`) }) };
}

function asObject(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) throw new TopologyError(`${at}: expected a mapping, found ${show(value)}`);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new TopologyError(`${at}: unknown field ${JSON.stringify(key)}; known are ${known.join(', ')}`);
  }
  return value;
}

function asList(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TopologyError(`${at}: expected a list, found ${show(value)}`);
  return value;
}

function asText(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new TopologyError(`${at}: expected a text, found ${show(value)}`);
  return value;
}

function asName(value: unknown, at: string): string {
  const name = asText(value, at);
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) throw new TopologyError(`${at}: ${show(name)} is no machine name (lower-case letters, digits, - and .)`);
  return name;
}

function asBoolean(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new TopologyError(`${at}: expected true or false, found ${show(value)}`);
  return value;
}

function asCount(value: unknown, at: string, greatest: number, least = 1): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > greatest) {
    throw new TopologyError(`${at}: expected a whole number from ${least} to ${greatest}, found ${show(value)}`);
  }
  return value;
}

function asQuantity(value: unknown, at: string): string {
  const text = typeof value === 'number' ? String(value) : asText(value, at);
  try {
    parseQuantity(text);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    throw new TopologyError(`${at}: ${show(value)} is no quantity (such as 4, 500m or 8Gi)`);
  }
  return text;
}

function asCidr(value: unknown, at: string): string {
  const text = asText(value, at);
  if (!parseCidr(text)) throw new TopologyError(`${at}: ${show(value)} is no network (such as 10.244.0.0/16)`);
  return text;
}

function asTexts(value: unknown, at: string): Readonly<Record<string, string>> {
  const object = asObject(value, at, isObject(value) ? Object.keys(value) : []);
  return Object.fromEntries(Object.entries(object).map(([key, text]) => [key, asScalar(text, `${at}.${key}`)]));
}

function asScalar(value: unknown, at: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TopologyError(`${at}: expected a text, found ${show(value)}`);
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
