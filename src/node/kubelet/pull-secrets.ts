// Upstream: pkg/kubelet/kubelet.go getPullSecretsForPod
import type { Process } from '../../kernel/index.ts';
import type { KubeletContext } from './context.ts';
import type { PodWorker } from './pod-worker.ts';

/** Tells of secrets that a Pod names for pulling its images and that are not there: it is pulled without them. */
export function* lookForPullSecrets(context: KubeletContext, worker: PodWorker): Process {
  const { spec: { imagePullSecrets }, metadata: { namespace } } = worker.pod;
  if (!imagePullSecrets || worker.isStatic) return;
  const missing: string[] = [];
  for (const { name = '' } of imagePullSecrets) {
    if (name !== '' && !(yield* context.objects.secret(worker.uid, namespace, name, () => worker.wake()))) missing.push(name);
  }
  if (missing.length === 0) return;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  worker.report(context, { type: 'Warning', reason: 'FailedToRetrieveImagePullSecret', message });
}
