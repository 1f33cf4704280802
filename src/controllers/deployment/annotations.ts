// Upstream: pkg/controller/deployment/util, annotations of ReplicaSets
import type { Deployment, ReplicaSet } from '../../kinds/index.ts';
import { limitsOf } from './rolling-limits.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';

type Annotations = Readonly<Record<string, string>>;

/** Annotations that a Deployment does not hand on to its ReplicaSets. */
const notCopied: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]);

/** The revision that an object carries; 0 when it carries none. */
export function revisionOf(object: { readonly metadata: { readonly annotations?: Annotations } }): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

export function desiredReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet, desiredReplicasAnnotation);
}

export function maxReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet, maxReplicasAnnotation);
}

function numberIn(replicaSet: ReplicaSet, annotation: string): number | undefined {
  const text = replicaSet.metadata.annotations?.[annotation];
  return text === undefined ? undefined : Number(text);
}

/** The ReplicaSet's annotations with the sizes that the Deployment wants; the same object when nothing changes. */
export function withSizes(annotations: Annotations | undefined, deployment: Deployment): Annotations {
  const { replicas } = deployment.spec;
  return merged(annotations, {
    [desiredReplicasAnnotation]: String(replicas),
    [maxReplicasAnnotation]: String(replicas + limitsOf(deployment).maxSurge),
  });
}

/** The annotations of the Deployment's newest ReplicaSet, of the given revision. */
export function annotationsOfNewest(deployment: Deployment, existing: Annotations | undefined, revision: number): Annotations {
  const handedOn = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key));
  const next = merged(existing, Object.fromEntries(handedOn));
  const old = Number(existing?.[revisionAnnotation] ?? 0) || 0;
  if (old >= revision) return next;
  const history = existing?.[revisionHistoryAnnotation];
  return merged(next, {
    [revisionAnnotation]: String(revision),
    ...(old > 0 ? { [revisionHistoryAnnotation]: history ? `${history},${old}` : String(old) } : {}),
  });
}

function merged(base: Annotations | undefined, changes: Annotations): Annotations {
  const isSame = base !== undefined && Object.entries(changes).every(([key, value]) => base[key] === value);
  return isSame ? base : { ...base, ...changes };
}
