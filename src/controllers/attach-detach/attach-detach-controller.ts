// Upstream: pkg/controller/volume/attachdetach
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { csiDriverKind, isPodTerminal, keyOf, nodeKind, persistentVolumeClaimKind, persistentVolumeKind, podKind, volumeAttachmentKind } from '../../kinds/index.ts';
import type { PersistentVolumeClaim, Pod, Volume, VolumeAttachment } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { syncAttachments } from '../later.ts';

/** Has volumes attached to the nodes whose Pods use them, and taken away when none does. Its keys are nodes. */
export const attachDetachController = controllerFactory('attachdetach-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'attach and detach');
  const pods = context.informers.of(podKind);
  const claims = context.informers.of(persistentVolumeClaimKind);
  const volumes = context.informers.of(persistentVolumeKind);
  const nodes = context.informers.of(nodeKind);
  const attachments = context.informers.of(volumeAttachmentKind);
  const drivers = context.informers.of(csiDriverKind);

  const add = ({ spec }: Pod): void => {
    if (spec.nodeName !== undefined && spec.volumes?.some(mayBeAttached)) queue.add(spec.nodeName);
  };
  const addUsers = ({ metadata }: PersistentVolumeClaim): void => {
    for (const pod of pods.store.values()) if (pod.metadata.namespace === metadata.namespace) add(pod);
  };
  const addNode = ({ spec }: VolumeAttachment): void => queue.add(spec.nodeName);
  pods.onChange({
    added: add, deleted: add,
    updated(next, before) {
      if (next.spec.nodeName !== before.spec.nodeName || isPodTerminal(next) !== isPodTerminal(before)) add(next);
    },
  });
  claims.onChange({
    updated(next, before) {
      if (next.status.phase === 'Bound' && before.status.phase !== 'Bound') addUsers(next);
    },
  });
  attachments.onChange({ added: addNode, updated: addNode, deleted: addNode });
  nodes.onChange({
    updated({ metadata, status }, before) {
      if (status.volumesInUse !== before.status.volumesInUse || status.volumesAttached !== before.status.volumesAttached) queue.add(metadata.name);
    },
  });

  const stores = { pods: pods.store, claims: claims.store, volumes: volumes.store, nodes: nodes.store, attachments: attachments.store, drivers: drivers.store };
  const attempts = new Map<string, Attempt>();
  return {
    name: 'attachdetach-controller',
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      const node = nodes.store.get(keyOf(undefined, key));
      return node ? yield* syncAttachments(context, { ...stores, attempts }, node) : {};
    },
  };
});

/** What is remembered of a volume that is being attached to a node. */
export interface Attempt {
  /** When the present try began, or is to begin. */
  readonly beganMs: number;
  readonly failures: number;
  /** That the volume is somewhere else has been told. */
  readonly isTold: boolean;
}

/** Whether a volume could be one that is attached: most stand for files of the machine or of the API. */
function mayBeAttached({ configMap, secret, projected, emptyDir, hostPath, downwardAPI }: Volume): boolean {
  return !(configMap ?? secret ?? projected ?? emptyDir ?? hostPath ?? downwardAPI);
}
