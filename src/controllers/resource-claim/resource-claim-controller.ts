// Upstream: pkg/controller/resourceclaim
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { claimNamesOf, keyOf, objectKey, podKind, resourceClaimKind, resourceClaimTemplateKind } from '../../kinds/index.ts';
import type { Pod, ResourceClaim } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { freeClaim, makeClaims, reserveClaims } from '../later.ts';
import { isDone } from './done-pods.ts';

const ofPod = 'pod:';
const ofClaim = 'claim:';

/** Makes the claims of Pods from templates, says which Pods use claims, and frees claims that nobody uses any more. */
export const resourceClaimController = controllerFactory('resource_claim', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'resource_claim');
  const pods = context.informers.of(podKind);
  const claims = context.informers.of(resourceClaimKind);
  const templates = context.informers.of(resourceClaimTemplateKind);
  const parts = { context, pods: pods.store, claims: claims.store, templates: templates.store };

  const addPod = (pod: Pod, isGone: boolean): void => {
    if (claimNamesOf(pod).length === 0) return;
    if (!isGone && !isDone(pod)) {
      queue.add(`${ofPod}${objectKey(pod.metadata)}`);
      return;
    }
    for (const name of claimNamesOf(pod)) if (name !== undefined) queue.add(`${ofClaim}${keyOf(pod.metadata.namespace, name)}`);
  };
  pods.onChange({ added: (pod) => addPod(pod, false), updated: (pod) => addPod(pod, false), deleted: (pod) => addPod(pod, true) });
  pods.store.addIndex('claim', (pod) => claimNamesOf(pod).map((name) => keyOf(pod.metadata.namespace, name ?? '')));
  const addClaim = (claim: ResourceClaim): void => {
    const key = objectKey(claim.metadata);
    queue.add(`${ofClaim}${key}`);
    // A Pod that has its node already may be waiting for this.
    if (claim.status.allocation) for (const pod of pods.store.byIndex('claim', key)) if (pod.spec.nodeName) addPod(pod, false);
  };
  claims.onChange({
    added: addClaim,
    updated: addClaim,
    deleted({ metadata: { namespace, ownerReferences = [] } }) {
      for (const { kind, name } of ownerReferences) if (kind === 'Pod') queue.add(`${ofPod}${keyOf(namespace, name)}`);
    },
  });
  return {
    name: 'resourceclaim-controller',
    workers: 50, // kube-controller-manager --concurrent-resourceclaim-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      if (key.startsWith(ofClaim)) return yield* freeClaim(parts, key.slice(ofClaim.length));
      const pod = pods.store.get(key.slice(ofPod.length));
      if (!pod || pod.metadata.deletionTimestamp !== undefined) return {};
      yield* makeClaims(parts, pod);
      yield* reserveClaims(parts, pod);
      return {};
    },
  };
}, { account: 'resource-claim-controller' });
