// Upstream: pkg/controller/deployment, cleanupDeployment
import type { Process } from '../../kernel/index.ts';
import { replicaSetKind } from '../../kinds/index.ts';
import type { Deployment, ReplicaSet } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { revisionOf } from './annotations.ts';

/** Deletes the oldest empty ReplicaSets beyond the history's limit. */
export function* cleanUpHistory(context: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[]): Process {
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - deployment.spec.revisionHistoryLimit;
  if (surplus <= 0) return;
  const oldest = alive.sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus);
  for (const replicaSet of oldest) {
    const { spec, status, metadata } = replicaSet;
    const isSeen = (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);
    if (status.replicas !== 0 || spec.replicas !== 0 || !isSeen) continue;
    yield* unlessGone(context.client.of(replicaSetKind).delete(metadata));
  }
}
