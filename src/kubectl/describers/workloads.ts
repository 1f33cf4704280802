// Workloads that keep Pods running: Deployments, ReplicaSets, StatefulSets, DaemonSets, ReplicationControllers.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import type { Process } from '../../kernel/index.ts';
import { controllerOf, formatLabelSelector, formatLabels, labelSelectorText } from '../../kinds/index.ts';
import type { DaemonSet, Deployment, LabelSelector, ObjectList, Pod, ReplicaSet, ReplicationController, StatefulSet } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { replicaSetsOf } from '../workloads/replica-sets.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf, unlessRefused } from './events.ts';
import { timeText } from './page.ts';
import type { Page } from './page.ts';
import { describeTemplate } from './template.ts';

export const describeDeployment: Describer = function* describeDeployment({ kubectl, page, withEvents }, object) {
  const deployment = object as unknown as Deployment;
  const { metadata, spec, status } = deployment;
  page.names(metadata);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.field(0, 'Replicas', `${spec.replicas} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`);
  page.field(0, 'StrategyType', spec.strategy.type);
  page.field(0, 'MinReadySeconds', spec.minReadySeconds ?? 0);
  const { rollingUpdate } = spec.strategy;
  if (rollingUpdate) page.field(0, 'RollingUpdateStrategy', `${rollingUpdate.maxUnavailable} max unavailable, ${rollingUpdate.maxSurge} max surge`);
  describeTemplate(page, spec.template);
  describeConditions(page, status.conditions);
  const { current, old } = yield* unlessRefused(replicaSetsOf(kubectl, deployment), { current: undefined, old: [] });
  if (current || old.length > 0) {
    page.field(0, 'OldReplicaSets', replicaSetsText(old));
    page.field(0, 'NewReplicaSet', replicaSetsText(current ? [current] : []));
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

const replicaSetsText = (sets: readonly ReplicaSet[]): string =>
  sets.length === 0 ? '<none>' : sets.map((set) => `${set.metadata.name} (${set.status.replicas}/${set.spec.replicas} replicas created)`).join(', ');

export const describeReplicaSet: Describer = function* describeReplicaSet({ kubectl, page, withEvents }, object) {
  const set = object as unknown as ReplicaSet;
  const { metadata, spec, status } = set;
  page.names(metadata);
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const controller = controllerOf(set);
  if (controller) page.field(0, 'Controlled By', `${controller.kind}/${controller.name}`);
  page.field(0, 'Replicas', `${status.replicas} current / ${spec.replicas} desired`);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, spec.selector, metadata.uid));
  describeTemplate(page, spec.template);
  describeConditions(page, status.conditions);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeStatefulSet: Describer = function* describeStatefulSet({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as StatefulSet;
  page.names(metadata);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Replicas', `${spec.replicas} desired | ${status.replicas} total`);
  page.field(0, 'Update Strategy', spec.updateStrategy.type);
  const partition = spec.updateStrategy.rollingUpdate?.partition;
  if (partition !== undefined) page.field(0, '  Partition', partition);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, spec.selector, metadata.uid));
  describeTemplate(page, spec.template);
  const claims = spec.volumeClaimTemplates ?? [];
  page.line(0, claims.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:');
  for (const claim of claims) {
    page.field(1, 'Name', claim.metadata?.name ?? '');
    page.field(1, 'StorageClass', claim.spec?.storageClassName ?? '');
    page.line(1, `Labels:\t${formatLabels(claim.metadata?.labels)}`);
    page.line(1, `Annotations:\t${formatLabels(claim.metadata?.annotations)}`);
    page.field(1, 'Capacity', claim.spec?.resources?.requests?.['storage'] ?? '<default>');
    page.field(1, 'Access Modes', `[${(claim.spec?.accessModes ?? []).join(' ')}]`);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeDaemonSet: Describer = function* describeDaemonSet({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as DaemonSet;
  page.names(metadata);
  page.field(0, 'Selector', formatLabelSelector(spec.selector));
  page.field(0, 'Node-Selector', formatLabels(spec.template.spec?.nodeSelector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`);
  page.line(0, `Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`);
  page.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
  page.line(0, `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
  page.line(0, `Number of Nodes Misscheduled: ${status.numberMisscheduled}`);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, spec.selector, metadata.uid));
  describeTemplate(page, spec.template);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeController: Describer = function* describeController({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as ReplicationController;
  page.names(metadata);
  page.field(0, 'Selector', formatLabels(spec.selector));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Replicas', `${status.replicas} current / ${spec.replicas} desired`);
  page.field(0, 'Pods Status', yield* podsStatusText(kubectl, metadata.namespace, labelSelectorText({ matchLabels: spec.selector ?? {} }), metadata.uid));
  describeTemplate(page, spec.template);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function describeConditions(page: Page, conditions: Deployment['status']['conditions'] = []): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:\n  Type\tStatus\tReason');
  page.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) page.line(1, `${type} \t${status}\t${reason}`);
}

/** `2 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the Pods that a controller has. */
function* podsStatusText(kubectl: Kubectl, namespace: string, selector: LabelSelector | string, uid: string): Process<string> {
  const options = { labelSelector: typeof selector === 'string' ? selector : labelSelectorText(selector), limit: 500 };
  const list = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource: 'pods' }, namespace, options })) as ObjectList<Pod>;
  const owned = list.items.filter((pod) => controllerOf(pod)?.uid === uid);
  const count = (phase: string): number => owned.filter((pod) => pod.status.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}
