// Upstream: pkg/controller/volume/ephemeral
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { controllerReference, isControlledBy, isPodTerminal, objectKey, persistentVolumeClaimKind, podKind } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { Setback } from '../framework/setback.ts';

/** Makes the claim of each volume of a Pod that lives and dies with it. */
export const ephemeralVolumeController = controllerFactory('ephemeral_volume', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'ephemeral_volume');
  const pods = context.informers.of(podKind);
  const claims = context.informers.of(persistentVolumeClaimKind);
  const add = (pod: Pod): void => {
    if (isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) return;
    if (pod.spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined)) queue.add(objectKey(pod.metadata));
  };
  pods.onChange({ added: add });
  claims.onChange({
    deleted({ metadata: { namespace, ownerReferences = [] } }) {
      for (const { kind, name } of ownerReferences) if (kind === 'Pod') queue.add(`${namespace}/${name}`);
    },
  });
  return {
    name: 'ephemeral-volume-controller',
    workers: 5, // kube-controller-manager --concurrent-ephemeralvolume-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      if (!pod || isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) return {};
      for (const { name: volume, ephemeral } of pod.spec.volumes ?? []) {
        if (!ephemeral) continue;
        const { namespace } = pod.metadata;
        const name = `${pod.metadata.name}-${volume}`;
        const found = claims.store.get(`${namespace}/${name}`);
        if (found && !isControlledBy(found, pod)) {
          const why = `PVC "${namespace}/${name}" was not created for pod "${namespace}/${pod.metadata.name}" (pod is not owner)`;
          context.recorder.record(pod, { type: 'Warning', reason: 'FailedBinding', message: `ephemeral volume ${volume}: ${why}` });
          throw new Setback(why);
        }
        if (found) continue;
        const { metadata = {}, spec } = ephemeral.volumeClaimTemplate ?? {};
        if (!spec) continue; // refused by validation
        const { labels, annotations } = metadata;
        yield* context.client.of(persistentVolumeClaimKind).create({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name, namespace, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}), ownerReferences: [controllerReference(pod)] },
          spec,
        });
      }
      return {};
    },
  };
}, { account: 'ephemeral-volume-controller' });
