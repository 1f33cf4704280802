// Volumes that are what an image holds.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go getImageVolumes

import { FewMap } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ensureImageOf } from '../container/ensure-image.ts';
import type { ImageWait } from '../container/ensure-image.ts';
import type { KubeletContext } from '../context.ts';
import type { PodWorker } from '../pod-worker.ts';
import type { MountedVolume } from './mounted-volume.ts';

/** Brings the images of the Pod's volumes; of those that are not to be had, by the volume's name, why. */
export function* mountImages(context: KubeletContext, worker: PodWorker): Process<ReadonlyMap<string, ImageWait>> {
  const waits = new Map<string, ImageWait>();
  for (const { name, image } of worker.pod.spec.volumes ?? []) {
    if (!image || worker.isEnding) continue;
    const { reference = '', pullPolicy } = image;
    const verdict = yield* ensureImageOf(context, worker, { image: reference, imagePullPolicy: pullPolicy ?? 'IfNotPresent' });
    if (verdict === 'given up') continue;
    if ('reason' in verdict) waits.set(name, verdict);
    else worker.volumes = new FewMap<string, MountedVolume>(worker.volumes).set(name, { files: verdict.image.files, from: '/', isReadOnly: true, isImage: true });
  }
  return waits;
}
