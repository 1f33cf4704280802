// The claims of a StatefulSet's Pods: how they are made, and with whom they go.
// Upstream: pkg/controller/statefulset/stateful_set_utils.go, stateful_pod_control.go
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerReference, objectKey, persistentVolumeClaimKind } from '../../kinds/index.ts';
import type { OwnerReference, PersistentVolumeClaim, PersistentVolumeClaimInput, Pod, PodSpec, StatefulSet } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { Setback } from '../framework/setback.ts';
import { rangeOf } from './pod-identity.ts';

/** How a Pod's claim is called. */
const claimName = (set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string => `${template.metadata.name}-${set.metadata.name}-${ordinal}`;

/** The claims of the Pod of a number, by the name of their volume. */
function claimsOf(set: StatefulSet, ordinal: number): readonly { readonly volume: string; readonly claim: PersistentVolumeClaimInput & { readonly metadata: { readonly name: string } } }[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const { status: _, ...claim } = template;
    const labels = { ...template.metadata.labels, ...set.spec.selector.matchLabels };
    return { volume: template.metadata.name, claim: { ...claim, metadata: { ...template.metadata, name: claimName(set, template, ordinal), namespace: set.metadata.namespace, labels } } };
  });
}

/** A Pod's spec in which the set's claims stand in the place of volumes of their names. */
export function withClaims(set: StatefulSet, spec: PodSpec, ordinal: number): PodSpec {
  const claimed = claimsOf(set, ordinal).map(({ volume, claim }) => ({ name: volume, persistentVolumeClaim: { claimName: claim.metadata.name } }));
  if (claimed.length === 0) return spec;
  const others = (spec.volumes ?? []).filter(({ name }) => !claimed.some((one) => one.name === name));
  return { ...spec, volumes: [...claimed, ...others] };
}

/** Makes the claims that a Pod lacks, each told as an event. Throws a Setback that says which cannot be made. */
export function* makeClaims(context: ControllerContext, set: StatefulSet, ordinal: number): Process {
  const { client, informers, recorder } = context;
  const known = informers.of(persistentVolumeClaimKind).store;
  const pod = `${set.metadata.name}-${ordinal}`;
  for (const { claim } of claimsOf(set, ordinal)) {
    const { name } = claim.metadata;
    const found = known.get(objectKey({ ...claim.metadata, namespace: set.metadata.namespace }));
    if (found?.metadata.deletionTimestamp !== undefined) throw new Setback(`pvc ${name} is being deleted`);
    if (found) continue;
    try {
      yield* client.of(persistentVolumeClaimKind).create({ ...claim, metadata: { ...claim.metadata, ...withOwners(ownersFor(set, undefined)) } });
      recorder.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message: `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success` });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason === 'AlreadyExists') throw error;
      recorder.record(set, { type: 'Warning', reason: 'FailedCreate', message: `Create Claim ${name} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${error.message}` });
      throw new Setback(`failed to create PVC ${name}: ${error.message}`);
    }
  }
}

const withOwners = (ownerReferences: readonly OwnerReference[]): { readonly ownerReferences?: readonly OwnerReference[] } => (ownerReferences.length > 0 ? { ownerReferences } : {});

/** With whom a claim goes, by the set's policy: with the set, or with a Pod that the set has no more number for. */
function ownersFor(set: StatefulSet, condemned: Pod | undefined): readonly OwnerReference[] {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy;
  if (condemned && whenScaled === 'Delete') return [controllerReference(condemned)];
  return whenDeleted === 'Delete' ? [controllerReference(set)] : [];
}

/** Lets a Pod's claims belong to whom the policy says. */
export function* keepClaims({ client, informers }: ControllerContext, set: StatefulSet, pod: Pod, ordinal: number): Process {
  const known = informers.of(persistentVolumeClaimKind).store;
  const { start, end } = rangeOf(set);
  const wanted = ownersFor(set, ordinal < start || ordinal >= end ? pod : undefined);
  for (const { claim } of claimsOf(set, ordinal)) {
    const found = known.get(objectKey({ ...claim.metadata, namespace: set.metadata.namespace }));
    if (!found) continue;
    const { ownerReferences = [] } = found.metadata;
    const others = ownerReferences.filter((owner) => !isOfSet(owner, set, pod));
    const own = ownerReferences.filter((owner) => isOfSet(owner, set, pod));
    const isRight = own.length === wanted.length && own.every((owner, index) => owner.uid === wanted[index]?.uid);
    if (!isRight) yield* client.of(persistentVolumeClaimKind).update({ ...found, metadata: { ...found.metadata, ownerReferences: [...others, ...wanted] } });
  }
}

const isOfSet = (owner: OwnerReference, set: StatefulSet, { metadata: { name } }: Pod): boolean =>
  (owner.kind === 'StatefulSet' && owner.name === set.metadata.name) || (owner.kind === 'Pod' && owner.name === name);

/** Whether a claim of a Pod that is to be made still goes with an earlier Pod of that name: until it has gone nothing can be done. */
export function hasStaleClaim({ informers }: ControllerContext, set: StatefulSet, ordinal: number): boolean {
  const known = informers.of(persistentVolumeClaimKind).store;
  return claimsOf(set, ordinal).some(({ claim }) => known.get(objectKey({ ...claim.metadata, namespace: set.metadata.namespace }))
    ?.metadata.ownerReferences?.some(({ kind, name }) => kind === 'Pod' && name === `${set.metadata.name}-${ordinal}`));
}
