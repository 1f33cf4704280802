// Upstream: pkg/controller/garbagecollector
import { WorkQueue } from '../../client/index.ts';
import type { ResourceClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { customResourceDefinitionKind, kindRegistry, splitKey } from '../../kinds/index.ts';
import type { AnyKind, KubeInput, KubeObject, OwnerReference } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { customKindOf } from '../framework/custom-kinds.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { followCustomKinds } from './custom-resources.ts';
import type { GraphNode } from './graph.ts';
import { OwnershipGraph, blocks, graphKey, isCollectable, isDeletingDependents, isOrphaning, parseGraphKey } from './graph.ts';

/** Deletes what has lost its owners, and lets owners go when their dependents are gone (foreground) or freed (orphan). */
export const garbageCollector = controllerFactory('garbage-collector-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'garbage collector');
  const graph = new OwnershipGraph((node, event, previous) => {
    const { object } = node;
    for (const { uid } of previous?.metadata.ownerReferences ?? []) if (previous && blocks(previous, uid) && !blocks(object, uid)) addIfWaiting(uid);
    if (event === 'gone') {
      for (const dependent of graph.dependentsOf(object.metadata.uid)) queue.add(graphKey(dependent));
      for (const owner of object.metadata.ownerReferences ?? []) addIfWaiting(owner.uid);
    } else if (needsAttention(graph, object)) {
      queue.add(graphKey(node));
    }
  });
  const addIfWaiting = (uid: string): void => {
    const owner = graph.get(uid);
    if (owner && isDeletingDependents(owner.object)) queue.add(graphKey(owner));
  };
  for (const kind of kindRegistry.all.filter(isCollectable)) graph.follow(kind, context.informers.of(kind));

  const definitions = context.informers.of(customResourceDefinitionKind);
  const kindOf: KindOf = (apiVersion, kind) => kindRegistry.byKind(apiVersion, kind) ?? customKindOf(definitions, apiVersion, kind);
  const collection = new Collection(context, graph, kindOf);
  return {
    name: 'garbage-collector-controller',
    workers: 20, // kube-controller-manager --concurrent-gc-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const { apiVersion, kind: kindName, key: objectKey, uid } = parseGraphKey(key);
      const kind = kindOf(apiVersion, kindName);
      if (kind) yield* collection.collect(kind, splitKey(objectKey), uid);
      return {};
    },
    background: [() => followCustomKinds(context, definitions, graph)],
  };
}, { account: 'generic-garbage-collector' });

/** An object that is being deleted in a way that concerns dependents, or that names an owner the graph does not know. */
function needsAttention(graph: OwnershipGraph, object: KubeObject): boolean {
  if (isDeletingDependents(object) || isOrphaning(object)) return true;
  return (object.metadata.ownerReferences ?? []).some((owner) => {
    const known = graph.get(owner.uid);
    return !known || isElsewhere(known, object.metadata.namespace) || isDeletingDependents(known.object);
  });
}

