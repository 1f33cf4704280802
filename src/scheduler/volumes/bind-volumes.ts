// Upstream: pkg/scheduler/framework/plugins/volumebinding/binder.go BindPodVolumes
import type { ApiClient } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import { bindCompleted, boundByController, persistentVolumeClaimKind, persistentVolumeKind, selectedNode } from '../../kinds/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/index.ts';
import type { Storage } from './storage.ts';
import type { VolumePlan } from './volume-plan.ts';

const timeoutMs = 600_000; // VolumeBindingArgs.bindTimeoutSeconds
const lookMs = 1_000;

/** Writes what the plan says and waits until the claims are bound. Gives why they are not, after the time-out. Throws ApiError and NetworkError. */
export function* bindVolumes({ kernel, client }: { readonly kernel: Kernel; readonly client: ApiClient }, plan: VolumePlan, storage: Storage, node: string): Process<string | undefined> {
  for (const { claim: { metadata: { namespace, name, uid, resourceVersion } }, volume } of plan.chosen) {
    if (volume.spec.claimRef) continue; // it waits for this claim already
    yield* client.of(persistentVolumeKind).update({
      ...volume,
      metadata: { ...volume.metadata, annotations: { ...volume.metadata.annotations, [boundByController]: 'yes' } },
      spec: { ...volume.spec, claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion } },
    });
  }
  for (const claim of plan.asked) {
    const { metadata } = claim;
    if (metadata.annotations?.[selectedNode] === node) continue;
    yield* client.of(persistentVolumeClaimKind).update({ ...claim, metadata: { ...metadata, annotations: { ...metadata.annotations, [selectedNode]: node } } });
  }
  const claims = [...plan.chosen.map(({ claim }) => claim), ...plan.asked];
  const isBound = ({ metadata: { namespace, name } }: PersistentVolumeClaim): boolean => {
    const now = storage.claim(namespace, name);
    return now?.spec.volumeName !== undefined && now.metadata.annotations?.[bindCompleted] !== undefined;
  };
  for (const untilMs = kernel.nowMs + timeoutMs; !claims.every(isBound);) {
    if (kernel.nowMs >= untilMs) return 'binding volumes: context deadline exceeded';
    yield* sleep(lookMs);
  }
  return undefined;
}
