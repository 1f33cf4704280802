// How fast an autoscaler may change its target, and how long it waits whether a change is still wanted.
// Upstream: pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors

import type { HPAScalingRules, HorizontalPodAutoscalerBehavior } from '../../kinds/index.ts';
import { limits } from './limits.ts';

/** How many there should have been at a moment (virtual time), before anything held that back. */
interface Recommendation {
  readonly replicas: number;
  readonly ms: number;
}

/** By how many the target was changed at a moment. */
interface Change {
  readonly by: number;
  readonly ms: number;
}

/** What is remembered of one autoscaler. */
export interface Memory {
  recommendations: readonly Recommendation[];
  up: readonly Change[];
  down: readonly Change[];
}

/** What is asked for, and between what it must stay. */
export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly least: number;
  readonly most: number;
}

/** Why it is so, as a condition tells it. */
export interface Reason {
  readonly reason: string;
  readonly message: string;
}

/** What the autoscaler may do now. */
export interface Permitted {
  readonly replicas: number;
  /** What was recommended lately holds it back; absent: nothing does. */
  readonly stabilized: Reason | undefined;
  /** Whether the result is less of a change than was wanted, and why. */
  readonly isLimited: boolean;
  readonly limit: Reason;
}

const stabilizedUp: Reason = { reason: 'ScaleUpStabilized', message: 'recent recommendations were lower than current one, applying the lowest recent recommendation' };
const stabilizedDown: Reason = { reason: 'ScaleDownStabilized', message: 'recent recommendations were higher than current one, applying the highest recent recommendation' };
const tooMany: Reason = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const tooFew: Reason = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const tooFast: Reason = { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' };
const tooFastDown: Reason = { reason: 'ScaleDownLimit', message: 'the desired replica count is decreasing faster than the maximum scale rate' };
const inRange: Reason = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };

const noRules: HPAScalingRules = {};

/** How far the wish may be followed now. It is remembered, as what may hold back later ones. */
export function permit(memory: Memory, wish: Wish, behavior: HorizontalPodAutoscalerBehavior | undefined, nowMs: number): Permitted {
  const { scaleUp = noRules, scaleDown = noRules } = behavior ?? {};
  const upMs = (scaleUp.stabilizationWindowSeconds ?? 0) * 1_000;
  const downMs = scaleDown.stabilizationWindowSeconds === undefined ? limits.downscaleStabilizationMs : scaleDown.stabilizationWindowSeconds * 1_000;
  const { lowest, highest } = recommended(memory, wish.desired, { upMs, downMs, nowMs });
  const desired = behavior ? Math.min(Math.max(wish.current, lowest), highest) : highest;
  remember(memory, { replicas: wish.desired, ms: nowMs }, Math.max(upMs, downMs));

  const { replicas, reason } = behavior ? withinRules({ ...wish, desired }, memory, behavior, nowMs) : withinFactor({ ...wish, desired });
  return {
    replicas,
    stabilized: desired === wish.desired ? undefined : wish.desired >= wish.current && behavior ? stabilizedUp : stabilizedDown,
    isLimited: replicas !== desired,
    limit: reason,
  };
}

/** Notes that the target was changed, for the rules that say how fast it may be. */
export function noteChange(memory: Memory, { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior, from: number, to: number, nowMs: number): void {
  if (to > from) memory.up = [...recent(memory.up, longestPeriodMs(scaleUp), nowMs), { by: to - from, ms: nowMs }];
  else memory.down = [...recent(memory.down, longestPeriodMs(scaleDown), nowMs), { by: from - to, ms: nowMs }];
}

interface Windows {
  readonly upMs: number;
  readonly downMs: number;
  readonly nowMs: number;
}

/** The least and the most that was recommended lately: upwards no further than the one, downwards than the other. */
function recommended({ recommendations }: Memory, desired: number, { upMs, downMs, nowMs }: Windows): { readonly lowest: number; readonly highest: number } {
  let lowest = desired;
  let highest = desired;
  for (const { replicas, ms } of recommendations) {
    if (ms > nowMs - upMs) lowest = Math.min(lowest, replicas);
    if (ms > nowMs - downMs) highest = Math.max(highest, replicas);
  }
  return { lowest, highest };
}

function remember(memory: Memory, next: Recommendation, windowMs: number): void {
  memory.recommendations = [...memory.recommendations.filter(({ ms }) => ms > next.ms - windowMs), next];
}

interface Bounded {
  readonly replicas: number;
  readonly reason: Reason;
}

function bounded({ desired, least, most }: Wish, whyMost: Reason, whyLeast: Reason): Bounded {
  if (desired > most) return { replicas: most, reason: whyMost };
  if (desired < least) return { replicas: least, reason: whyLeast };
  return { replicas: desired, reason: inRange };
}

/** Without rules: to double at most, and down as far as is wanted. */
function withinFactor(wish: Wish): Bounded {
  const fastest = Math.max(limits.scaleUpFactor * wish.current, limits.scaleUpLeast);
  return wish.most > fastest ? bounded({ ...wish, most: fastest }, tooFast, tooFew) : bounded(wish, tooMany, tooFew);
}

function withinRules(wish: Wish, memory: Memory, { scaleUp = noRules, scaleDown = noRules }: HorizontalPodAutoscalerBehavior, nowMs: number): Bounded {
  const { current, desired, least, most } = wish;
  if (desired > current) {
    const fastest = Math.max(furthest(scaleUp, 1, current, memory, nowMs), current);
    return bounded({ ...wish, least: 0, most: Math.min(most, fastest) }, most > fastest ? tooFast : tooMany, tooFew);
  }
  if (desired < current) {
    const fastest = Math.min(furthest(scaleDown, -1, current, memory, nowMs), current);
    return bounded({ ...wish, least: Math.max(least, fastest), most: Infinity }, tooMany, least < fastest ? tooFastDown : tooFew);
  }
  return { replicas: desired, reason: inRange };
}

/** How far the rules of one direction allow to go, counted from where each period began. */
function furthest({ selectPolicy, policies = [] }: HPAScalingRules, direction: 1 | -1, current: number, memory: Memory, nowMs: number): number {
  if (selectPolicy === 'Disabled') return current;
  const reached = policies.map(({ type, value, periodSeconds }) => {
    const periodMs = periodSeconds * 1_000;
    const began = current - changeWithin(memory.up, periodMs, nowMs) + changeWithin(memory.down, periodMs, nowMs);
    if (type === 'Pods') return began + direction * value;
    return direction > 0 ? Math.ceil(began * (1 + value / 100)) : Math.trunc(began * (1 - value / 100));
  });
  const isCautious = selectPolicy === 'Min';
  return isCautious === direction > 0 ? Math.min(...reached) : Math.max(...reached);
}

const recent = (changes: readonly Change[], periodMs: number, nowMs: number): readonly Change[] => changes.filter(({ ms }) => ms > nowMs - periodMs);

function changeWithin(changes: readonly Change[], periodMs: number, nowMs: number): number {
  return recent(changes, periodMs, nowMs).reduce((sum, { by }) => sum + by, 0);
}

const longestPeriodMs = (rules: HPAScalingRules | undefined): number => Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds * 1_000));
