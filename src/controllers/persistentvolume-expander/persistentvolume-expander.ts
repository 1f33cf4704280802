// Upstream: pkg/controller/volume/expand/expand_controller.go
import { compareQuantities } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { keyOf, objectKey, persistentVolumeClaimKind, persistentVolumeKind, wantedSize } from '../../kinds/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';

/** Says of claims that grow who has to see to it: no kind of volume is left that the cluster itself can make larger. */
export const persistentVolumeExpander = controllerFactory('volume_expand', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'volume_expand');
  const claims = context.informers.of(persistentVolumeClaimKind);
  const volumes = context.informers.of(persistentVolumeKind);
  const add = ({ metadata, status }: PersistentVolumeClaim): void => {
    if (status.phase === 'Bound') queue.add(objectKey(metadata));
  };
  claims.onChange({
    added: add,
    updated(next, previous) {
      if (compareQuantities(wantedSize(next), wantedSize(previous)) > 0) add(next);
    },
  });
  return {
    name: 'persistentvolume-expander-controller',
    workers: 10, // defaultWorkerCount
    queue,
    *reconcile(key): Process<Requeue> {
      const claim = claims.store.get(key);
      const volume = claim && volumes.store.get(keyOf(undefined, claim.spec.volumeName ?? ''));
      if (claim && volume?.spec.claimRef?.uid === claim.metadata.uid && compareQuantities(wantedSize(claim), claim.status.capacity?.['storage'] ?? '0') > 0) {
        context.recorder.record(claim, { type: 'Normal', reason: 'ExternalExpanding', message: 'waiting for an external controller to expand this PVC' });
      }
      return {};
    },
  };
}, { account: 'expand-controller' });
