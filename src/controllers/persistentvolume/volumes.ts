// Upstream: pkg/controller/volume/persistentvolume syncVolume, reclaimVolume
import type { Process } from '../../kernel/index.ts';
import { persistentVolumeKind } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { isChosenByController, tellPhase, unbind } from './binding.ts';
import { recycle } from './recycle.ts';
import type { FollowedPods } from './recycle.ts';

/** Where a volume came from that a provisioner made. */
const provisionedBy = 'pv.kubernetes.io/provisioned-by';

/** Brings a volume one step further; `claim` is the one that it is bound to, if that is there. */
export function* syncVolume(context: ControllerContext, volume: PersistentVolume, claim: PersistentVolumeClaim | undefined, followed: FollowedPods): Process {
  const { claimRef } = volume.spec;
  if (!claimRef?.uid) {
    yield* tellPhase(context, volume, 'Available');
  } else if (!claim || claim.metadata.uid !== claimRef.uid) {
    if (volume.status.phase !== 'Failed') yield* tellPhase(context, volume, 'Released');
    yield* reclaim(context, volume, followed);
  } else if (claim.spec.volumeName === volume.metadata.name) {
    yield* tellPhase(context, volume, 'Bound');
  } else if (claim.spec.volumeName) {
    yield* unbind(context, volume);
  } else if (!isChosenByController(volume)) {
    yield* tellPhase(context, volume, 'Available');
  } // else the claim's turn goes on with it
}

/** What becomes of a volume whose claim has gone. */
function* reclaim(context: ControllerContext, volume: PersistentVolume, followed: FollowedPods): Process {
  const { recorder, client } = context;
  const { persistentVolumeReclaimPolicy: policy, hostPath, nfs } = volume.spec;
  if (volume.metadata.deletionTimestamp !== undefined || policy === 'Retain' || volume.status.phase === 'Failed') return;
  // Whoever made it takes it away.
  if (policy === 'Delete' && volume.metadata.annotations?.[provisionedBy] !== undefined) return;
  const fail = function* (reason: string, message: string): Process {
    const failed = yield* tellPhase(context, volume, 'Failed', message);
    if (failed) recorder.record(volume, { type: 'Warning', reason, message });
  };
  if (policy === 'Recycle') {
    const why = yield* recycle(context, volume, followed);
    if (why !== undefined) yield* fail('VolumeFailedRecycle', why);
  } else if (!hostPath) {
    yield* fail('VolumeFailedDelete', `error getting deleter volume plugin for volume "${volume.metadata.name}": no ${nfs ? 'deletable ' : ''}volume plugin matched`);
  } else if (!/^\/tmp\/.+/.test(hostPath.path)) {
    yield* fail('VolumeFailedDelete', `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`);
  } else {
    yield* unlessGone(client.of(persistentVolumeKind).delete(volume.metadata));
  }
}
