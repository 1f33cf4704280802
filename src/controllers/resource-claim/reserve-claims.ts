// A Pod that nobody scheduled, because its author named the node, has its claims reserved when they are allocated.
// Upstream: pkg/controller/resourceclaim (reserveForPod)
import type { Process } from '../../kernel/index.ts';
import { claimNamesOf, keyOf, resourceClaimKind } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import type { ClaimParts } from './parts.ts';

/** Notes in allocated claims of a Pod that has a node that it uses them. */
export function* reserveClaims({ context: { client }, claims }: ClaimParts, pod: Pod): Process {
  if (!pod.spec.nodeName) return;
  const { namespace, name: podName, uid } = pod.metadata;
  for (const name of claimNamesOf(pod)) {
    const claim = name === undefined ? undefined : claims.get(keyOf(namespace, name));
    if (!claim?.status.allocation || claim.status.reservedFor?.some((user) => user.uid === uid)) continue;
    const reservedFor = [...(claim.status.reservedFor ?? []), { resource: 'pods', name: podName, uid }];
    yield* client.of(resourceClaimKind).updateStatus({ ...claim, status: { ...claim.status, reservedFor } });
  }
}
