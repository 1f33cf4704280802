// HorizontalPodAutoscaler in its first version, which knows CPU alone: what it cannot say stands in annotations.
// Upstream: pkg/apis/autoscaling/v1/conversion.go

import { isObject, parseJson } from '../../base/index.ts';
import { defineKind } from '../define-kind.ts';
import type {
  HorizontalPodAutoscaler, HorizontalPodAutoscalerInput, HorizontalPodAutoscalerSpecInput, HorizontalPodAutoscalerV1,
  HorizontalPodAutoscalerV1Input, MetricSpec, MetricStatus, ObjectMetaInput,
} from '../generated/types.ts';
import type { KubeInput, KubeObject } from '../object.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler.ts';
import { newerBehavior, newerMetrics, newerStatuses, olderBehavior, olderMetric, olderStatus } from '../later.ts';

const annotationPrefix = 'autoscaling.alpha.kubernetes.io/';
const said = ['metrics', 'behavior', 'conditions', 'current-metrics'] as const;
type Said = Readonly<Partial<Record<(typeof said)[number], unknown>>>;

/** Whether a metric is the one that the first version has a field for. */
const isCpuShare = ({ type, resource }: MetricSpec): boolean => type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
const isCpuStatus = ({ type, resource }: MetricStatus): boolean => type === 'Resource' && resource?.name === 'cpu' && resource.current.averageUtilization !== undefined;

/** Takes what stands in annotations out of the metadata. */
function readAnnotations(metadata: ObjectMetaInput = {}): { readonly metadata: ObjectMetaInput; readonly values: Said } {
  const annotations = { ...metadata.annotations };
  const values: Partial<Record<(typeof said)[number], unknown>> = {};
  for (const name of said) {
    const text = annotations[annotationPrefix + name];
    if (text === undefined) continue;
    values[name] = parseJson(text);
    delete annotations[annotationPrefix + name];
  }
  const { annotations: _, ...rest } = metadata;
  return { metadata: Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest, values };
}

const listOf = <Item>(value: unknown): readonly Item[] => (Array.isArray(value) ? (value as readonly Item[]) : []); // as it was written out

function toStored(input: KubeInput): KubeInput {
  const { metadata: given, spec, status } = input as HorizontalPodAutoscalerV1Input; // decoded as one
  const { metadata, values } = readAnnotations(given);
  const { targetCPUUtilizationPercentage: share, ...rest } = spec ?? {};
  const cpu: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: share ?? 0 } } };
  const metrics = [...(share === undefined ? [] : [cpu]), ...(newerMetrics(values.metrics) ?? [])];
  const next: HorizontalPodAutoscalerSpecInput = {
    ...(rest as HorizontalPodAutoscalerSpecInput),
    ...(metrics.length > 0 && { metrics }),
    ...(isObject(values.behavior) && { behavior: newerBehavior(values.behavior) }),
  };
  const stored: HorizontalPodAutoscalerInput = {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: next, ...(status && { status: storedStatus(status, values) }),
  };
  return stored;
}

function storedStatus(status: NonNullable<HorizontalPodAutoscalerV1Input['status']>, values: Said): NonNullable<HorizontalPodAutoscalerInput['status']> {
  const { currentCPUUtilizationPercentage: share, currentReplicas = 0, ...rest } = status;
  const cpu: MetricStatus = { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: share ?? 0 } } };
  const currentMetrics = newerStatuses(values['current-metrics']) ?? (share === undefined ? [] : [cpu]);
  const conditions = listOf<Condition>(values.conditions);
  return { ...rest, ...(currentReplicas !== 0 && { currentReplicas }), currentMetrics: currentMetrics.length > 0 ? currentMetrics : null, ...(conditions.length > 0 && { conditions }) };
}

type Condition = NonNullable<NonNullable<HorizontalPodAutoscalerInput['status']>['conditions']>[number];

/** A condition with its fields in the order in which they are written. */
const inOrder = ({ type, status, lastTransitionTime, reason, message }: Condition): Condition =>
  ({ type, status, ...(lastTransitionTime !== undefined && { lastTransitionTime }), ...(reason && { reason }), ...(message && { message }) });

function fromStored(object: KubeObject): KubeObject {
  const { metadata, spec, status } = object as HorizontalPodAutoscalerInput & Pick<HorizontalPodAutoscaler, 'metadata'>; // or what of one an apply leaves
  const { metrics = [], behavior, ...rest } = spec ?? {};
  const { currentMetrics, conditions = [], ...counts } = status ?? { desiredReplicas: 0, currentMetrics: null };
  const cpu = metrics.find(isCpuShare);
  const cpuNow = currentMetrics?.find(isCpuStatus);
  const others = metrics.filter((metric) => metric !== cpu);
  const unsaid: Said = {
    ...(others.length > 0 && { metrics: others.map(olderMetric) }),
    ...(behavior && { behavior: olderBehavior(behavior) }),
    ...(conditions.length > 0 && { conditions: conditions.map(inOrder) }),
    ...((currentMetrics ?? []).length > 0 && { 'current-metrics': currentMetrics?.map(olderStatus) }),
  };
  const annotations = Object.fromEntries(Object.entries(unsaid).map(([name, value]) => [annotationPrefix + name, JSON.stringify(value)]));
  const share = cpu?.resource?.target.averageUtilization;
  const shareNow = cpuNow?.resource?.current.averageUtilization;
  const shown: HorizontalPodAutoscalerV1 = {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: Object.keys(annotations).length > 0 ? { ...metadata, annotations: { ...metadata.annotations, ...annotations } } : metadata,
    spec: { ...rest, ...(share !== undefined && { targetCPUUtilizationPercentage: share }) },
    status: { ...counts, desiredReplicas: counts.desiredReplicas ?? 0, currentReplicas: counts.currentReplicas ?? 0, ...(shareNow !== undefined && { currentCPUUtilizationPercentage: shareNow }) },
  };
  return shown;
}

/** The same objects as autoscaling/v2 has. */
export const horizontalPodAutoscalerV1Kind = defineKind<HorizontalPodAutoscalerV1Input, HorizontalPodAutoscalerV1>({
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  view: { of: horizontalPodAutoscalerKind, toStored, fromStored },
});
