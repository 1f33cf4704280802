// Pods. Upstream: k8s.io/kubectl pkg/describe/describe.go describePod

import type { Pod } from '../../kinds/index.ts';
import { controllerOf } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeContainers, describeResources } from './containers.ts';
import { describeEvents, eventsOf } from './events.ts';
import { ageText, timeText } from './page.ts';
import type { Page } from './page.ts';
import { describeSpread, describeTolerations, describeVolumes } from './volumes.ts';

export const describePod: Describer = function* describePod({ kubectl, page, withEvents }, object) {
  const pod = object as unknown as Pod;
  describeIdentity(page, pod);
  describeState(page, pod);
  describeAllContainers(page, pod);
  describeConditions(page, pod);
  describeVolumes(page, pod.spec.volumes, '');
  page.field(0, 'QoS Class', pod.status.qosClass ?? 'BestEffort');
  page.labels('Node-Selectors', pod.spec.nodeSelector);
  describeTolerations(page, 'Tolerations', pod.spec.tolerations);
  describeSpread(page, pod.spec.topologySpreadConstraints, '');
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function describeIdentity(page: Page, { metadata, spec, status }: Pod): void {
  page.names(metadata);
  if (spec.priority !== undefined) page.field(0, 'Priority', spec.priority);
  if (spec.priorityClassName) page.field(0, 'Priority Class Name', spec.priorityClassName);
  if (spec.runtimeClassName) page.field(0, 'Runtime Class Name', spec.runtimeClassName);
  if (spec.serviceAccountName) page.field(0, 'Service Account', spec.serviceAccountName);
  page.field(0, 'Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>');
  if (status.startTime) page.field(0, 'Start Time', timeText(status.startTime));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
}

function describeState(page: Page, pod: Pod): void {
  const { metadata, spec, status } = pod;
  if (metadata.deletionTimestamp !== undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded') {
    page.field(0, 'Status', `Terminating (lasts ${ageText(page.nowMs, metadata.deletionTimestamp)})`);
    page.field(0, 'Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else page.field(0, 'Status', status.phase ?? '');
  if (status.reason) page.field(0, 'Reason', status.reason);
  if (status.message) page.field(0, 'Message', status.message);
  const seccomp = spec.securityContext?.seccompProfile;
  if (seccomp) {
    page.field(0, 'SeccompProfile', seccomp.type);
    if (seccomp.localhostProfile) page.field(0, 'LocalhostProfile', seccomp.localhostProfile);
  }
  page.field(0, 'IP', status.podIP ?? '');
  const addresses = status.podIPs ?? [];
  page.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of addresses) page.field(1, 'IP', ip);
  const controller = controllerOf(pod);
  if (controller) page.field(0, 'Controlled By', `${controller.kind}/${controller.name}`);
  if (status.nominatedNodeName) page.field(0, 'NominatedNodeName', status.nominatedNodeName);
  if (spec.resources) {
    page.line(0, 'Resources:');
    describeResources(page, spec.resources, 1);
  }
}

function describeAllContainers(page: Page, pod: Pod): void {
  const { spec, status } = pod;
  if (spec.initContainers && spec.initContainers.length > 0) {
    describeContainers(page, { label: 'Init Containers', containers: spec.initContainers, statuses: status.initContainerStatuses, pod });
  }
  describeContainers(page, { label: 'Containers', containers: spec.containers, statuses: status.containerStatuses, pod });
  if (spec.ephemeralContainers && spec.ephemeralContainers.length > 0) {
    describeContainers(page, { label: 'Ephemeral Containers', containers: spec.ephemeralContainers, statuses: status.ephemeralContainerStatuses, pod });
  }
}

function describeConditions(page: Page, { spec, status }: Pod): void {
  const conditions = status.conditions ?? [];
  if (spec.readinessGates && spec.readinessGates.length > 0) {
    page.line(0, 'Readiness Gates:\n  Type\tStatus');
    for (const { conditionType } of spec.readinessGates) {
      page.line(1, `${conditionType} \t${conditions.find((each) => each.type === conditionType)?.status ?? '<none>'} `);
    }
  }
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:\n  Type\tStatus');
  for (const condition of conditions) page.line(1, `${condition.type} \t${condition.status} `);
}
