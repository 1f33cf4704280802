// How tables show what an autoscaler measures and what it wants.
// Upstream: pkg/printers/internalversion formatHPAMetrics

import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../generated/types.ts';

const unknown = '<unknown>';
const shown = 2;

/** The value of a metric that is one amount: as it is, or for each Pod. */
function amountText(current: MetricValueStatus | undefined, target: MetricTarget): string {
  if (target.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue} (avg)`;
  return `${current?.value ?? unknown}/${target.value ?? ''}`;
}

/** The value of a resource: an amount for each Pod, or a share of what it asks for. */
function resourceText(name: string, current: MetricValueStatus | undefined, target: MetricTarget): string {
  if (target.averageValue !== undefined) return `${name}: ${current?.averageValue ?? unknown}/${target.averageValue}`;
  const now = current?.averageUtilization;
  const wanted = target.averageUtilization;
  return `${name}: ${now === undefined ? unknown : `${now}%`}/${wanted === undefined ? '<auto>' : `${wanted}%`}`;
}

function metricText({ type, resource, containerResource, pods, object, external }: MetricSpec, status: MetricStatus | undefined): string {
  if (type === 'Resource' && resource) return resourceText(resource.name, status?.resource?.current, resource.target);
  if (type === 'ContainerResource' && containerResource) {
    return resourceText(containerResource.name, status?.containerResource?.current, containerResource.target);
  }
  if (type === 'Pods' && pods) return `${status?.pods?.current.averageValue ?? unknown}/${pods.target.averageValue ?? ''}`;
  if (type === 'Object' && object) return amountText(status?.object?.current, object.target);
  if (type === 'External' && external) return amountText(status?.external?.current, external.target);
  return '<unknown type>';
}

/** What is measured and what is wanted, of the first metrics, and how many more there are. */
export function targetsCell({ spec: { metrics }, status: { currentMetrics } }: HorizontalPodAutoscaler): string {
  if (metrics.length === 0) return '<none>';
  const texts = metrics.slice(0, shown).map((metric, index) => metricText(metric, currentMetrics?.[index]));
  return metrics.length > shown ? `${texts.join(', ')} + ${metrics.length - shown} more...` : texts.join(', ');
}
