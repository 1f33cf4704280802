import type { Container, EphemeralContainer, Node, Pod, Volume } from '../../../kinds/index.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** Why a kubelet may not make this Pod: it makes images of its static Pods only, owned by its node, and they need nothing of the cluster. */
export function mirrorProblem(pod: Pod, node: string, own: Node | undefined): string | undefined {
  if (pod.metadata.annotations?.[mirrorAnnotation] === undefined) return `pod does not have "${mirrorAnnotation}" annotation, node "${node}" can only create mirror pods`;
  if (pod.spec.nodeName !== node) return `node "${node}" can only create pods with spec.nodeName set to itself`;
  const owned = ownerProblem(pod, node, own);
  if (owned !== undefined) return owned;
  if (pod.spec.serviceAccountName) return 'a mirror pod may not reference service accounts';
  const referenced = referencedKinds(pod);
  if (referenced.has('secrets')) return 'a mirror pod may not reference secrets';
  const [first] = referenced;
  return first === undefined ? undefined : `node "${node}" can not create pods that reference ${first}`;
}

function ownerProblem({ metadata: { ownerReferences = [] } }: Pod, node: string, own: Node | undefined): string | undefined {
  if (ownerReferences.length > 1) return `node "${node}" can only create pods with a single owner reference set to itself`;
  const [owner] = ownerReferences;
  if (!owner || owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) return `node "${node}" can only create pods with an owner reference set to itself`;
  if (owner.controller !== true) return `node "${node}" can only create pods with a controller owner reference set to itself`;
  if (owner.blockOwnerDeletion === true) return `node "${node}" must not set blockOwnerDeletion on an owner reference`;
  if (own && own.metadata.uid !== owner.uid) return `node ${node} UID mismatch: expected ${owner.uid} got ${own.metadata.uid}`;
  return undefined;
}

/** What of the cluster a Pod names, in the order in which it is told. */
function referencedKinds({ spec }: Pod): ReadonlySet<string> {
  const found = new Set<string>();
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) addContainer(found, container);
  if (spec.imagePullSecrets?.length) found.add('secrets');
  for (const volume of spec.volumes ?? []) addVolume(found, volume);
  return found;
}

function addContainer(found: Set<string>, { env = [], envFrom = [] }: Container | EphemeralContainer): void {
  for (const { valueFrom } of env) {
    if (valueFrom?.secretKeyRef) found.add('secrets');
    if (valueFrom?.configMapKeyRef) found.add('configmaps');
  }
  for (const { secretRef, configMapRef } of envFrom) {
    if (secretRef) found.add('secrets');
    if (configMapRef) found.add('configmaps');
  }
}

function addVolume(found: Set<string>, { secret, configMap, persistentVolumeClaim, projected, csi, ephemeral }: Volume): void {
  if (secret) found.add('secrets');
  if (configMap) found.add('configmaps');
  if (persistentVolumeClaim) found.add('persistentvolumeclaims');
  for (const source of projected?.sources ?? []) {
    if (source.secret) found.add('secrets');
    if (source.configMap) found.add('configmaps');
  }
  if (csi) found.add('csidrivers (via CSI volumes)');
  if (ephemeral) found.add('persistentvolumeclaims (via ephemeral volumes)');
}
