// A Pod starts once its devices are ready. Whoever offers devices of a node in a ResourceSlice is taken to run there and to
// make them ready; what a kubelet checks before it asks that driver is checked here.
// Upstream: pkg/kubelet/cm/dra/manager.go (prepareResources)
import type { Process } from '../../kernel/index.ts';
import { ApiError, claimNamesOf, resourceClaimKind } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { KubeletContext } from './context.ts';
import type { PodWorker } from './pod-worker.ts';

/** Makes the devices of the Pod's claims ready; false when they are not to be had now, which an event tells. */
export function* prepareClaims(context: KubeletContext, worker: PodWorker): Process<boolean> {
  for (const name of claimNamesOf(worker.pod)) {
    const problem = yield* problemWith(context, worker.pod, name);
    if (problem === undefined) continue;
    worker.report(context, { type: 'Warning', reason: 'FailedPrepareDynamicResources', message: `Failed to prepare dynamic resources: prepare dynamic resources: ${problem}` });
    return false;
  }
  return true;
}

function* problemWith({ client }: KubeletContext, { metadata }: Pod, name: string | undefined): Process<string | undefined> {
  const { namespace, uid } = metadata;
  if (name === undefined) return `pod "${namespace}/${metadata.name}": ResourceClaim not created yet`;
  try {
    const claim = yield* client.of(resourceClaimKind).get({ namespace, name });
    if (claim.status.reservedFor?.some((user) => user.uid === uid)) return undefined;
    return `pod ${metadata.name} (${uid}) is not allowed to use ResourceClaim ${name} (${claim.metadata.uid})`;
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    return `fetch ResourceClaim ${name}: ${error.message}`;
  }
}
