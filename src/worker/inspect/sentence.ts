import { findCondition, isSidecar, podCondition, selectorMatches } from '../../kinds/index.ts';
import type {
  ContainerStatus, CronJob, DaemonSet, Deployment, Endpoints, EndpointSlice, HorizontalPodAutoscaler, Ingress, Job, KubeObject, Namespace, Node, PersistentVolume, PersistentVolumeClaim,
  Pod, PodDisruptionBudget, ReplicaSet, ReplicationController, Service, StatefulSet,
} from '../../kinds/index.ts';
import type { Phrase, PodRow } from '../../protocol/index.ts';
import { parseObjectId } from '../../protocol/index.ts';
import { isRolledOut } from '../rollouts.ts';
import { idOf } from '../rows/ids.ts';
import { addressesSentence, ingressSentence } from './routing-sentences.ts';
import { claimSentence, volumeSentence } from './storage-sentences.ts';
import type { WhyContext } from './why-context.ts';
import { autoscalerSentence, budgetSentence, cronJobSentence, daemonSetSentence, jobSentence, replicaSentence, statefulSetSentence } from './workload-sentences.ts';

/** What is so with an object, in a sentence or two. */
export function sentenceOf(context: WhyContext, object: KubeObject): readonly Phrase[] {
  switch (object.kind) {
    case 'Pod': return podSentence(context, object as Pod);
    case 'Deployment': return deploymentSentence(object as Deployment);
    case 'ReplicaSet':
    case 'ReplicationController': return replicaSentence(object as ReplicaSet | ReplicationController);
    case 'StatefulSet': return statefulSetSentence(context, object as StatefulSet);
    case 'DaemonSet': return daemonSetSentence(object as DaemonSet);
    case 'Job': return jobSentence(object as Job);
    case 'CronJob': return cronJobSentence(object as CronJob);
    case 'HorizontalPodAutoscaler': return autoscalerSentence(object as HorizontalPodAutoscaler);
    case 'PodDisruptionBudget': return budgetSentence(object as PodDisruptionBudget);
    case 'PersistentVolumeClaim': return claimSentence(object as PersistentVolumeClaim);
    case 'PersistentVolume': return volumeSentence(object as PersistentVolume);
    case 'Ingress': return ingressSentence(object as Ingress);
    case 'Endpoints':
    case 'EndpointSlice': return addressesSentence(context, object as Endpoints | EndpointSlice);
    case 'Namespace': return namespaceSentence(context, object as Namespace);
    case 'Service': return serviceSentence(context, object as Service);
    case 'Node': return nodeSentence(context, object as Node);
    default: return [{ say: 'object.stored', with: { revision: object.metadata.resourceVersion } }];
  }
}

function podSentence({ world, frames }: WhyContext, pod: Pod): readonly Phrase[] {
  const row = frames.objects.pods.get(idOf(pod));
  const node = pod.spec.nodeName;
  if (!row) return [];
  if (!node) return [unboundPhrase({ world, frames }, pod, row)];
  const nodeReady = frames.objects.nodes.get(`object/Node//${node}`)?.ready;
  if (nodeReady !== undefined && nodeReady !== 'True' && row.phase !== 'succeeded' && row.phase !== 'failed') return [{ say: 'pod.lost', with: { node } }];
  switch (row.phase) {
    case 'terminating': {
      const leftMs = Math.max(0, (row.graceUntilMs ?? 0) - world.kernel.nowMs);
      return [{ say: 'pod.terminating', with: { node, seconds: Math.ceil(leftMs / 1_000) } }];
    }
    case 'succeeded': return [{ say: 'pod.succeeded', with: { node } }];
    case 'failed': return [{ say: 'pod.failed', with: { node, reason: pod.status.reason ?? row.status } }];
    case 'ready': return [{ say: 'pod.ready', with: { node } }, servedPhrase(servicesOf(frames, row))];
    case 'crashLoop': return [troublePhrase(pod, row)];
    case 'creating': return [creatingPhrase(pod, row, node)];
    case 'pending': return [{ say: 'pod.bound', with: { node } }];
    case 'notReady': return [{ say: 'pod.runningNotReady', with: { node, reason: notReadyReason(pod) } }];
  }
}

function servedPhrase(services: readonly string[]): Phrase {
  return services.length === 0 ? { say: 'pod.unserved' } : { say: 'pod.served', with: { services: services.map((id) => parseObjectId(id)?.name ?? id).join(', ') } };
}

function unboundPhrase({ frames }: WhyContext, pod: Pod, row: PodRow): Phrase {
  if (row.assumedNode !== undefined) return { say: 'pod.chosen', with: { node: row.assumedNode } };
  const reason = frames.objects.attemptOf(idOf(pod))?.message ?? podCondition(pod, 'PodScheduled')?.message;
  return reason === undefined || reason === '' ? { say: 'pod.notScheduled' } : { say: 'pod.unschedulable', with: { reason } };
}

function creatingPhrase(pod: Pod, row: PodRow, node: string): Phrase {
  const statuses = pod.status.containerStatuses ?? [];
  if (statuses.length === 0 && (pod.status.initContainerStatuses ?? []).length === 0 && !row.pull) return { say: 'pod.bound', with: { node } };
  if (row.pull) return { say: 'pod.pulling', with: { node, image: waitingImage(pod) } };
  const init = (pod.status.initContainerStatuses ?? []).find(({ state, name }) => state.running && !pod.spec.initContainers?.some((one) => one.name === name && isSidecar(one)));
  if (row.status.startsWith('Init:') && init) return { say: 'pod.initializing', with: { node, container: init.name } };
  return { say: 'pod.creating', with: { node } };
}

