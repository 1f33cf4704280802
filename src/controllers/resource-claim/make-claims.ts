// The claims of a Pod that name a template: each is an object of its own, which lives and dies with the Pod.
// Upstream: pkg/controller/resourceclaim (syncPod, handleClaim)
import type { Process } from '../../kernel/index.ts';
import { controllerReference, isControlledBy, keyOf, podKind, resourceClaimKind } from '../../kinds/index.ts';
import type { Pod, PodResourceClaim, PodResourceClaimStatus, ResourceClaim } from '../../kinds/index.ts';
import { Setback } from '../framework/setback.ts';
import type { ClaimParts } from './parts.ts';

/** Says for which claim of its Pod an object was made. */
const podClaimAnnotation = 'resource.kubernetes.io/pod-claim-name';

/** Makes the claims that are missing, and notes in the Pod's status what they are called. */
export function* makeClaims(parts: ClaimParts, pod: Pod): Process {
  const { context: { client, recorder } } = parts;
  const { namespace, name } = pod.metadata;
  const made: PodResourceClaimStatus[] = [];
  for (const claim of pod.spec.resourceClaims ?? []) {
    if (claim.resourceClaimTemplateName === undefined) continue;
    try {
      const resourceClaimName = yield* madeName(parts, pod, claim, claim.resourceClaimTemplateName);
      made.push({ name: claim.name, resourceClaimName });
    } catch (error) {
      if (!(error instanceof Setback)) throw error;
      recorder.record(pod, { type: 'Warning', reason: 'FailedResourceClaimCreation', message: `PodResourceClaim ${claim.name}: ${error.message}` });
      throw error;
    }
  }
  const known = pod.status.resourceClaimStatuses ?? [];
  if (made.every((one) => known.some((other) => other.name === one.name && other.resourceClaimName === one.resourceClaimName))) return;
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, status: { resourceClaimStatuses: made } };
  yield* client.of(podKind).patch({ namespace, name }, 'apply', body, { fieldManager: 'ResourceClaimController', force: true }, 'status');
}

/** The name of the claim that was made for that claim of the Pod, now or before. */
function* madeName({ context: { client }, claims, templates }: ClaimParts, pod: Pod, { name: podClaim }: PodResourceClaim, templateName: string): Process<string> {
  // One that somebody deleted is not made again.
  const { namespace, name } = pod.metadata;
  const known = pod.status.resourceClaimStatuses?.find((status) => status.name === podClaim)?.resourceClaimName;
  if (known !== undefined) return known;
  const found = [...claims.values()].find((claim) => isMadeFor(claim, pod, podClaim));
  if (found) return found.metadata.name;
  const template = templates.get(keyOf(namespace, templateName));
  if (!template) throw new Setback(`resource claim template "${templateName}": resourceclaimtemplate.resource.k8s.io "${templateName}" not found`);
  const { metadata: { labels, annotations }, spec } = template.spec;
  const { blockOwnerDeletion: _, ...owner } = controllerReference(pod);
  const made = yield* client.of(resourceClaimKind).create({
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    metadata: {
      namespace,
      generateName: `${name}-${podClaim}-`,
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [podClaimAnnotation]: podClaim },
      ownerReferences: [owner],
    },
    spec,
  });
  return made.metadata.name;
}

function isMadeFor(claim: ResourceClaim, pod: Pod, podClaim: string): boolean {
  return claim.metadata.annotations?.[podClaimAnnotation] === podClaim && isControlledBy(claim, pod);
}
