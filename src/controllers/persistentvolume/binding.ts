// Upstream: pkg/controller/volume/persistentvolume bind, bindVolumeToClaim, bindClaimToVolume, unbindVolume
import { deepEqual, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { bindCompleted, boundByController, persistentVolumeClaimKind, persistentVolumeKind } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimStatus, PersistentVolumeStatus } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';

export const isChosenByController = ({ metadata }: PersistentVolume | PersistentVolumeClaim): boolean => metadata.annotations?.[boundByController] !== undefined;

/** Binds both to each other, in four writes of which each may have been made before. */
export function* bind({ client }: ControllerContext, volume: PersistentVolume, claim: PersistentVolumeClaim): Process {
  const volumes = client.of(persistentVolumeKind);
  const claims = client.of(persistentVolumeClaimKind);
  const { claimRef } = volume.spec;
  let bound = volume;
  if (claimRef?.uid !== claim.metadata.uid) {
    const { namespace, name, uid, resourceVersion } = claim.metadata;
    bound = yield* volumes.update({
      ...(claimRef ? volume : withAnnotations(volume, boundByController)),
      spec: { ...volume.spec, claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion } },
    });
  }
  bound = (yield* tellPhase({ client }, bound, 'Bound')) ?? bound;
  const { name } = volume.metadata;
  let taken = claim;
  const isNamed = claim.spec.volumeName === name;
  if (!isNamed || claim.metadata.annotations?.[bindCompleted] === undefined) {
    const annotated = isNamed ? withAnnotations(claim, bindCompleted) : withAnnotations(claim, boundByController, bindCompleted);
    taken = yield* claims.update({ ...annotated, spec: { ...claim.spec, volumeName: name } });
  }
  const { accessModes, capacity } = volume.spec;
  yield* tellClaim({ client }, taken, { phase: 'Bound', ...(accessModes ? { accessModes } : {}), capacity: { ...taken.status.capacity, storage: taken.status.capacity?.['storage'] ?? capacity?.['storage'] ?? '0' } });
}

function withAnnotations<Bound extends PersistentVolume | PersistentVolumeClaim>(object: Bound, ...names: readonly string[]): Bound {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...Object.fromEntries(names.map((name) => [name, 'yes'])) } } };
}

/** Lets a volume go that is bound to nobody: what the controller chose is forgotten, what a person chose waits for the next claim of that name. */
export function* unbind({ client }: ControllerContext, volume: PersistentVolume): Process {
  const { claimRef, ...spec } = volume.spec;
  const { [boundByController]: mark, ...annotations } = volume.metadata.annotations ?? {};
  const { uid: _, resourceVersion: __, ...reserved } = claimRef ?? {};
  const released = yield* client.of(persistentVolumeKind).update(mark === undefined
    ? { ...volume, spec: { ...spec, claimRef: reserved } }
    : { ...volume, metadata: { ...volume.metadata, annotations }, spec });
  yield* tellPhase({ client }, released, 'Available');
}

/** Writes a volume's phase, if it is another one. */
export function* tellPhase({ client }: Pick<ControllerContext, 'client'>, volume: PersistentVolume, phase: PersistentVolumeStatus['phase'], message?: string): Process<PersistentVolume | undefined> {
  if (volume.status.phase === phase) return undefined;
  const { lastPhaseTransitionTime } = volume.status;
  const status = { phase, ...(lastPhaseTransitionTime === undefined ? {} : { lastPhaseTransitionTime }), ...(message === undefined ? {} : { message }) };
  return yield* client.of(persistentVolumeKind).updateStatus(withFields(volume, { status }));
}

/** Writes what a claim's status says, if it says something else. */
export function* tellClaim({ client }: Pick<ControllerContext, 'client'>, claim: PersistentVolumeClaim, told: PersistentVolumeClaimStatus): Process {
  const { accessModes: _, capacity: __, ...kept } = claim.status;
  const status = told.phase === 'Bound' ? { ...kept, ...told } : { ...kept, phase: told.phase };
  if (!deepEqual(claim.status, status)) yield* client.of(persistentVolumeClaimKind).updateStatus(withFields(claim, { status }));
}
