// Deployments and ReplicaSets. Upstream: k8s.io/kubectl pkg/describe/describe.go describeDeployment, describeReplicaSet

import type { Process } from '../../kernel/index.ts';
import { controllerOf, formatLabelSelector, labelSelectorText } from '../../kinds/index.ts';
import type { Deployment, LabelSelector, ObjectList, Pod, ReplicaSet } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { replicaSetsOf } from '../workloads/replica-sets.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf, unlessRefused } from './events.ts';
import { timeText } from './page.ts';
import type { Page } from './page.ts';
import { describeTemplate } from './template.ts';

const replicaSetsText = (sets: readonly ReplicaSet[]): string =>
  sets.length === 0 ? '<none>' : sets.map((set) => `${set.metadata.name} (${set.status.replicas}/${set.spec.replicas} replicas created)`).join(', ');

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

/** `2 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the Pods that a controller has. */
export function* podsStatusText(kubectl: Kubectl, namespace: string, selector: LabelSelector | string, uid: string): Process<string> {
  const options = { labelSelector: typeof selector === 'string' ? selector : labelSelectorText(selector), limit: 500 };
  const list = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource: 'pods' }, namespace, options })) as ObjectList<Pod>;
  const owned = list.items.filter((pod) => controllerOf(pod)?.uid === uid);
  const count = (phase: string): number => owned.filter((pod) => pod.status.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

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

function describeConditions(page: Page, conditions: Deployment['status']['conditions'] = []): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:\n  Type\tStatus\tReason');
  page.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) page.line(1, `${type} \t${status}\t${reason}`);
}
