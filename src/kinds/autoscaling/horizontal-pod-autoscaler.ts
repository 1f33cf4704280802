// HorizontalPodAutoscaler: how many replicas something has, by what is measured of them.
// Upstream: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go, pkg/apis/autoscaling/v2/defaults.go

import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type {
  HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerInput, HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerSpecInput,
  HorizontalPodAutoscalerStatus, HorizontalPodAutoscalerStatusInput, MetricSpec,
} from '../generated/types.ts';
import { validateAutoscaler, validateAutoscalerStatus } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { targetsCell } from './autoscaler-cells.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as HorizontalPodAutoscalerSpecInput;
const noRules: HPAScalingRules = {};
const noReference = { kind: '', name: '' };
const noStatus: HorizontalPodAutoscalerStatus = Object.freeze({ currentMetrics: null, desiredReplicas: 0 });

/** Four fifths of the CPU that is asked for. */
const defaultMetrics: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

/** By four Pods or to double, whichever is more, at once. */
const upwards: HPAScalingRules = {
  stabilizationWindowSeconds: 0, selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
};
/** As far as is right; how long to wait is the controller's to say. */
const downwards: HPAScalingRules = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

const rulesDefaults = (input: HPAScalingRules | undefined, rules: HPAScalingRules): HPAScalingRules =>
  complete(input ?? noRules, { ...rules, ...input });

function specDefaults(input: HorizontalPodAutoscalerSpecInput): HorizontalPodAutoscalerSpec {
  const { behavior, metrics } = input;
  return complete(input, {
    scaleTargetRef: input.scaleTargetRef ?? noReference,
    maxReplicas: input.maxReplicas ?? 0,
    minReplicas: input.minReplicas ?? 1,
    metrics: metrics && metrics.length > 0 ? metrics : defaultMetrics,
    behavior: behavior && complete(behavior, { scaleUp: rulesDefaults(behavior.scaleUp, upwards), scaleDown: rulesDefaults(behavior.scaleDown, downwards) }),
  });
}

function defaults(input: HorizontalPodAutoscalerInput): Defaulted<HorizontalPodAutoscaler> {
  const status: HorizontalPodAutoscalerStatusInput = input.status ?? noStatus;
  return complete(input, {
    metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? noSpec),
    status: complete(status, { currentMetrics: status.currentMetrics ?? null, desiredReplicas: status.desiredReplicas ?? 0 }),
  });
}

/** How HorizontalPodAutoscalers are completed, checked, shown and selected. */
export const horizontalPodAutoscalerKind = defineKind<HorizontalPodAutoscalerInput, HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  defaults,
  initialStatus: () => noStatus,
  validateCreate: validateAutoscaler,
  validateStatusUpdate: validateAutoscalerStatus,
  columns: [
    nameColumn,
    textColumn('Reference', ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`),
    textColumn('Targets', targetsCell),
    textColumn('MinPods', ({ spec }) => String(spec.minReplicas)),
    textColumn('MaxPods', ({ spec }) => spec.maxReplicas),
    textColumn('Replicas', ({ status }) => status.currentReplicas ?? 0),
    ageColumn,
  ],
});
