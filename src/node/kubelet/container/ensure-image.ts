// Upstream: pkg/kubelet/images/image_manager.go EnsureImageExists
import { formatDuration } from '../../../base/index.ts';
import { race } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { imageSize } from '../../runtime/image.ts';
import type { StoredImage } from '../../runtime/image-store.ts';
import { parseReference } from '../../runtime/reference.ts';
import type { ImageReference } from '../../runtime/reference.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import { fieldPathOf } from '../pod-worker.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';

/** An image that is there, or why the container waits and when it is to be tried again. */
export type ImageVerdict = { readonly image: StoredImage } | ImageWait | 'given up';

/** Why something waits for its image, and in how many ms to try again. */
export interface ImageWait {
  readonly reason: string;
  readonly message: string;
  readonly againMs: number;
}

type ImageWish = Pick<AnyContainer, 'image' | 'imagePullPolicy'>;

/** Makes sure that a container's image is on the machine. */
export function ensureImage(context: KubeletContext, worker: PodWorker, container: AnyContainer): Process<ImageVerdict> {
  return ensureImageOf(context, worker, container, fieldPathOf(worker.pod, container));
}

/** Makes sure that an image is on the machine, pulling it as the policy says. Tells by events about that part of the Pod what it does. */
export function* ensureImageOf(context: KubeletContext, worker: PodWorker, { image, imagePullPolicy }: ImageWish, fieldPath?: string): Process<ImageVerdict> {
  const report = (type: 'Normal' | 'Warning', reason: string, message: string): void => worker.report(context, { type, reason, message }, fieldPath);
  const reference = parseReference(image);
  if ('error' in reference) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${reference.error}`;
    report('Warning', 'InspectFailed', message);
    return { reason: 'InvalidImageName', message, againMs: limits.syncBackOffMs };
  }
  const present = context.runtime.images.get(reference);
  if (present && imagePullPolicy !== 'Always' && (imagePullPolicy === 'Never' || mayUse(present, image))) {
    report('Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
    return { image: present };
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    report('Warning', 'ErrImageNeverPull', message);
    return { reason: 'ErrImageNeverPull', message, againMs: limits.syncBackOffMs };
  }
  const failure = worker.pullFailure(image);
  const remainingMs = failure?.backOff.remainingSinceFailureMs(context.kernel.nowMs) ?? 0;
  if (failure && remainingMs > 0) {
    report('Normal', 'BackOff', `Back-off pulling image "${image}"`);
    return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${failure.error}`, againMs: remainingMs };
  }
  return yield* pull(context, worker, image, reference, report);
}

/**
 * Whether an image that is there may be used by that name without a word of the registry: if it was pulled by that name before,
 * or nobody has pulled it.
 * Upstream: pkg/kubelet/images/pullmanager, KubeletEnsureSecretPulledImages
 */
function mayUse({ pulledAs }: StoredImage, image: string): boolean {
  return pulledAs === undefined || pulledAs.has(nameOf(image));
}

/** An image's name without tag and digest, as it was written. */
const nameOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/]*$/, '');

function* pull(
  context: KubeletContext, worker: PodWorker, image: string, reference: ImageReference,
  report: (type: 'Normal' | 'Warning', reason: string, message: string) => void,
): Process<ImageVerdict> {
  const { kernel, runtime } = context;
  report('Normal', 'Pulling', `Pulling image "${image}"`);
  const askedMs = kernel.nowMs;
  const asked = runtime.images.request(reference);
  worker.pull = asked;
  if (!asked.result) yield* race([asked.done, worker.ending, worker.respecified]);
  worker.pull = undefined;
  const { result } = asked;
  if (!result) return 'given up';
  worker.notePull(image, result, kernel.nowMs);
  if ('error' in result) {
    report('Warning', 'Failed', `Failed to pull image "${image}": ${result.error}`);
    return { reason: 'ErrImagePull', message: result.error, againMs: limits.relistMs };
  }
  (result.image.pulledAs ??= new Set()).add(nameOf(image));
  const took = formatDuration(Math.trunc(result.tookMs));
  const waited = formatDuration(Math.trunc(kernel.nowMs - askedMs));
  const size = imageSize(result.image.image);
  report('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${size} bytes.`);
  return { image: result.image };
}
