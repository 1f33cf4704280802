import { isObject } from '../../base/index.ts';
import type {
  CronJob, DaemonSet, Deployment, Endpoints, EndpointSlice, HorizontalPodAutoscaler, Ingress, Job, KubeObject, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodDisruptionBudget,
  ReplicaSet, ReplicationController, Service, StatefulSet,
} from '../../kinds/index.ts';
import type { StateGroup, StateRow } from '../../protocol/index.ts';
import { idOf } from '../rows/ids.ts';
import { addressGroups, autoscalerGroups, budgetGroups, claimGroups, cronJobGroups, daemonSetGroups, ingressGroups, jobGroups, replicasOf, volumeGroups } from './spec-groups.ts';
import type { WhyContext } from './why-context.ts';

/** The facts of an object in groups: what is against what is wanted, conditions, and what its kind is about. */
export function stateOf(context: WhyContext, object: KubeObject): readonly StateGroup[] {
  const groups = [...kindGroups(context, object), conditionsOf(object), metadataOf(object)];
  return groups.filter(({ rows }) => rows.length > 0);
}

function kindGroups(context: WhyContext, object: KubeObject): readonly StateGroup[] {
  switch (object.kind) {
    case 'Pod': return podGroups(object as Pod);
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet': return [replicasOf(object as Deployment | ReplicaSet | ReplicationController | StatefulSet)];
    case 'DaemonSet': return daemonSetGroups(object as DaemonSet);
    case 'Job': return jobGroups(object as Job);
    case 'CronJob': return cronJobGroups(object as CronJob);
    case 'HorizontalPodAutoscaler': return autoscalerGroups(object as HorizontalPodAutoscaler);
    case 'PodDisruptionBudget': return budgetGroups(object as PodDisruptionBudget);
    case 'PersistentVolumeClaim': return claimGroups(object as PersistentVolumeClaim);
    case 'PersistentVolume': return volumeGroups(object as PersistentVolume);
    case 'Ingress': return ingressGroups(object as Ingress);
    case 'Endpoints':
    case 'EndpointSlice': return addressGroups(object as Endpoints | EndpointSlice);
    case 'Node': return nodeGroups(context, object as Node);
    case 'Service': return serviceGroups(context, object as Service);
    case 'ConfigMap':
    case 'Secret': return [dataOf(object)];
    default: return [];
  }
}

function podGroups({ spec, status }: Pod): readonly StateGroup[] {
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map(({ name, image = '' }): StateRow => {
    const container = statuses.find((candidate) => candidate.name === name);
    const { running, terminated, waiting } = container?.state ?? {};
    const state = running ? 'Running' : terminated ? `${terminated.reason ?? 'Terminated'} (${terminated.exitCode})` : (waiting?.reason ?? 'Waiting');
    const restarts = container && container.restartCount > 0 ? `, ${container.restartCount} ${container.restartCount === 1 ? 'restart' : 'restarts'}` : '';
    const isBad = (terminated !== undefined && terminated.exitCode !== 0) || /BackOff|Err/.test(waiting?.reason ?? '');
    return { name, value: `${image}: ${state}${restarts}`, verdict: isBad ? 'bad' : running && container?.ready ? 'good' : terminated ? 'good' : 'waiting' };
  });
  const placement: readonly StateRow[] = [
    spec.nodeName ? { name: 'nodeName', value: spec.nodeName, about: `object/Node//${spec.nodeName}` } : { name: 'nodeName', value: '<none>', verdict: 'waiting' },
    { name: 'podIP', value: status.podIP || '<none>' },
    { name: 'qosClass', value: status.qosClass ?? '' },
    { name: 'restartPolicy', value: spec.restartPolicy },
    { name: 'serviceAccountName', value: spec.serviceAccountName ?? '' },
  ];
  return [{ title: 'Containers', rows: containers }, { title: 'Spec', rows: placement.filter(({ value }) => value !== '') }];
}

