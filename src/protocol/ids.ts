/**
 * Everything that can be selected, hovered, inspected or be the end of a message has one string id, equal in every view:
 *
 * | form | names |
 * |---|---|
 * | `machine/<name>` | a host: workstation, control plane, etcd member's machine, worker, client, registry |
 * | `component/<machine>/<process>` | a process on a host: `component/control-plane-1/kube-apiserver`, `component/etcd-1/etcd`, `component/worker-1/kubelet` |
 * | `object/<Kind>/<namespace>/<name>` | an API object; the namespace is empty for cluster-scoped kinds; a kind that a definition added is `Kind.group` |
 * | `message/<n>` | one message of the network, in flight, lost or delivered |
 * | `request/<n>` | one API request with its response |
 * | `trace/<n>` | one event of the trace: a step of a "why" chain |
 * | `attempt/<n>` | one attempt of the scheduler |
 */
export type EntityId = string;

/** The kinds of thing an EntityId can name. */
export type EntityType = 'machine' | 'component' | 'object' | 'message' | 'request' | 'trace' | 'attempt';

/** The parts of the id of an API object. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The id of a host. */
export function machineId(name: string): EntityId {
  return `machine/${name}`;
}

/** The id of a process on a host. */
export function componentId(machine: string, process: string): EntityId {
  return `component/${machine}/${process}`;
}

/** The id of an API object; `namespace` is empty for cluster-scoped kinds. */
export function objectId({ kind, namespace, name }: ObjectName): EntityId {
  return `object/${kind}/${namespace}/${name}`;
}

/** Which kind of thing an id names; undefined when it is no id at all. */
export function entityType(id: EntityId): EntityType | undefined {
  const type = id.slice(0, id.indexOf('/'));
  return entityTypes.find((known) => known === type);
}

/** The parts of an API object's id; undefined for ids of other things. */
export function parseObjectId(id: EntityId): ObjectName | undefined {
  const [type, kind, namespace, ...name] = id.split('/');
  if (type !== 'object' || kind === undefined || namespace === undefined || name.length === 0) return undefined;
  return { kind, namespace, name: name.join('/') };
}

/** The machine's name in the id of a machine or of a component. */
export function machineOf(id: EntityId): string | undefined {
  const [type, machine] = id.split('/');
  return type === 'machine' || type === 'component' ? machine : undefined;
}

const entityTypes: readonly EntityType[] = [
  'machine', 'component', 'object', 'message', 'request', 'trace', 'attempt',
];

/** How an end of a message is named in a line: the process, with its machine where there are several. */
export function shortName(id: EntityId): string {
  const [type, machine = '', ...rest] = id.split('/');
  if (type === 'machine') return machine === 'workstation' ? 'kubectl' : machine;
  if (type === 'component') {
    const process = rest.join('/');
    return process === 'kubelet' ? `kubelet ${machine}` : process === 'etcd' ? machine : process;
  }
  return id.slice(id.lastIndexOf('/') + 1);
}
