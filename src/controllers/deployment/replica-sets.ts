// Upstream: pkg/controller/deployment/sync.go
import { deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerReference, deploymentKind, podTemplateHash, replicaSetKind } from '../../kinds/index.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet, ReplicaSetInput } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { annotationsOfNewest, revisionAnnotation, revisionOf, withSizes } from './annotations.ts';
import { hasProgressDeadline, progressing, withCondition } from './conditions.ts';
import { limitsOf } from './rolling-limits.ts';

const hashLabel = 'pod-template-hash';

/** A Deployment's ReplicaSets: the one of its present template, and the others. */
export interface ReplicaSets {
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** Both sorts together. */
export function allOf({ newest, old }: ReplicaSets): readonly ReplicaSet[] {
  return newest ? [...old, newest] : old;
}

/** Oldest first; names decide between twins. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Tells the ReplicaSets apart by their templates, the hash label aside. */
export function splitReplicaSets(deployment: Deployment, owned: readonly ReplicaSet[]): ReplicaSets {
  const sorted = owned.toSorted(byCreation);
  const newest = sorted.find((replicaSet) => isSameTemplate(replicaSet.spec.template, deployment.spec.template));
  return { newest, old: sorted.filter((replicaSet) => replicaSet !== newest) };
}

/** Whether two templates are equal but for the hash label. */
export function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return deepEqual(a.spec, b.spec) && deepEqual(withoutHash(a), withoutHash(b));
}

function withoutHash({ metadata }: PodTemplateSpec): unknown {
  const { [hashLabel]: _, ...labels } = metadata?.labels ?? {};
  return { ...metadata, labels };
}

/**
 * Brings revision and annotations of the newest ReplicaSet up to date, and makes one when there is none and `mayCreate`.
 * Gives the ReplicaSets as they are then; the Deployment's own revision follows.
 */
export function* syncRevision(
  context: ControllerContext,
  deployment: Deployment,
  sets: ReplicaSets,
  mayCreate: boolean,
): Process<{ readonly deployment: Deployment; readonly sets: ReplicaSets }> {
  const revision = Math.max(0, ...sets.old.map(revisionOf)) + 1;
  if (sets.newest) return yield* updateNewest(context, deployment, sets, sets.newest, revision);
  if (!mayCreate) return { deployment, sets };
  return yield* createNewest(context, deployment, sets, revision);
}