function nodeGroups({ frames }: WhyContext, node: Node): readonly StateGroup[] {
  const row = frames.objects.nodes.get(idOf(node));
  if (!row) return [];
  const resources: readonly StateRow[] = [
    { name: 'cpu', value: `${row.cpu.requested}m of ${row.cpu.allocatable}m` },
    { name: 'memory', value: `${Math.round(row.memory.requested / 2 ** 20)}Mi of ${Math.round(row.memory.allocatable / 2 ** 20)}Mi` },
    { name: 'pods', value: `${row.pods.requested} of ${row.pods.allocatable}` },
  ];
  const addresses = (node.status.addresses ?? []).map(({ type, address }) => ({ name: type, value: address }));
  const taints = row.taints.map((taint) => ({ name: 'taint', value: taint }));
  return [{ title: 'Allocated', rows: resources }, { title: 'Addresses', rows: addresses }, { title: 'Taints', rows: taints }];
}

function serviceGroups({ frames }: WhyContext, service: Service): readonly StateGroup[] {
  const { spec } = service;
  const row = frames.objects.services.get(idOf(service));
  const selector = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`).join(',');
  const facts: readonly StateRow[] = [
    { name: 'type', value: spec.type },
    { name: 'clusterIP', value: spec.clusterIP ?? '' },
    ...(row?.ports ?? []).map((port) => ({ name: 'port', value: port })),
    { name: 'selector', value: selector || '<none>' },
  ];
  const endpoints = (row?.endpoints ?? []).map(({ pod, ready }): StateRow => ({ name: pod.slice(pod.lastIndexOf('/') + 1), value: ready ? 'ready' : 'not ready', verdict: ready ? 'good' : 'waiting', about: pod }));
  return [{ title: 'Spec', rows: facts.filter(({ value }) => value !== '') }, { title: 'Endpoints', rows: endpoints }];
}

function dataOf(object: KubeObject): StateGroup {
  const data = 'data' in object && isObject(object.data) ? object.data : {};
  return { title: 'Data', rows: Object.entries(data).map(([name, value]) => ({ name, value: object.kind === 'Secret' ? `${String(value).length} bytes` : String(value).slice(0, 200) })) };
}

/** Conditions whose True is bad news. */
const badWhenTrue: ReadonlySet<string> = new Set(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable', 'ReplicaFailure', 'DisruptionTarget', 'Failed', 'FailureTarget']);

function conditionsOf({ status }: KubeObject): StateGroup {
  const conditions: unknown = isObject(status) ? status['conditions'] : undefined;
  const rows = (Array.isArray(conditions) ? conditions : []).flatMap((condition: unknown): StateRow[] => {
    if (!isObject(condition)) return [];
    const { type, status: so, reason, message } = condition;
    const isGood = (so === 'True') !== badWhenTrue.has(String(type));
    const why = [reason, message].filter((part) => typeof part === 'string' && part !== '').join(': ');
    return [{ name: String(type), value: `${String(so)}${why === '' ? '' : ` (${why})`}`, verdict: isGood ? 'good' : so === 'Unknown' ? 'waiting' : 'bad' }];
  });
  return { title: 'Conditions', rows };
}

function metadataOf({ metadata }: KubeObject): StateGroup {
  const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => ({ name: `label ${key}`, value }));
  const rows: StateRow[] = [
    { name: 'creationTimestamp', value: metadata.creationTimestamp ?? '' },
    { name: 'resourceVersion', value: metadata.resourceVersion },
    { name: 'generation', value: metadata.generation === undefined ? '' : String(metadata.generation) },
    { name: 'deletionTimestamp', value: metadata.deletionTimestamp ?? '' },
    { name: 'finalizers', value: (metadata.finalizers ?? []).join(', ') },
    { name: 'uid', value: metadata.uid },
  ];
  return { title: 'Metadata', rows: [...rows.filter(({ value }) => value !== ''), ...labels] };
}
