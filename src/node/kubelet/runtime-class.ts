// Upstream: pkg/kubelet/runtimeclass
import type { Process } from '../../kernel/index.ts';
import { ApiError, runtimeClassKind } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { KubeletContext } from './context.ts';

/** What the class of runtimes that a Pod names is called by the machine's runtime, or why that is not known. */
export function* runtimeHandler({ client }: KubeletContext, name: string): Process<{ readonly handler: string } | { readonly error: string }> {
  try {
    return yield* client.of(runtimeClassKind).get({ name });
  } catch (error) {
    if (error instanceof ApiError) return { error: error.reason === 'NotFound' ? `runtimeclass.node.k8s.io "${name}" not found` : error.message };
    if (error instanceof NetworkError) return { error: error.message };
    throw error;
  }
}
