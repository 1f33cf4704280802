// HorizontalPodAutoscalers, always as their second version has them. Upstream: k8s.io/kubectl pkg/describe/describe.go describeHorizontalPodAutoscalerV2

import type { Process } from '../../kernel/index.ts';
import type { HorizontalPodAutoscaler, HPAScalingRules, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../kinds/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { nameOf, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { timeText } from './page.ts';
import type { Page } from './page.ts';

const unknown = '<unknown>';

export const describeAutoscaler: Describer = function* describeAutoscaler({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = yield* inSecondVersion(kubectl, object);
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.field(0, 'Reference', `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  page.field(0, 'Metrics', '( current / target )');
  for (const [index, metric] of (spec.metrics ?? []).entries()) page.line(1, metricLine(metric, status.currentMetrics?.[index]));
  page.field(0, 'Min replicas', spec.minReplicas ?? '<unset>');
  page.field(0, 'Max replicas', spec.maxReplicas);
  if (spec.behavior) {
    page.line(0, 'Behavior:');
    describeRules(page, 'Scale Up', spec.behavior.scaleUp);
    describeRules(page, 'Scale Down', spec.behavior.scaleDown);
  }
  page.field(0, `${spec.scaleTargetRef.kind} pods`, `${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`);
  const { conditions = [] } = status;
  if (conditions.length > 0) page.line(0, 'Conditions:\n  Type\tStatus\tReason\tMessage\n  ----\t------\t------\t-------');
  for (const { type, status: state, reason = '', message = '' } of conditions) page.line(1, `${type}\t${state}\t${reason}\t${message}`);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function* inSecondVersion(kubectl: Kubectl, object: AnyObject): Process<HorizontalPodAutoscaler> {
  if (textAt(object, 'apiVersion') === 'autoscaling/v2') return object as unknown as HorizontalPodAutoscaler;
  const mapping = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };
  return (yield* kubectl.api.ask('get', { mapping, namespace: namespaceOf(object), name: nameOf(object) })) as HorizontalPodAutoscaler;
}

/** What is measured, what it is now and what it should be. */
function metricLine({ type, resource, containerResource, pods, object, external }: MetricSpec, now: MetricStatus | undefined): string {
  switch (type) {
    case 'Resource': return `resource ${resource?.name ?? ''} on pods${usage(resource?.target, now?.resource?.current)}`;
    case 'ContainerResource':
      return `resource ${containerResource?.name ?? ''} of container "${containerResource?.container ?? ''}" on pods${usage(containerResource?.target, now?.containerResource?.current)}`;
    case 'Pods': return `"${pods?.metric.name ?? ''}" on pods:\t${now?.pods?.current.averageValue ?? unknown} / ${pods?.target.averageValue ?? ''}`;
    case 'Object': {
      const { kind = '', name = '' } = object?.describedObject ?? {};
      return `"${object?.metric.name ?? ''}" on ${kind}/${name} ${amount(object?.target, now?.object?.current)}`;
    }
    case 'External': return `"${external?.metric.name ?? ''}" ${amount(external?.target, now?.external?.current)}`;
    default: return `<unknown metric type "${type}">`;
  }
}

/** Of a resource: as much as it is, or as a part of what is requested. */
function usage(target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `:\t${now?.averageValue ?? unknown} / ${target.averageValue}`;
  const current = now?.averageUtilization === undefined ? unknown : `${now.averageUtilization}% (${now.averageValue ?? ''})`;
  return `  (as a percentage of request):\t${current} / ${target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`;
}

/** Of anything else: for all Pods together, or for each. */
function amount(target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  return target?.type === 'AverageValue'
    ? `(target average value):\t${now?.averageValue ?? unknown} / ${target.averageValue ?? ''}`
    : `(target value):\t${now?.value ?? unknown} / ${target?.value ?? ''}`;
}

function describeRules(page: Page, title: string, rules: HPAScalingRules | undefined): void {
  if (!rules) return;
  page.line(1, `${title}:`);
  if (rules.stabilizationWindowSeconds !== undefined) page.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  if (rules.policies === undefined || rules.policies.length === 0) return;
  page.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`);
  page.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of rules.policies) page.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
}
