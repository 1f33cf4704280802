// Upstream: pkg/scheduler/eventhandlers.go
import { compareQuantities } from '../base/index.ts';
import type { InformerSet } from '../client/index.ts';
import {
  csiNodeKind, csiStorageCapacityKind, deviceClassKind, isPodTerminal, keyOf, matchLabels, namespaceKind, nodeKind, objectKey, persistentVolumeClaimKind, persistentVolumeKind,
  podDisruptionBudgetKind, podKind, replicaSetKind, replicationControllerKind,
  resourceClaimKind, resourceSliceKind, serviceKind, statefulSetKind, storageClassKind,
} from '../kinds/index.ts';
import type { AnyKind, Node, Pod } from '../kinds/index.ts';
import type { Budgets } from './budget-violations.ts';
import type { NodeAspect } from './cluster-event.ts';
import { ClusterState } from './cluster-state.ts';
import type { Devices } from './devices/devices.ts';
import { PodInfo } from './pod-info.ts';
import type { SchedulingQueue } from './queue.ts';
import type { Storage } from './volumes/storage.ts';
import { largestVolume } from './volumes/volume-plan.ts';

const schedulerName = 'default-scheduler';

/** The state that follows the informers' stores. */
export function stateFrom(informers: InformerSet, storage: Storage, devices: Devices): ClusterState {
  const namespaces = informers.of(namespaceKind).store;
  const replicaSets = informers.of(replicaSetKind).store;
  const controllers = informers.of(replicationControllerKind).store;
  const statefulSets = informers.of(statefulSetKind).store;
  const services = informers.of(serviceKind).store;
  services.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  return new ClusterState({
    storage,
    devices,
    namespaces: (name) => namespaces.get(name)?.metadata.labels,
    groups: {
      services: (namespace) => services.byIndex('namespace', namespace).map(({ spec }) => spec.selector),
      controller(kind, namespace, name) {
        const key = keyOf(namespace, name);
        if (kind === 'ReplicaSet') return replicaSets.get(key)?.spec.selector;
        if (kind === 'StatefulSet') return statefulSets.get(key)?.spec.selector;
        const controller = kind === 'ReplicationController' ? controllers.get(key) : undefined;
        return controller && { matchLabels: controller.spec.selector };
      },
    },
  });
}

/** The budgets that the informers' stores have. */
export function budgetsFrom(informers: InformerSet): Budgets {
  const { store } = informers.of(podDisruptionBudgetKind);
  store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  return (namespace) => store.byIndex('namespace', namespace);
}

/** Keeps state and queue up to date, and tells the queue what may help Pods that wait. */
export function watchCluster(informers: InformerSet, state: ClusterState, queue: SchedulingQueue): void {
  const watch = new ClusterWatch(state, queue);
  informers.of(nodeKind).onChange({
    added: (node) => queue.happened({ type: 'node-added', node: state.setNode(node) }),
    updated: (next, previous) => watch.nodeUpdated(next, previous),
    deleted: (node) => watch.nodeDeleted(node),
  });
  informers.of(podKind).onChange({
    added: (pod) => watch.podAdded(pod),
    updated: (next, previous) => watch.podUpdated(next, previous),
    deleted: (pod) => watch.podDeleted(objectKey(pod.metadata)),
  });
  const storageChanged = (): void => queue.happened({ type: 'storage-changed' });
  for (const kind of [csiNodeKind, persistentVolumeClaimKind, persistentVolumeKind, storageClassKind] as unknown as readonly AnyKind[]) informers.of(kind).onChange({ added: storageChanged, updated: storageChanged });
  informers.of(csiStorageCapacityKind).onChange({
    added: storageChanged,
    updated(next, previous) {
      if (compareQuantities(largestVolume(next) ?? '0', largestVolume(previous) ?? '0') > 0) storageChanged();
    },
  });
  const devicesChanged = (): void => queue.happened({ type: 'devices-changed' });
  for (const kind of [deviceClassKind, resourceClaimKind, resourceSliceKind] as unknown as readonly AnyKind[]) informers.of(kind).onChange({ added: devicesChanged, updated: devicesChanged });
}

class ClusterWatch {
  private readonly state: ClusterState;
  private readonly queue: SchedulingQueue;

  constructor(state: ClusterState, queue: SchedulingQueue) {
    this.state = state;
    this.queue = queue;
  }

  nodeUpdated(next: Node, previous: Node): void {
    const what = changedAspects(next, previous);
    if (what.size === 0 && next.status.images === previous.status.images) return;
    const node = this.state.setNode(next);
    if (what.size > 0) this.queue.happened({ type: 'node-changed', node, what });
  }

  nodeDeleted({ metadata }: Node): void {
    const node = this.state.node(metadata.name);
    if (!node) return;
    this.state.removeNode(metadata.name);
    this.queue.happened({ type: 'node-removed', node });
  }

  podAdded(pod: Pod): void {
    if (isPodTerminal(pod)) return;
    if (pod.spec.nodeName) this.place(new PodInfo(pod), pod.spec.nodeName);
    else if (pod.spec.schedulerName === schedulerName) this.queue.put(new PodInfo(pod));
  }

  podUpdated(next: Pod, previous: Pod): void {
    const key = objectKey(next.metadata);
    if (isPodTerminal(next) || next.metadata.uid !== previous.metadata.uid) {
      this.podDeleted(key);
      this.podAdded(next);
    } else if (!isSameToScheduler(next, previous)) {
      this.podAdded(next);
    } else if (!next.spec.nodeName && this.queue.has(key)) {
      this.queue.refresh(new PodInfo(next));
    }
  }

  podDeleted(key: string): void {
    this.queue.remove(key);
    const gone = this.state.remove(key);
    if (gone) this.queue.happened({ type: 'pod-gone', pod: gone });
  }

  private place(info: PodInfo, nodeName: string): void {
    this.queue.remove(info.key);
    const previous = this.state.place(info, nodeName);
    this.queue.happened({ type: 'pod-placed', pod: info, previous });
  }
}

/** Most changes of a Pod are to its status. */
function isSameToScheduler(next: Pod, previous: Pod): boolean {
  if (next.spec !== previous.spec && next.metadata.generation !== previous.metadata.generation) return false;
  if (next.spec.nodeName !== previous.spec.nodeName) return false;
  if (next.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp) return false;
  const { labels } = next.metadata;
  const before = previous.metadata.labels;
  return labels === before || (matchLabels(labels, before) && matchLabels(before, labels));
}

function changedAspects(next: Node, previous: Node): ReadonlySet<NodeAspect> {
  const changed = new Set<NodeAspect>();
  if (!isEqualRecord(next.metadata.labels, previous.metadata.labels)) changed.add('labels');
  if (!isEqualRecord(next.status.allocatable, previous.status.allocatable)) changed.add('allocatable');
  if ((next.spec.unschedulable ?? false) !== (previous.spec.unschedulable ?? false)) changed.add('unschedulable');
  if (taintsText(next) !== taintsText(previous)) changed.add('taints');
  return changed;
}

function isEqualRecord(a: Readonly<Record<string, string>> | undefined, b: Readonly<Record<string, string>> | undefined): boolean {
  return a === b || (matchLabels(a, b) && matchLabels(b, a));
}

function taintsText({ spec }: Node): string {
  return spec.taints?.map(({ key, value, effect }) => `${key}=${value ?? ''}:${effect}`).join(',') ?? '';
}