function* updateNewest(context: ControllerContext, deployment: Deployment, sets: ReplicaSets, newest: ReplicaSet, revision: number) {
  const annotations = annotationsOfNewest(deployment, newest.metadata.annotations, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (annotations !== newest.metadata.annotations || minReadySeconds !== (newest.spec.minReadySeconds ?? 0)) {
    const updated = yield* context.client.of(replicaSetKind).update({
      ...newest,
      metadata: { ...newest.metadata, annotations },
      spec: { ...newest.spec, minReadySeconds },
    });
    return { deployment, sets: { ...sets, newest: updated } };
  }
  const found = { reason: 'FoundNewReplicaSet', message: `Found new replica set "${newest.metadata.name}"` };
  const noted = yield* noteRevision(context, deployment, revisionOf(newest), progressing(deployment) ? undefined : found);
  return { deployment: noted, sets };
}

function* createNewest(context: ControllerContext, deployment: Deployment, sets: ReplicaSets, revision: number) {
  const wanted = newReplicaSet(deployment, sets, revision);
  const created = yield* createOrFind(context, deployment, wanted);
  const newest = created.replicaSet;
  const replicas = newest.spec.replicas;
  if (created.isNew && replicas > 0) {
    context.recorder.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled up replica set ${newest.metadata.name} from 0 to ${replicas}`,
    });
  }
  const made = { reason: 'NewReplicaSetCreated', message: `Created new replica set "${newest.metadata.name}"` };
  const noted = yield* noteRevision(context, deployment, revision, created.isNew ? made : undefined);
  return { deployment: noted, sets: { ...sets, newest } };
}

function newReplicaSet(deployment: Deployment, sets: ReplicaSets, revision: number): ReplicaSetInput {
  const { spec, metadata } = deployment;
  const hash = podTemplateHash(spec.template, deployment.status.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  const { selector, template, minReadySeconds } = spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: withSizes(annotationsOfNewest(deployment, undefined, revision), deployment),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: replicasOfNew(deployment, sets, 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function* createOrFind(context: ControllerContext, deployment: Deployment, wanted: ReplicaSetInput) {
  const replicaSets = context.client.of(replicaSetKind);
  try {
    return { replicaSet: yield* replicaSets.create(wanted), isNew: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') return { replicaSet: yield* findOwn(context, deployment, wanted, error), isNew: false };
    yield* noteFailure(context, deployment, wanted, error);
    throw error;
  }
}

/** The ReplicaSet of that name, if it is ours and of this template; else the name is taken and another hash is needed. */
function* findOwn(context: ControllerContext, deployment: Deployment, wanted: ReplicaSetInput, taken: ApiError): Process<ReplicaSet> {
  const { namespace, name = '' } = wanted.metadata ?? {};
  const existing = yield* context.client.of(replicaSetKind).get({ namespace, name });
  const isOurs = existing.metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === deployment.metadata.uid) ?? false;
  if (isOurs && isSameTemplate(existing.spec.template, deployment.spec.template)) return existing;
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  yield* context.client.of(deploymentKind).updateStatus({ ...deployment, status: { ...deployment.status, collisionCount } });
  throw taken;
}

function* noteFailure(context: ControllerContext, deployment: Deployment, wanted: ReplicaSetInput, error: ApiError): Process {
  const message = `Failed to create new replica set "${wanted.metadata?.name ?? ''}": ${error.message}`;
  context.recorder.record(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message });
  if (!hasProgressDeadline(deployment)) return;
  const conditions = withCondition(deployment, { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message }, context.kernel.wallMs);
  yield* context.client.of(deploymentKind).updateStatus({ ...deployment, status: { ...deployment.status, conditions } });
}

/** Writes the revision on the Deployment, and why it is progressing, when either is news. */
function* noteRevision(
  context: ControllerContext,
  deployment: Deployment,
  revision: number,
  progress: { readonly reason: string; readonly message: string } | undefined,
): Process<Deployment> {
  const wantsCondition = progress !== undefined && hasProgressDeadline(deployment);
  if (revisionOf(deployment) === revision && !wantsCondition) return deployment;
  const conditions = wantsCondition
    ? withCondition(deployment, { type: 'Progressing', status: 'True', ...progress }, context.kernel.wallMs)
    : deployment.status.conditions;
  return yield* context.client.of(deploymentKind).updateStatus({
    ...deployment,
    metadata: { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, [revisionAnnotation]: String(revision) } },
    status: { ...deployment.status, ...(conditions ? { conditions } : {}) },
  });
}

/** How many Pods the newest ReplicaSet should have now, given how many all have. */
export function replicasOfNew(deployment: Deployment, sets: ReplicaSets, current: number): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate') return replicas;
  const total = allOf(sets).reduce((sum, replicaSet) => sum + replicaSet.spec.replicas, 0);
  const room = replicas + limitsOf(deployment).maxSurge - total;
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

/** Sets a ReplicaSet's size and what it should know of the Deployment's; gives it as it is then. */
export function* scaleReplicaSet(context: ControllerContext, deployment: Deployment, replicaSet: ReplicaSet, replicas: number): Process<ReplicaSet> {
  const annotations = withSizes(replicaSet.metadata.annotations, deployment);
  const { replicas: before } = replicaSet.spec;
  if (before === replicas && annotations === replicaSet.metadata.annotations) return replicaSet;
  const updated = yield* context.client.of(replicaSetKind).update({
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec, replicas },
  });
  if (before !== replicas) {
    context.recorder.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${replicas > before ? 'up' : 'down'} replica set ${replicaSet.metadata.name} from ${before} to ${replicas}`,
    });
  }
  return updated;
}
