// Upstream: pkg/controller/volume/persistentvolume
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { objectKey, persistentVolumeClaimKind, persistentVolumeKind, podKind, storageClassKind } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { syncClaim, syncVolume } from '../later.ts';
import { recycledBy } from './recycled-by.ts';
import type { FollowedPods } from './recycle.ts';

/** When a claim that waits is looked at again. kube-controller-manager --pvclaimbinder-sync-period */
const syncPeriodMs = 15_000;

/** Volumes and claims stand in one queue: told apart by a word in front. */
const volumeMark = 'volume:';

/** Binds claims to volumes. */
export const persistentVolumeController = controllerFactory('persistentvolume-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'persistentvolume');
  const volumes = context.informers.of(persistentVolumeKind);
  const claims = context.informers.of(persistentVolumeClaimKind);
  const classes = context.informers.of(storageClassKind);
  const pods = context.informers.of(podKind);
  pods.store.addIndex('namespace', (pod) => [pod.metadata.namespace]);

  const addClaim = ({ metadata }: PersistentVolumeClaim): void => queue.add(objectKey(metadata));
  const addVolume = (volume: PersistentVolume): void => {
    queue.add(volumeMark + volume.metadata.name);
    const { claimRef } = volume.spec;
    if (claimRef) queue.add(`${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`);
  };
  claims.onChange({
    added: addClaim,
    updated: addClaim,
    deleted({ spec }) {
      if (spec.volumeName) queue.add(volumeMark + spec.volumeName);
    },
  });
  const addRecycled = (pod: Pod): void => {
    const volume = recycledBy(pod);
    if (volume !== undefined) queue.add(volumeMark + volume);
  };
  const followed: FollowedPods = new Map();
  pods.onChange({ added: addRecycled, updated: addRecycled });
  volumes.onChange({ added: addVolume, updated: addVolume, deleted: addVolume });

  return {
    name: 'persistentvolume-binder-controller',
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      if (key.startsWith(volumeMark)) {
        const volume = volumes.store.get(key.slice(volumeMark.length));
        if (!volume) return {};
        const { claimRef } = volume.spec;
        yield* syncVolume(context, volume, claimRef && claims.store.get(`${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`), followed);
        return {};
      }
      const claim = claims.store.get(key);
      if (!claim || claim.metadata.deletionTimestamp !== undefined) return {};
      const isSettled = yield* syncClaim(context, claim, {
        volumes: [...volumes.store.values()], classes: [...classes.store.values()], pods: pods.store.byIndex('namespace', claim.metadata.namespace),
      });
      return isSettled ? {} : { afterMs: syncPeriodMs };
    },
  };
}, { account: 'persistent-volume-binder' });
