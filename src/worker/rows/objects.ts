import type { EndpointSlice, Event, KubeObject, Node, Service } from '../../kinds/index.ts';
import { findCondition, nodeRoles, resourceAmount } from '../../kinds/index.ts';
import { machineId, objectId } from '../../protocol/index.ts';
import type { EventRow, NodeRow, ObjectRow, ServiceRow } from '../../protocol/index.ts';
import { kindOfWord, kindWord } from '../kind-names.ts';
import type { KindNames } from '../kind-names.ts';
import { idOf, ownerId, virtualMs } from './ids.ts';
import { standingOf } from './standing.ts';

/** A stored object as a row of the ownership view, in a world that began at `epochMs`. */
export function objectRow(kinds: KindNames, object: KubeObject, epochMs: number): ObjectRow {
  const { metadata, apiVersion, kind } = object;
  const owners = (metadata.ownerReferences ?? []).toSorted((a, b) => Number(b.controller ?? false) - Number(a.controller ?? false));
  return {
    id: idOf(object),
    uid: metadata.uid,
    apiVersion,
    kind: kindOfWord(kind),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    owners: owners.map((owner) => ownerId(kinds, owner, metadata.namespace ?? '')),
    createdMs: virtualMs(metadata.creationTimestamp, epochMs),
    deleting: metadata.deletionTimestamp !== undefined,
    ...standingOf(object),
    labels: metadata.labels ?? {},
  };
}

/** What the Pods that are bound to a node ask for: thousandths of a processor, bytes, Pods. */
export interface NodeLoad {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** A node with what is bound to it. */
export function nodeRow(node: Node, load: NodeLoad, hasMachine: boolean, heartbeatMs: number | undefined): NodeRow {
  const { metadata, spec, status } = node;
  const allocatable = status.allocatable ?? {};
  const group = metadata.labels?.['topology.kubernetes.io/zone'] ?? metadata.labels?.['zone'];
  const ready = findCondition(status.conditions, 'Ready')?.status;
  return {
    id: idOf(node),
    name: metadata.name,
    ...(hasMachine ? { machine: machineId(metadata.name) } : {}),
    ready: ready === 'True' || ready === 'False' ? ready : 'Unknown',
    unschedulable: spec.unschedulable ?? false,
    pressures: (status.conditions ?? []).filter(({ type, status: is }) => type.endsWith('Pressure') && is === 'True').map(({ type }) => type),
    roles: nodeRoles(node),
    taints: (spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    cpu: { requested: load.cpu, allocatable: resourceAmount('cpu', allocatable['cpu'] ?? '0') },
    memory: { requested: load.memory, allocatable: resourceAmount('memory', allocatable['memory'] ?? '0') },
    pods: { requested: load.pods, allocatable: resourceAmount('pods', allocatable['pods'] ?? '0') },
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    ...(group === undefined ? {} : { group }),
  };
}

/** A Service with the endpoints of its slices. */
export function serviceRow(service: Service, slices: readonly EndpointSlice[]): ServiceRow {
  const { metadata, spec } = service;
  const endpoints = slices.flatMap((slice) =>
    (slice.endpoints ?? []).flatMap(({ targetRef, conditions }) =>
      targetRef?.kind === 'Pod'
        ? [{ pod: objectId({ kind: 'Pod', namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' }), ready: conditions?.ready ?? true }]
        : [],
    ),
  );
  return {
    id: idOf(service),
    namespace: metadata.namespace,
    name: metadata.name,
    type: spec.type,
    clusterIP: spec.clusterIP ?? '',
    ports: (spec.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`),
    endpoints,
    system: metadata.namespace === 'kube-system' || metadata.name === 'kubernetes',
  };
}

/** A Kubernetes Event as a row. */
export function eventRow(event: Event, storedMs: number): EventRow {
  const { involvedObject, series } = event;
  const { apiVersion = 'v1', kind = '', namespace = '', name = '' } = involvedObject;
  return {
    id: idOf(event),
    storedMs,
    count: series?.count ?? event.count ?? 1,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: event.reason ?? '',
    about: objectId({ kind: kindWord({ kind, apiVersion }), namespace: kind === 'Node' ? '' : namespace, name }),
    object: `${kind.toLowerCase()}/${name}`,
    message: event.message ?? '',
    source: event.source?.component || event.reportingComponent || '',
  };
}
