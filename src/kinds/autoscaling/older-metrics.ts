// Metrics and behaviour of autoscalers as annotations of the first version hold them: under older names, or under those of Go.
// Upstream: pkg/apis/autoscaling/v1/conversion.go, k8s.io/api/autoscaling/v1/types.go

import { isObject } from '../../base/index.ts';
import type { HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerBehaviorInput, MetricIdentifier, MetricSpec, MetricStatus } from '../generated/types.ts';

type Fields = Readonly<Record<string, unknown>>;
type Target = NonNullable<MetricSpec['pods']>['target'];
type Current = NonNullable<MetricStatus['pods']>['current'];

/** The object without what is undefined. */
const said = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const object = (value: unknown): Fields => (isObject(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** A metric of a spec, as it was called. */
export function olderMetric({ type, object: target, pods, resource, containerResource, external }: MetricSpec): unknown {
  return said({
    type,
    object: target && said({
      target: target.describedObject, metricName: target.metric.name, targetValue: target.target.value ?? '0', selector: target.metric.selector, averageValue: target.target.averageValue,
    }),
    pods: pods && said({ metricName: pods.metric.name, targetAverageValue: pods.target.averageValue ?? '0', selector: pods.metric.selector }),
    resource: resource && said({ name: resource.name, targetAverageUtilization: resource.target.averageUtilization, targetAverageValue: resource.target.averageValue }),
    containerResource: containerResource && said({
      name: containerResource.name, targetAverageUtilization: containerResource.target.averageUtilization,
      targetAverageValue: containerResource.target.averageValue, container: containerResource.container,
    }),
    external: external && said({
      metricName: external.metric.name, metricSelector: external.metric.selector, targetValue: external.target.value, targetAverageValue: external.target.averageValue,
    }),
  });
}

/** A metric of a status, as it was called. */
export function olderStatus({ type, object: target, pods, resource, containerResource, external }: MetricStatus): unknown {
  return said({
    type,
    object: target && said({
      target: target.describedObject, metricName: target.metric.name, currentValue: target.current.value ?? '0', selector: target.metric.selector, averageValue: target.current.averageValue,
    }),
    pods: pods && said({ metricName: pods.metric.name, currentAverageValue: pods.current.averageValue ?? '0', selector: pods.metric.selector }),
    resource: resource && said({ name: resource.name, currentAverageUtilization: resource.current.averageUtilization, currentAverageValue: resource.current.averageValue ?? '0' }),
    containerResource: containerResource && said({
      name: containerResource.name, currentAverageUtilization: containerResource.current.averageUtilization,
      currentAverageValue: containerResource.current.averageValue ?? '0', container: containerResource.container,
    }),
    external: external && said({
      metricName: external.metric.name, metricSelector: external.metric.selector, currentValue: external.current.value ?? '0', currentAverageValue: external.current.averageValue,
    }),
  });
}

const named = (name: unknown, selector: unknown): MetricIdentifier => ({ name: text(name) ?? '', ...(isObject(selector) && { selector }) });

/** What is to be reached: a share, an average, or a value. */
function targetOf(share: number | undefined, average: string | undefined, value: string | undefined): Target {
  if (share !== undefined) return { type: 'Utilization', averageUtilization: share };
  return average === undefined ? { type: 'Value', ...(value !== undefined && { value }) } : { type: 'AverageValue', averageValue: average };
}

const currentOf = (share: number | undefined, average: string | undefined, value: string | undefined): Current =>
  said({ averageUtilization: share, averageValue: average, value }) as Current;

/** A metric of one of both sorts in the form of the second version; `how` makes what it says of amounts. */
function newer<Amount>(value: Fields, prefix: 'current' | 'target', how: (share: number | undefined, average: string | undefined, value: string | undefined) => Amount): Fields {
  const { type, object: target, pods, resource, containerResource, external } = value;
  const amounts = (fields: Fields): Amount => how(whole(fields[`${prefix}AverageUtilization`]), text(fields[`${prefix}AverageValue`] ?? fields['averageValue']), text(fields[`${prefix}Value`]));
  const [about, ofPods, ofNode, ofContainer, outside] = [target, pods, resource, containerResource, external].map(object) as [Fields, Fields, Fields, Fields, Fields];
  return said({
    type: text(type) ?? '',
    object: target && { describedObject: { kind: '', name: '', ...object(about['target']) }, metric: named(about['metricName'], about['selector']), [prefix]: amounts(about) },
    pods: pods && { metric: named(ofPods['metricName'], ofPods['selector']), [prefix]: amounts(ofPods) },
    resource: resource && { name: text(ofNode['name']) ?? '', [prefix]: amounts(ofNode) },
    containerResource: containerResource && { name: text(ofContainer['name']) ?? '', container: text(ofContainer['container']) ?? '', [prefix]: amounts(ofContainer) },
    external: external && { metric: named(outside['metricName'], outside['metricSelector']), [prefix]: amounts(outside) },
  });
}

/** Metrics of a spec, as the second version has them; undefined where the text was no list of them. */
export const newerMetrics = (list: unknown): readonly MetricSpec[] | undefined =>
  (Array.isArray(list) && list.every(isObject) ? list.map((item) => newer(item, 'target', targetOf) as unknown as MetricSpec) : undefined);
/** Metrics of a status, as the second version has them. */
export const newerStatuses = (list: unknown): readonly MetricStatus[] | undefined =>
  (Array.isArray(list) && list.every(isObject) ? list.map((item) => newer(item, 'current', currentOf) as unknown as MetricStatus) : undefined);

type Rules = NonNullable<HorizontalPodAutoscalerBehavior['scaleUp']>;

const olderRules = (rules: Rules | undefined): unknown => rules && {
  StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
  SelectPolicy: rules.selectPolicy ?? null,
  Policies: rules.policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ?? null,
  Tolerance: rules.tolerance ?? null,
};

/** How fast it scales, under the names of Go. */
export const olderBehavior = ({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): unknown => ({ ScaleUp: olderRules(scaleUp) ?? null, ScaleDown: olderRules(scaleDown) ?? null });

function newerRules(value: unknown): Fields | undefined {
  if (!isObject(value)) return undefined;
  const { StabilizationWindowSeconds: seconds, SelectPolicy: policy, Policies: policies, Tolerance: tolerance } = value;
  return said({
    stabilizationWindowSeconds: whole(seconds), selectPolicy: text(policy), tolerance: text(tolerance),
    policies: Array.isArray(policies) ? policies.map(object).map((one) => ({ type: text(one['Type']) ?? '', value: whole(one['Value']) ?? 0, periodSeconds: whole(one['PeriodSeconds']) ?? 0 })) : undefined,
  });
}

/** The same as the second version has it. */
export const newerBehavior = (value: Fields): HorizontalPodAutoscalerBehaviorInput => said({ scaleUp: newerRules(value['ScaleUp']), scaleDown: newerRules(value['ScaleDown']) }) as HorizontalPodAutoscalerBehaviorInput;
