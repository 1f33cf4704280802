// Claims, volumes and classes of volume attributes that are deleted go when nothing uses them any more.
// Upstream: pkg/controller/volume/pvcprotection, pvprotection, vacprotection
import { WorkQueue } from '../../client/index.ts';
import type { InformerSet } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { objectKey, persistentVolumeClaimKind, persistentVolumeKind, podKind, protectionFinalizers, volumeAttributesClassKind } from '../../kinds/index.ts';
import type { Kind, KubeInput, KubeObject, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, ControllerFactory, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** What a protection looks at beside the protected objects themselves. */
interface Users<Stored> {
  /** Whether something uses the object just now. */
  isUsed(object: Stored): boolean;
  /** Calls back with the keys of objects that may be used no more. */
  onRelease(add: (key: string) => void): void;
}

function protection<Input extends KubeInput, Stored extends KubeObject>(
  name: string,
  account: string,
  kind: Kind<Input, Stored>,
  usersIn: (informers: InformerSet) => Users<Stored>,
): ControllerFactory {
  const finalizer = protectionFinalizers[`${kind.apiVersion} ${kind.kind}`] ?? '';
  return controllerFactory(name, (context: ControllerContext): Controller => {
    const queue = new WorkQueue(context.kernel, name);
    const objects = context.informers.of(kind);
    const add = (object: Stored): void => {
      if (object.metadata.deletionTimestamp !== undefined || !isProtected(object, finalizer)) queue.add(objectKey(object.metadata));
    };
    objects.onChange({ added: add, updated: add });
    const users = usersIn(context.informers);
    users.onRelease((key) => {
      const object = objects.store.get(key);
      if (object) add(object);
    });
    return {
      name,
      workers: 1,
      queue,
      *reconcile(key): Process<Requeue> {
        const object = objects.store.get(key);
        if (!object) return {};
        const { finalizers = [], deletionTimestamp } = object.metadata;
        const isHeld = isProtected(object, finalizer);
        const mayGo = deletionTimestamp !== undefined && isHeld && !users.isUsed(object);
        if (!mayGo && (isHeld || deletionTimestamp !== undefined)) return {};
        const next = mayGo ? finalizers.filter((other) => other !== finalizer) : [...finalizers, finalizer];
        yield* unlessGone(context.client.of(kind).update({ ...object, metadata: { ...object.metadata, finalizers: next } }));
        return {};
      },
    };
  }, { account });
}

function isProtected({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) ?? false;
}

/** A Pod uses its claims from when it has a node until it is gone. */
const claimProtection = protection('persistentvolumeclaim-protection-controller', 'pvc-protection-controller', persistentVolumeClaimKind, (informers) => {
  const pods = informers.of(podKind);
  pods.store.addIndex('claims', (pod) => claimKeys(pod));
  return {
    isUsed: ({ metadata }) => pods.store.byIndex('claims', objectKey(metadata)).some(({ spec }) => spec.nodeName),
    onRelease: (add) => pods.onChange({ deleted: (pod) => claimKeys(pod).forEach(add) }),
  };
});

function claimKeys({ metadata: { namespace, name }, spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [`${namespace}/${volume.persistentVolumeClaim.claimName}`];
    return volume.ephemeral ? [`${namespace}/${name}-${volume.name}`] : [];
  });
}

/** A volume is used while it is bound. Whatever frees it changes it. */
const volumeProtection = protection('persistentvolume-protection-controller', 'pv-protection-controller', persistentVolumeKind, () => ({
  isUsed: ({ status }) => status.phase === 'Bound',
  onRelease: () => undefined,
}));

const attributesClassProtection = protection('volumeattributesclass-protection-controller', 'volumeattributesclass-protection-controller', volumeAttributesClassKind, (informers) => {
  const claims = informers.of(persistentVolumeClaimKind);
  const volumes = informers.of(persistentVolumeKind);
  return {
    isUsed: ({ metadata: { name } }) => [...claims.store.values(), ...volumes.store.values()].some(({ spec }) => spec.volumeAttributesClassName === name),
    onRelease(add) {
      const release = ({ spec: { volumeAttributesClassName: name } }: { readonly spec: { readonly volumeAttributesClassName?: string } }): void => {
        if (name !== undefined) add(name);
      };
      claims.onChange({ updated: (_, previous) => release(previous), deleted: release });
      volumes.onChange({ updated: (_, previous) => release(previous), deleted: release });
    },
  };
});

export const storageProtectionControllers: readonly ControllerFactory[] = [claimProtection, volumeProtection, attributesClassProtection];
