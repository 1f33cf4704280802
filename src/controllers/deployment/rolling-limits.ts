// Upstream: pkg/controller/deployment/util, ResolveFenceposts
import type { Deployment, IntOrString } from '../../kinds/index.ts';

/** How far a rolling update may go beyond and below the wanted number of Pods. */
export interface RollingLimits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** The limits in Pods; both are 0 for a Recreate. If both round to 0, one Pod may be unavailable, or nothing could move. */
export function limitsOf(deployment: Deployment): RollingLimits {
  const { rollingUpdate } = deployment.spec.strategy;
  if (deployment.spec.strategy.type !== 'RollingUpdate' || !rollingUpdate) return { maxSurge: 0, maxUnavailable: 0 };
  const { replicas } = deployment.spec;
  const maxSurge = scaled(rollingUpdate.maxSurge ?? 0, replicas, Math.ceil);
  const maxUnavailable = scaled(rollingUpdate.maxUnavailable ?? 0, replicas, Math.floor);
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: 1 };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

function scaled(value: IntOrString, total: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * total) / 100);
}
