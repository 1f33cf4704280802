// Upstream: pkg/kubelet/token
import type { Process } from '../../../kernel/index.ts';
import { ApiError, serviceAccountKind } from '../../../kinds/index.ts';
import type { Pod, ServiceAccountTokenProjection } from '../../../kinds/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { KubeletContext } from '../context.ts';
import { limits } from '../../limits.ts';
import type { PodWorker } from '../pod-worker.ts';
import { MountError } from './mounted-volume.ts';

/** A token that a Pod has, and how long. */
export interface HeldToken {
  readonly token: string;
  /** From then on another is asked for; this one holds on until it ends. */
  readonly renewMs: number;
  readonly endMs: number;
}

/** The token of the Pod's account for a projection: the one it has, until a fifth of its life is left. Throws MountError when there is none. */
export function* accountToken(context: KubeletContext, worker: PodWorker, projection: ServiceAccountTokenProjection): Process<string> {
  const { audience, expirationSeconds } = projection;
  const key = `${audience ?? ''} ${expirationSeconds}`;
  const held = worker.tokens.get(key);
  if (held && context.kernel.nowMs < held.renewMs) {
    worker.planRefresh(held.renewMs);
    return held.token;
  }
  try {
    const token = yield* requestToken(context, worker.pod, projection);
    const { nowMs } = context.kernel;
    const lifeMs = expirationSeconds * 1_000;
    const renewMs = nowMs + lifeMs * limits.tokenRenewedAfter;
    worker.tokens.set(key, { token, renewMs, endMs: nowMs + lifeMs });
    worker.planRefresh(renewMs);
    return token;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
    if (!held || context.kernel.nowMs >= held.endMs) throw new MountError(`failed to fetch token: ${error.message}`);
    worker.planRefresh(context.kernel.nowMs + context.volumeRefreshMs());
    return held.token;
  }
}

/** Asks for a token that says who the Pod is. */
function* requestToken(context: KubeletContext, pod: Pod, { audience, expirationSeconds }: ServiceAccountTokenProjection): Process<string> {
  const { namespace, name, uid } = pod.metadata;
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      audiences: audience === undefined ? [] : [audience],
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    },
  };
  const at = { namespace, name: pod.spec.serviceAccountName ?? 'default' };
  const answer = (yield* context.client.of(serviceAccountKind).createSubresource(at, 'token', body)) as { readonly status?: { readonly token?: string } };
  return answer.status?.token ?? '';
}
