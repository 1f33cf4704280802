// Upstream: pkg/controller/volume/persistentvolume syncUnboundClaim, syncBoundClaim, provisionClaim
import type { Process } from '../../kernel/index.ts';
import { bestVolume, bindCompleted, defaultClassOf, isDefaultClass, isPodTerminal, isVolumeMeantFor, noProvisioner, persistentVolumeClaimKind, selectedNode, storageClassOf, volumeMismatch } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { bind, isChosenByController, tellClaim } from './binding.ts';

/** What the informers know around a claim. */
export interface Storage {
  readonly volumes: readonly PersistentVolume[];
  readonly classes: readonly StorageClass[];
  /** The Pods of the claim's namespace. */
  readonly pods: readonly Pod[];
}

const provisionerAnnotations = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];

/** Brings a claim one step further. Gives whether it is settled; else it is to be looked at again. */
export function* syncClaim(context: ControllerContext, claim: PersistentVolumeClaim, storage: Storage): Process<boolean> {
  const volume = storage.volumes.find(({ metadata }) => metadata.name === claim.spec.volumeName);
  if (claim.metadata.annotations?.[bindCompleted] !== undefined) return yield* syncBound(context, claim, volume);
  if (claim.spec.volumeName !== undefined && claim.spec.volumeName !== '') return yield* syncNamed(context, claim, volume);
  return yield* syncOpen(context, claim, storage);
}

/** A claim that names its volume. */
function* syncNamed(context: ControllerContext, claim: PersistentVolumeClaim, volume: PersistentVolume | undefined): Process<boolean> {
  const { recorder } = context;
  if (volume && (volume.spec.claimRef === undefined || isVolumeMeantFor(volume, claim))) {
    const mismatch = volume.spec.claimRef === undefined ? volumeMismatch(volume, claim) : undefined;
    if (mismatch === undefined) {
      yield* bind(context, volume, claim);
      return true;
    }
    recorder.record(claim, { type: 'Warning', reason: 'VolumeMismatch', message: `Cannot bind to requested volume "${volume.metadata.name}": ${mismatch}` });
  } else if (volume && !isChosenByController(claim)) {
    recorder.record(claim, { type: 'Warning', reason: 'FailedBinding', message: `volume "${volume.metadata.name}" already bound to a different claim.` });
  }
  yield* tellClaim(context, claim, { phase: 'Pending' });
  return false;
}

/** A claim that takes what fits. */
function* syncOpen(context: ControllerContext, claim: PersistentVolumeClaim, { volumes, classes, pods }: Storage): Process<boolean> {
  const { client, recorder } = context;
  const storageClass = classes.find(({ metadata }) => metadata.name === storageClassOf(claim));
  const isLazy = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const found = bestVolume(claim, isLazy ? volumes.filter((volume) => isVolumeMeantFor(volume, claim)) : volumes);
  if (found) {
    yield* bind(context, found, claim);
    return true;
  }
  const preferred = claim.spec.storageClassName === undefined && storageClassOf(claim) === '' ? defaultClassOf(classes, isDefaultClass) : undefined;
  if (preferred) {
    yield* client.of(persistentVolumeClaimKind).update({ ...claim, spec: { ...claim.spec, storageClassName: preferred.metadata.name } });
    return true; // the change brings it here again
  }
  if (isLazy && claim.metadata.annotations?.[selectedNode] === undefined) {
    const uses = ({ spec }: Pod): boolean => spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim.metadata.name) ?? false;
    const waiting = pods.filter((pod) => !pod.spec.nodeName && !isPodTerminal(pod) && uses(pod)).map(({ metadata }) => metadata.name);
    recorder.record(claim, waiting.length > 0
      ? { type: 'Normal', reason: 'WaitForPodScheduled', message: `waiting for pod${waiting.length > 1 ? 's' : ''} ${waiting.join(',')} to be scheduled` }
      : { type: 'Normal', reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' });
  } else if (storageClassOf(claim) !== '') {
    return yield* provision(context, claim, storageClass);
  } else {
    recorder.record(claim, { type: 'Normal', reason: 'FailedBinding', message: 'no persistent volumes available for this claim and no storage class is set' });
  }
  yield* tellClaim(context, claim, { phase: 'Pending' });
  return false;
}

/** Asks whoever makes volumes of the class for one. */
function* provision({ client, recorder }: ControllerContext, claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): Process<boolean> {
  if (!storageClass) {
    recorder.record(claim, { type: 'Warning', reason: 'ProvisioningFailed', message: `storageclass.storage.k8s.io "${storageClassOf(claim)}" not found` });
    return false;
  }
  const { provisioner } = storageClass;
  if (provisioner === noProvisioner) {
    recorder.record(claim, { type: 'Warning', reason: 'ProvisioningFailed', message: `no volume plugin matched name: ${noProvisioner}` });
    return false;
  }
  const { metadata } = claim;
  if (provisionerAnnotations.some((name) => metadata.annotations?.[name] !== provisioner)) {
    const annotations = { ...metadata.annotations, ...Object.fromEntries(provisionerAnnotations.map((name) => [name, provisioner])) };
    yield* client.of(persistentVolumeClaimKind).update({ ...claim, metadata: { ...metadata, annotations } });
  }
  recorder.record(claim, {
    type: 'Normal',
    reason: 'ExternalProvisioning',
    message: `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  });
  return false;
}

/** A claim that was bound before. */
function* syncBound(context: ControllerContext, claim: PersistentVolumeClaim, volume: PersistentVolume | undefined): Process<boolean> {
  const lose = function* (reason: string, message: string): Process<boolean> {
    if (claim.status.phase !== 'Lost') context.recorder.record(claim, { type: 'Warning', reason, message });
    yield* tellClaim(context, claim, { phase: 'Lost' });
    return true;
  };
  if (!claim.spec.volumeName) return yield* lose('ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  if (!volume) return yield* lose('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  if (volume.spec.claimRef !== undefined && volume.spec.claimRef.uid !== claim.metadata.uid) {
    return yield* lose('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
  }
  yield* bind(context, volume, claim);
  return true;
}
