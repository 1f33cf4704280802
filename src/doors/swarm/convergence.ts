import type { World } from '../../cluster/index.ts';
import type { Informer } from '../../client/index.ts';
import { isConditionTrue, isPodTerminal, objectKey } from '../../kinds/index.ts';
import type { Deployment, EndpointSlice, KubeObject, Node, ObjectKey, Pod, ReplicaSet, Service } from '../../kinds/index.ts';

/** Where API servers keep the leases of their own addresses; what is there only looks like Endpoints. */
const serverLeases = '/registry/masterleases/';

/** What of the cluster is not yet as it should be when nothing is wrong any more; empty when all is well. */
export function unsettled(world: World): string[] {
  const members = world.members.map(({ name, process }) => ({ name, store: process?.store }));
  const [first] = members;
  if (!first?.store) return [`${first?.name ?? 'etcd'} does not run`];
  const { revision } = first.store;
  const behind = members.filter(({ store }) => store?.revision !== revision).map(({ name }) => `${name} is at another revision`);
  const state = new ClusterObjects(first.store.range({ type: 'range', key: '/registry/', rangeEnd: '/registry0' }).kvs.filter(({ key }) => !key.startsWith(serverLeases)).map(({ value }) => value));
  return [...behind, ...nodesOf(world, state), ...deploymentsOf(state), ...podsOf(state), ...endpointsOf(state), ...cachesOf(world, state)];
}

/** Members whose stores are not the same to the last key, once all are at one revision. */
export function differences(world: World): string[] {
  const contents = world.members.map(({ name, process }) => ({ name, keys: JSON.stringify(process?.store.snapshot().versions ?? []) }));
  return contents.filter(({ keys }) => keys !== contents[0]?.keys).map(({ name }) => `${name} has another history than ${contents[0]?.name ?? ''}`);
}

/** Everything that is stored, by kind. */
class ClusterObjects {
  private readonly byKind = new Map<string, Map<ObjectKey, KubeObject>>();

  constructor(values: readonly unknown[]) {
    for (const value of values) {
      if (!isKubeObject(value)) continue;
      let found = this.byKind.get(value.kind);
      if (!found) this.byKind.set(value.kind, (found = new Map()));
      found.set(objectKey(value.metadata), value);
    }
  }

  /** The caller names the type that the kind has. */
  all<Stored>(kind: string): readonly Stored[] {
    return [...(this.byKind.get(kind)?.values() ?? [])] as unknown as Stored[];
  }

  get(kind: string): ReadonlyMap<ObjectKey, KubeObject> {
    return this.byKind.get(kind) ?? new Map();
  }
}

function isKubeObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}

function nodesOf(world: World, state: ClusterObjects): string[] {
  const nodes = new Map(state.all<Node>('Node').map((node) => [node.metadata.name, node]));
  return [...world.nodes.keys()].flatMap((name) => {
    const node = nodes.get(name);
    if (!node) return [`node ${name} is not registered`];
    const taint = (node.spec.taints ?? []).find(({ key }) => key === 'node.kubernetes.io/unreachable' || key === 'node.kubernetes.io/not-ready');
    if (taint) return [`node ${name} has the taint ${taint.key}`];
    return isConditionTrue(node.status.conditions, 'Ready') ? [] : [`node ${name} is not Ready`];
  });
}

function deploymentsOf(state: ClusterObjects): string[] {
  return state.all<Deployment>('Deployment').flatMap(({ metadata, spec, status }) => {
    if (spec.template.spec.containers.some(({ image }) => image?.endsWith('no-such-tag'))) return [];
    const counts = [status.replicas, status.updatedReplicas, status.readyReplicas, status.availableReplicas].map((count) => count ?? 0);
    const isComplete = counts.every((count) => count === spec.replicas) && status.observedGeneration === metadata.generation;
    return isComplete ? [] : [`deployment ${metadata.name}: ${counts.join('/')} of ${spec.replicas}`];
  });
}

function podsOf(state: ClusterObjects): string[] {
  const owners = new Set([...state.all<ReplicaSet>('ReplicaSet'), ...state.all<Node>('Node')].map(({ metadata }) => metadata.uid));
  return state.all<Pod>('Pod').flatMap((pod) => {
    const { metadata } = pod;
    if (metadata.deletionTimestamp) return [`pod ${metadata.name} is still going`];
    const [owner] = metadata.ownerReferences ?? [];
    return owner && !owners.has(owner.uid) ? [`pod ${metadata.name} is an orphan`] : [];
  });
}

function endpointsOf(state: ClusterObjects): string[] {
  return state.all<Service>('Service').flatMap(({ metadata, spec }) => {
    const { selector } = spec;
    if (!selector || metadata.namespace !== 'default') return [];
    const wanted = state.all<Pod>('Pod').filter((pod) => isServing(pod) && Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value));
    const slices = state.all<EndpointSlice>('EndpointSlice').filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name);
    const given = slices.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).flatMap(({ addresses }) => addresses);
    const isSame = wanted.map(({ status }) => status.podIP).toSorted().join() === given.toSorted().join();
    return isSame ? [] : [`service ${metadata.name} has ${given.length} of ${wanted.length} ready endpoints`];
  });
}

function isServing(pod: Pod): boolean {
  return pod.metadata.namespace === 'default' && !isPodTerminal(pod) && isConditionTrue(pod.status.conditions, 'Ready');
}

/** Informers of whoever leads see what is stored. */
function cachesOf(world: World, state: ClusterObjects): string[] {
  const sets = [...world.managers, ...world.schedulers].flatMap(([machine, { informers }]) => (informers ? [{ machine, informers }] : []));
  if (sets.length < 2) return ['controllers or scheduler have no leader'];
  return sets.flatMap(({ machine, informers }) => informers.all().flatMap((informer) => (isSame(informer, state) ? [] : [`${machine}: the cache of ${informer.kind.plural} differs from etcd`])));
}

function isSame(informer: Informer<KubeObject>, state: ClusterObjects): boolean {
  const { namespace, labelSelector, fieldSelector } = informer.scope;
  const stored = [...state.get(informer.kind.kind)].filter(([, { metadata }]) => namespace === undefined || metadata.namespace === namespace);
  const isWhole = labelSelector === undefined && fieldSelector === undefined;
  if (isWhole && stored.length !== informer.store.size) return false;
  return stored.every(([key, { metadata }]) => {
    const seen = informer.store.get(key);
    return seen ? seen.metadata.uid === metadata.uid : !isWhole;
  });
}