/** Whether an owner lives in another namespace than its dependent: such a reference means nothing. */
function isElsewhere({ object: { metadata } }: GraphNode, namespace: string | undefined): boolean {
  return metadata.namespace !== undefined && metadata.namespace !== namespace;
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

type OwnerState = 'solid' | 'dangling' | 'waiting';

/** Finds a kind by what an object says it is. */
type KindOf = (apiVersion: string, kind: string) => AnyKind | undefined;

/** What is done about one object; everything is read from the server, since the graph may be behind. */
class Collection {
  private readonly context: ControllerContext;
  private readonly graph: OwnershipGraph;
  private readonly kindOf: KindOf;

  constructor(context: ControllerContext, graph: OwnershipGraph, kindOf: KindOf) {
    this.kindOf = kindOf;
    this.context = context;
    this.graph = graph;
  }

  *collect(kind: AnyKind, place: Place, uid: string): Process {
    const object = yield* this.read(kind, place);
    if (object?.metadata.uid !== uid) return;
    if (isOrphaning(object)) yield* this.orphanDependents(kind, object);
    else if (isDeletingDependents(object)) yield* this.deleteDependents(kind, object);
    else if (object.metadata.deletionTimestamp === undefined) yield* this.judge(kind, object);
  }

  /** An object stays while one of its owners is there; references to others are removed. */
  private *judge(kind: AnyKind, object: KubeObject): Process {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = new Map<OwnerReference, OwnerState>();
    for (const owner of owners) states.set(owner, yield* this.stateOf(owner, object));
    const lost = owners.filter((owner) => states.get(owner) !== 'solid');
    if (lost.length === 0) return;
    if (lost.length < owners.length) {
      yield* this.removeOwners(kind, object, lost);
      return;
    }
    const isWaitedFor = owners.some((owner) => states.get(owner) === 'waiting');
    const dependents = this.graph.dependentsOf(object.metadata.uid);
    if (isWaitedFor && dependents.some((dependent) => isDeletingDependents(dependent.object))) {
      // A circle: what waits for this object is waited for by it. Nobody waits for it any more.
      object = (yield* this.unblockOwners(kind, object)) ?? object;
    }
    const isForeground = (isWaitedFor && dependents.length > 0) || (object.metadata.finalizers?.includes('foregroundDeletion') ?? false);
    yield* this.delete(kind, object, isForeground ? 'Foreground' : 'Background');
  }

  private *stateOf(owner: OwnerReference, dependent: KubeObject): Process<OwnerState> {
    const { namespace } = dependent.metadata;
    const known = this.graph.get(owner.uid);
    if (known && isElsewhere(known, namespace)) this.reportElsewhere(owner, dependent);
    else if (known) return isDeletingDependents(known.object) ? 'waiting' : 'solid';
    const kind = this.kindOf(owner.apiVersion, owner.kind);
    if (!kind) return 'solid'; // of a kind that nobody can ask about
    if (kind.namespaced && namespace === undefined) return 'solid'; // what belongs to the whole cluster has no owner in a namespace that could be looked for
    const found = yield* this.read(kind, { namespace: kind.namespaced ? (namespace ?? '') : '', name: owner.name });
    if (found?.metadata.uid !== owner.uid) return 'dangling';
    return isDeletingDependents(found) ? 'waiting' : 'solid';
  }

  private reportElsewhere({ apiVersion, kind, name, uid }: OwnerReference, dependent: KubeObject): void {
    const { namespace = '' } = dependent.metadata;
    const message = `ownerRef [${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}] does not exist in namespace "${namespace}"`;
    this.context.recorder.record(dependent, { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message });
  }

  /** Foreground: dependents first; the owner may go when none that blocks it is left. */
  private *deleteDependents(kind: AnyKind, owner: KubeObject): Process {
    const dependents = this.graph.dependentsOf(owner.metadata.uid);
    for (const { kind: dependentKind, object } of dependents) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      yield* this.collect(dependentKind, { namespace: object.metadata.namespace ?? '', name: object.metadata.name }, object.metadata.uid);
    }
    if (!dependents.some(({ object }) => blocks(object, owner.metadata.uid))) yield* this.removeFinalizer(kind, owner, 'foregroundDeletion');
  }

  private *orphanDependents(kind: AnyKind, owner: KubeObject): Process {
    for (const { kind: dependentKind, object } of this.graph.dependentsOf(owner.metadata.uid)) {
      const references = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid === owner.metadata.uid);
      yield* this.removeOwners(dependentKind, object, references);
    }
    yield* this.removeFinalizer(kind, owner, 'orphan');
  }

  private *removeOwners(kind: AnyKind, object: KubeObject, owners: readonly OwnerReference[]): Process {
    if (kind.custom) {
      yield* this.keepOwners(kind, object, owners);
      return;
    }
    const ownerReferences = owners.map(({ uid }) => ({ $patch: 'delete', uid }));
    yield* unlessGone(this.client(kind).patch(placeOf(object), 'strategic', { metadata: { uid: object.metadata.uid, ownerReferences } }));
  }

  /** The same for a kind that takes no strategic patch: the owners that are left are written out. */
  private *keepOwners(kind: AnyKind, { metadata, ...object }: KubeObject, lost: readonly OwnerReference[]): Process {
    const kept = (metadata.ownerReferences ?? []).filter(({ uid }) => !lost.some((owner) => owner.uid === uid));
    const patch = { metadata: { resourceVersion: metadata.resourceVersion, ownerReferences: kept.length > 0 ? kept : null } };
    yield* unlessGone(this.client(kind).patch(placeOf({ metadata, ...object }), 'merge', patch));
  }

  private *unblockOwners(kind: AnyKind, { metadata }: KubeObject): Process<KubeObject | undefined> {
    const ownerReferences = (metadata.ownerReferences ?? []).map((owner) => ({ ...owner, blockOwnerDeletion: false }));
    return yield* unlessGone(this.client(kind).patch(placeOf({ metadata }), 'merge', { metadata: { uid: metadata.uid, ownerReferences } }));
  }

  private *removeFinalizer(kind: AnyKind, object: KubeObject, finalizer: string): Process {
    const finalizers = object.metadata.finalizers?.filter((name) => name !== finalizer) ?? [];
    const patch = { metadata: { resourceVersion: object.metadata.resourceVersion, finalizers: finalizers.length > 0 ? finalizers : null } };
    yield* unlessGone(this.client(kind).patch(placeOf(object), 'merge', patch));
  }

  private *delete(kind: AnyKind, object: KubeObject, propagationPolicy: 'Foreground' | 'Background'): Process {
    const preconditions = { uid: object.metadata.uid, resourceVersion: object.metadata.resourceVersion };
    yield* unlessGone(this.client(kind).delete(placeOf(object), { propagationPolicy, preconditions }));
  }

  private *read(kind: AnyKind, place: Place): Process<KubeObject | undefined> {
    const at = { name: place.name, ...(place.namespace === '' ? {} : { namespace: place.namespace }) };
    return yield* unlessGone(this.client(kind).get(at));
  }

  private client(kind: AnyKind): ResourceClient<KubeInput, KubeObject> {
    return this.context.client.of(kind);
  }
}

function placeOf({ metadata }: Pick<KubeObject, 'metadata'>): { readonly name: string; readonly namespace?: string } {
  return { name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) };
}

