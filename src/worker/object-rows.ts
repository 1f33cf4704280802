import type { World } from '../cluster/index.ts';
import { controllerOf, isPodTerminal, podRequests } from '../kinds/index.ts';
import type { EndpointSlice, Event, KubeObject, Lease, Node, Pod, Service } from '../kinds/index.ts';
import { objectId } from '../protocol/index.ts';
import type { Attempt, EntityId, EventRow, NodeRow, ObjectRow, PodRow, ServiceRow } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import { kindNamesOf } from './kind-names.ts';
import { ObjectMirror } from './object-mirror.ts';
import type { ObjectChange } from './object-mirror.ts';
import { eventRow, nodeRow, objectRow, serviceRow } from './rows/objects.ts';
import type { NodeLoad } from './rows/objects.ts';
import { podRow } from './rows/pods.ts';
import { idOf, ownerId, virtualMs } from './rows/ids.ts';
import { Surroundings } from './surroundings.ts';

/** Pods whose pull is looked at in one update. */
const creatingPerUpdate = 16;
/** From so many endpoints on a Service is drawn anew only every so many updates. */
const manyEndpoints = 60;
const largeServiceEvery = 12;

/** Rows of everything that is stored, kept up to date by what changed. */
export class ObjectRows {
  readonly pods = new Collection<PodRow>();
  readonly nodes = new Collection<NodeRow>();
  readonly services = new Collection<ServiceRow>();
  readonly rows = new Collection<ObjectRow>();
  readonly events = new Collection<EventRow>(1_000);
  readonly mirror: ObjectMirror;
  private readonly world: World;
  private readonly byId = new Map<EntityId, KubeObject>();
  private readonly podByAddress = new Map<string, EntityId>();
  /** What each Pod takes of its node, so that a node's sums follow from what changed. */
  private readonly loads = new Map<EntityId, { readonly node: string; readonly load: NodeLoad }>();
  private readonly nodeLoads = new Map<string, NodeLoad>();
  private readonly slicesByService = new Map<EntityId, Map<EntityId, EndpointSlice>>();
  private readonly heartbeats = new Map<string, number>();
  private readonly surroundings: Surroundings;
  /** Pods about which the scheduler had something to say, or whose image is being pulled. */
  private readonly stalePods = new Set<EntityId>();
  private readonly creating = new Set<EntityId>();
  private readonly podsByNodeName = new Map<string, Set<EntityId>>();
  private readonly staleNodes = new Set<string>();
  private readonly staleServices = new Set<EntityId>();
  private updates = 0;

  constructor(world: World) {
    this.world = world;
    this.mirror = new ObjectMirror(world.etcd, () => world.histories);
    this.surroundings = new Surroundings(world);
  }

  /** The object of that id as it is stored now. */
  object(id: EntityId): KubeObject | undefined {
    return this.byId.get(id);
  }

  /** Everything that is stored. */
  all(): IterableIterator<KubeObject> {
    return this.byId.values();
  }

  /** The Pod that has the address. */
  podAt(address: string): EntityId | undefined {
    return this.podByAddress.get(address);
  }

  /**
   * Takes in what was stored since the last call, each revision at the time that `storedMs` tells; gives the changes.
   * Nothing is put off when `isLast`: no other call may follow soon.
   */
  update(storedMs: (revision: number) => number, isLast: boolean): readonly ObjectChange[] {
    const changes = this.mirror.catchUp();
    for (const change of changes) this.take(change, storedMs(Number(change.object.metadata.resourceVersion)));
    for (const id of this.stalePods) this.updatePod(id);
    this.stalePods.clear();
    this.updateSomeCreating();
    for (const name of this.staleNodes) this.updateNode(name);
    this.staleNodes.clear();
    this.updates++;
    for (const id of this.staleServices) if (isLast || this.isServiceDue(id)) this.updateService(id);
    return changes;
  }

  /** Pods whose images are being pulled, a few at a time: how far a pull is, no write tells. */
  private updateSomeCreating(): void {
    const some: EntityId[] = [];
    for (const id of this.creating) if (some.push(id) === creatingPerUpdate) break;
    for (const id of some) {
      // Behind the others, so that each has its turn.
      this.creating.delete(id);
      this.creating.add(id);
      this.updatePod(id);
    }
  }

  /** A Service with many endpoints is drawn anew only now and then while they change. */
  private isServiceDue(id: EntityId): boolean {
    const endpoints = this.services.get(id)?.endpoints.length ?? 0;
    return endpoints < manyEndpoints || this.updates % largeServiceEvery === 0;
  }

  private take({ object, isGone }: ObjectChange, storedMs: number): void {
    const id = idOf(object);
    if (isGone) this.byId.delete(id);
    else this.byId.set(id, object);
    switch (object.kind) {
      case 'Event':
        if (isGone) this.events.delete(id);
        else this.events.set(eventRow(object as Event, storedMs));
        return;
      case 'Lease':
        this.takeLease(object as Lease);
        return;
      case 'Pod':
        this.takePod(id, object as Pod, isGone);
        break;
      case 'Node':
        this.staleNodes.add(object.metadata.name);
        break;
      case 'Service':
        this.staleServices.add(id);
        break;
      case 'EndpointSlice':
        this.takeSlice(id, object as EndpointSlice, isGone);
        break;
      default:
    }
    if (isGone) this.rows.delete(id);
    else this.rows.set(objectRow(kindNamesOf(this.world), object, this.world.kernel.epochMs));
  }