function waitingImage(pod: Pod): string {
  const waiting = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])].find(({ state }) => state.waiting);
  const container = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === waiting?.name);
  return (container ?? pod.spec.containers[0])?.image ?? '';
}

function troublePhrase(pod: Pod, row: PodRow): Phrase {
  const statuses: readonly ContainerStatus[] = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const pulling = statuses.find(({ state }) => /Image/.test(state.waiting?.reason ?? ''));
  if (pulling) return { say: 'pod.imagePullBackOff', with: { container: pulling.name, image: pulling.image } };
  const crashed = statuses.find(({ state, lastState }) => state.terminated ?? (state.waiting && lastState.terminated)) ?? statuses[0];
  const exitCode = crashed?.state.terminated?.exitCode ?? crashed?.lastState.terminated?.exitCode ?? 0;
  return { say: 'pod.crashLoop', with: { container: crashed?.name ?? '', restarts: row.restarts, exitCode } };
}

function notReadyReason(pod: Pod): string {
  const condition = podCondition(pod, 'Ready');
  return condition?.message || condition?.reason || 'its readiness probe has not passed';
}

/** Services that have the Pod as an endpoint. */
export function servicesOf(frames: WhyContext['frames'], { id }: Pick<PodRow, 'id'>): readonly string[] {
  return [...frames.objects.services.values()].filter(({ endpoints }) => endpoints.some(({ pod }) => pod === id)).map((service) => service.id);
}

function deploymentSentence(deployment: Deployment): readonly Phrase[] {
  const { spec, status } = deployment;
  const values = { ready: status.readyReplicas ?? 0, desired: spec.replicas };
  const failure = (status.conditions ?? []).find(({ type, status: so }) => type === 'ReplicaFailure' && so === 'True');
  const stalled = findCondition(status.conditions, 'Progressing');
  if (failure) return [{ say: 'workload.failing', with: { ...values, reason: failure.message ?? '' } }];
  if (stalled?.status === 'False') return [{ say: 'workload.failing', with: { ...values, reason: stalled.message ?? '' } }];
  if (isRolledOut(deployment)) return [{ say: 'workload.complete', with: values }];
  return [{ say: 'workload.progressing', with: { ...values, updated: status.updatedReplicas ?? 0 } }];
}

function namespaceSentence({ frames }: WhyContext, { metadata, status }: Namespace): readonly Phrase[] {
  let objects = 0;
  for (const object of frames.objects.all()) if (object.metadata.namespace === metadata.name) objects++;
  return [{ say: status.phase === 'Terminating' ? 'namespace.terminating' : 'namespace.active', with: { objects } }];
}

function serviceSentence({ frames }: WhyContext, service: Service): readonly Phrase[] {
  if (service.spec.type === 'ExternalName') return [{ say: 'service.external', with: { host: service.spec.externalName ?? '' } }];
  const endpoints = frames.objects.services.get(idOf(service))?.endpoints ?? [];
  if (endpoints.length > 0) return [{ say: 'service.serving', with: { ready: endpoints.filter(({ ready }) => ready).length, total: endpoints.length } }];
  const addresses = frames.objects.slicesOf(idOf(service)).flatMap((slice) => slice.endpoints ?? []);
  if (addresses.length > 0) return [{ say: 'service.serving', with: { ready: addresses.filter(({ conditions }) => conditions?.ready ?? true).length, total: addresses.length } }];
  const selector = Object.entries(service.spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  const chosen = { matchLabels: service.spec.selector ?? {} };
  const pods = selector.length === 0 ? [] : [...frames.objects.pods.values()].filter(({ id, namespace }) => namespace === service.metadata.namespace && selectorMatches(chosen, frames.objects.object(id)?.metadata.labels));
  return [{ say: pods.length > 0 ? 'service.starting' : 'service.empty', with: { selector: selector.join(',') || '<none>', pods: pods.length } }];
}

/** Why nothing is heard from a node, as whoever stands beside its machine can see. */
function silencePhrases({ world }: WhyContext, name: string): readonly Phrase[] {
  const machine = world.machines.get(name);
  if (!machine) return [];
  if (!machine.isOn) return [{ say: 'machine.off' }];
  if (machine.isFrozen) return [{ say: 'machine.frozen' }];
  return machine.components.some((component) => component.name === 'kubelet' && !component.isRunning) ? [{ say: 'node.kubeletStopped' }] : [];
}

function nodeSentence(context: WhyContext, node: Node): readonly Phrase[] {
  const { frames } = context;
  const ready = findCondition(node.status.conditions, 'Ready');
  const pods = frames.objects.podsOn(node.metadata.name).size;
  if (ready?.status !== 'True') return [{ say: 'node.notReady', with: { since: ready?.lastTransitionTime ?? '', reason: ready?.message || ready?.reason || 'Unknown' } }, ...silencePhrases(context, node.metadata.name)];
  const silence = silencePhrases(context, node.metadata.name);
  const pressed = (node.status.conditions ?? []).find(({ type, status }) => type.endsWith('Pressure') && status === 'True');
  const so: Phrase = pressed ? { say: 'node.pressed', with: { pods, condition: pressed.type, reason: pressed.message ?? '' } } : { say: node.spec.unschedulable ? 'node.unschedulable' : 'node.ready', with: { pods } };
  return [so, ...silence, ...(silence.length === 0 ? [] : [{ say: 'node.unnoticed' } as const])];
}
