// Upstream: pkg/controller/deployment/util, ResolveFenceposts
import { scaledValue } from '../../base/index.ts';
import type { Deployment } from '../../kinds/index.ts';

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
  const maxSurge = scaledValue(rollingUpdate.maxSurge ?? 0, replicas, true) ?? 0;
  const maxUnavailable = scaledValue(rollingUpdate.maxUnavailable ?? 0, replicas, false) ?? 0;
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: 1 };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}