  private takeLease(lease: Lease): void {
    if (lease.metadata.namespace !== 'kube-node-lease') return;
    this.heartbeats.set(lease.metadata.name, virtualMs(lease.spec.renewTime, this.world.kernel.epochMs));
    this.staleNodes.add(lease.metadata.name);
  }

  private takePod(id: EntityId, pod: Pod, isGone: boolean): void {
    const { podIP } = pod.status;
    this.takeLoad(id, pod, isGone);
    if (podIP && !pod.spec.hostNetwork) {
      if (!isGone) this.podByAddress.set(podIP, id);
      else if (this.podByAddress.get(podIP) === id) this.podByAddress.delete(podIP);
    }
    if (!isGone && pod.spec.nodeName && pod.status.phase === 'Pending') this.creating.add(id);
    else this.creating.delete(id);
    if (isGone) {
      this.pods.delete(id);
      this.surroundings.forget(id);
    } else {
      this.pods.set(this.podRowOf(id, pod));
    }
  }

  private takeLoad(id: EntityId, pod: Pod, isGone: boolean): void {
    const { nodeName } = pod.spec;
    const before = this.loads.get(id);
    if (before) this.addLoad(id, before.node, before.load, -1);
    this.loads.delete(id);
    if (!nodeName || isGone) return;
    const { cpu = 0, memory = 0 } = isPodTerminal(pod) ? {} : podRequests(pod);
    const load = { cpu, memory, pods: isPodTerminal(pod) ? 0 : 1 };
    this.loads.set(id, { node: nodeName, load });
    this.addLoad(id, nodeName, load, 1);
  }

  private addLoad(id: EntityId, node: string, { cpu, memory, pods }: NodeLoad, sign: 1 | -1): void {
    const sum = this.nodeLoads.get(node) ?? noLoad;
    this.nodeLoads.set(node, { cpu: sum.cpu + sign * cpu, memory: sum.memory + sign * memory, pods: sum.pods + sign * pods });
    this.staleNodes.add(node);
    const ids = this.podsByNodeName.get(node) ?? new Set<EntityId>();
    this.podsByNodeName.set(node, ids);
    if (sign > 0) ids.add(id);
    else ids.delete(id);
  }

  /** The Pods that are bound to a node. */
  podsOn(node: string): ReadonlySet<EntityId> {
    return this.podsByNodeName.get(node) ?? new Set<EntityId>();
  }

  /** The scheduler's last word about a Pod. */
  attemptOf(pod: EntityId): Attempt | undefined {
    return this.surroundings.attemptOf(pod);
  }

  /** The slices of a Service. */
  slicesOf(service: EntityId): readonly EndpointSlice[] {
    return [...(this.slicesByService.get(service)?.values() ?? [])];
  }

  /** A scheduler's attempt changes what its Pod's tile says. */
  noteAttempt(attempt: Attempt): void {
    this.surroundings.noteAttempt(attempt);
    this.stalePods.add(attempt.pod);
  }

  private podRowOf(id: EntityId, pod: Pod): PodRow {
    return podRow(pod, { ...this.surroundings.of(id, pod), topOwner: this.topOwnerOf(pod), kinds: kindNamesOf(this.world), epochMs: this.world.kernel.epochMs });
  }

  private topOwnerOf(pod: Pod): EntityId | undefined {
    const owner = controllerOf(pod);
    if (!owner) return undefined;
    const kinds = kindNamesOf(this.world);
    const id = ownerId(kinds, owner, pod.metadata.namespace);
    const above = this.byId.get(id);
    const top = above && controllerOf(above);
    return top ? ownerId(kinds, top, pod.metadata.namespace) : id;
  }

  private takeSlice(id: EntityId, slice: EndpointSlice, isGone: boolean): void {
    const name = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
    const service = objectId({ kind: 'Service', namespace: slice.metadata.namespace, name });
    const slices = this.slicesByService.get(service) ?? new Map<EntityId, EndpointSlice>();
    this.slicesByService.set(service, slices);
    if (isGone) slices.delete(id);
    else slices.set(id, slice);
    this.staleServices.add(service);
  }

  private updatePod(id: EntityId): void {
    const pod = this.byId.get(id);
    if (pod) this.pods.set(this.podRowOf(id, pod as Pod));
  }

  private updateNode(name: string): void {
    const id = objectId({ kind: 'Node', namespace: '', name });
    const node = this.byId.get(id);
    if (!node) {
      this.nodes.delete(id);
      return;
    }
    this.nodes.set(nodeRow(node as Node, this.nodeLoads.get(name) ?? noLoad, this.world.machines.has(name), this.heartbeats.get(name)));
  }

  private updateService(id: EntityId): void {
    this.staleServices.delete(id);
    const service = this.byId.get(id);
    if (!service) this.services.delete(id);
    else this.services.set(serviceRow(service as Service, this.slicesOf(id)));
  }
}

const noLoad: NodeLoad = { cpu: 0, memory: 0, pods: 0 };
