// How fast an autoscaler may change its target.
import { expect, test } from 'vitest';
import type { HorizontalPodAutoscalerBehavior } from '../../kinds/index.ts';
import { noteChange, permit } from './scaling-pace.ts';
import type { Memory } from './scaling-pace.ts';

interface Step {
  readonly atS: number;
  readonly current: number;
  readonly desired: number;
}

const fastUp = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }] };
const fastDown = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

/** What comes of wishes one after the other: how many, whether that is held back, and why it is limited. */
function played(steps: readonly Step[], behavior?: HorizontalPodAutoscalerBehavior, most = 50): readonly (readonly [number, string, string])[] {
  const memory: Memory = { recommendations: [{ replicas: steps[0]?.current ?? 0, ms: 0 }], up: [], down: [] };
  return steps.map(({ atS, current, desired }) => {
    const permitted = permit(memory, { current, desired, least: 2, most }, behavior, atS * 1_000);
    if (behavior && permitted.replicas !== current) noteChange(memory, behavior, current, permitted.replicas, atS * 1_000);
    return [permitted.replicas, permitted.stabilized?.reason ?? '', permitted.limit.reason];
  });
}

test.each<{ why: string; steps: Step[]; behavior?: HorizontalPodAutoscalerBehavior; most?: number; results: readonly (readonly [number, string, string])[] }>([
  { why: 'at most to double, and at least to four', steps: [{ atS: 15, current: 2, desired: 20 }, { atS: 30, current: 5, desired: 20 }], results: [[4, '', 'ScaleUpLimit'], [10, '', 'ScaleUpLimit']] },
  { why: 'not above the maximum', steps: [{ atS: 15, current: 5, desired: 20 }], most: 8, results: [[8, '', 'TooManyReplicas']] },
  { why: 'not below the minimum', steps: [{ atS: 400, current: 5, desired: 1 }], results: [[2, '', 'TooFewReplicas']] },
  {
    why: 'downwards only when the highest recommendation is five minutes old',
    steps: [{ atS: 15, current: 8, desired: 8 }, { atS: 30, current: 8, desired: 3 }, { atS: 314, current: 8, desired: 3 }, { atS: 316, current: 8, desired: 3 }],
    results: [[8, '', 'DesiredWithinRange'], [8, 'ScaleDownStabilized', 'DesiredWithinRange'], [8, 'ScaleDownStabilized', 'DesiredWithinRange'], [3, '', 'DesiredWithinRange']],
  },
  { why: 'an older, higher recommendation that was limited comes true later', steps: [{ atS: 15, current: 4, desired: 9 }, { atS: 30, current: 8, desired: 8 }], results: [[8, '', 'ScaleUpLimit'], [9, 'ScaleDownStabilized', 'DesiredWithinRange']] },
  {
    why: 'upwards only as far as was wanted all the time',
    steps: [{ atS: 5, current: 4, desired: 6 }, { atS: 10, current: 4, desired: 8 }, { atS: 40, current: 4, desired: 8 }],
    behavior: { scaleUp: { ...fastUp, stabilizationWindowSeconds: 20 }, scaleDown: fastDown },
    results: [[4, 'ScaleUpStabilized', 'DesiredWithinRange'], [4, 'ScaleUpStabilized', 'DesiredWithinRange'], [8, '', 'DesiredWithinRange']],
  },
  {
    why: 'so many Pods in a period',
    steps: [{ atS: 15, current: 4, desired: 20 }, { atS: 30, current: 6, desired: 20 }, { atS: 76, current: 6, desired: 20 }],
    behavior: { scaleUp: { ...fastUp, policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] }, scaleDown: fastDown },
    results: [[6, '', 'ScaleUpLimit'], [6, '', 'ScaleUpLimit'], [8, '', 'ScaleUpLimit']],
  },
  {
    why: 'such a share in a period, from where that began',
    steps: [{ atS: 15, current: 20, desired: 2 }, { atS: 30, current: 18, desired: 2 }, { atS: 76, current: 18, desired: 2 }],
    behavior: { scaleUp: fastUp, scaleDown: { ...fastDown, policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] } },
    results: [[18, '', 'ScaleDownLimit'], [18, '', 'ScaleDownLimit'], [16, '', 'ScaleDownLimit']],
  },
  {
    why: 'of several rules the one that changes the least',
    steps: [{ atS: 15, current: 10, desired: 40 }],
    behavior: { scaleUp: { ...fastUp, selectPolicy: 'Min' }, scaleDown: fastDown },
    results: [[14, '', 'ScaleUpLimit']],
  },
  {
    why: 'of several rules the one that changes the least, downwards',
    steps: [{ atS: 15, current: 10, desired: 2 }],
    behavior: { scaleUp: fastUp, scaleDown: { ...fastDown, selectPolicy: 'Min', policies: [{ type: 'Percent', value: 50, periodSeconds: 15 }, { type: 'Pods', value: 1, periodSeconds: 15 }] } },
    results: [[9, '', 'ScaleDownLimit']],
  },
  {
    why: 'not at all',
    steps: [{ atS: 15, current: 10, desired: 40 }, { atS: 30, current: 10, desired: 2 }],
    behavior: { scaleUp: { ...fastUp, selectPolicy: 'Disabled' }, scaleDown: { ...fastDown, selectPolicy: 'Disabled' } },
    results: [[10, '', 'ScaleUpLimit'], [10, '', 'ScaleDownLimit']],
  },
])('$why', ({ steps, behavior, most, results }) => {
  expect(played(steps, behavior, most)).toEqual(results);
});
