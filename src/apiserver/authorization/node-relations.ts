// What a node has to do with: its Pods, and what they name. Kept by Pod as the watch cache tells, so that nothing is searched.
// Upstream: plugin/pkg/auth/authorizer/node/graph.go

import { claimNamesOf, keyOf, podKind, volumeClaimName } from '../../kinds/index.ts';
import type { AnyKind, Pod, Volume } from '../../kinds/index.ts';
import type { RegistryCache } from '../cache/registry-cache.ts';
import { everything } from '../cache/selection.ts';

/** What a Pod can need of its namespace. */
export type NeededKind = 'secrets' | 'configmaps' | 'persistentvolumeclaims' | 'serviceaccounts' | 'resourceclaims';

/** Which Pods are on which node. */
export class NodeRelations {
  private readonly byNode = new Map<string, Map<string, Pod>>();
  private readonly cache: RegistryCache;

  constructor(cache: RegistryCache) {
    this.cache = cache;
    const pods = cache.of(podKind as unknown as AnyKind);
    pods.onChange((key, previous, next) => this.podChanged(key, previous as Pod | undefined, next as Pod | undefined));
    pods.onReplaced(() => {
      this.byNode.clear();
      for (const pod of pods.list(everything)) this.podChanged(keyOf(pod.metadata.namespace, pod.metadata.name), undefined, pod as Pod);
    });
  }

  /** Whether the Pod is the node's. */
  hasPod(node: string, namespace: string, name: string): boolean {
    return this.byNode.get(node)?.has(keyOf(namespace, name)) ?? false;
  }

  /** Whether a Pod of the node needs that object. */
  needs(node: string, kind: NeededKind, namespace: string, name: string): boolean {
    for (const pod of this.podsOf(node)) if (pod.metadata.namespace === namespace && podNeeds(pod, kind, name)) return true;
    return false;
  }

  /** Whether a claim of one of the node's Pods is bound to that volume. */
  usesVolume(node: string, volume: string): boolean {
    const claimKind = this.cacheOfKind('v1', 'PersistentVolumeClaim');
    for (const pod of this.podsOf(node)) {
      for (const each of pod.spec.volumes ?? []) {
        const claimName = volumeClaimName(pod.metadata.name, each);
        const claim = claimName === undefined ? undefined : claimKind?.get(keyOf(pod.metadata.namespace, claimName));
        if (claim && (claim as unknown as { readonly spec: { readonly volumeName?: string } }).spec.volumeName === volume) return true;
      }
    }
    return false;
  }

  /** Whether an attachment is of that node. */
  hasAttachment(node: string, name: string): boolean {
    const attachment = this.cacheOfKind('storage.k8s.io/v1', 'VolumeAttachment')?.get(keyOf(undefined, name));
    return attachment !== undefined && (attachment as unknown as { readonly spec: { readonly nodeName?: string } }).spec.nodeName === node;
  }

  private podsOf(node: string): Iterable<Pod> {
    return this.byNode.get(node)?.values() ?? [];
  }

  private cacheOfKind(apiVersion: string, kind: string) {
    for (const cache of this.cache.all()) if (cache.kind.apiVersion === apiVersion && cache.kind.kind === kind) return cache;
    return undefined;
  }

  private podChanged(key: string, previous: Pod | undefined, next: Pod | undefined): void {
    const left = previous?.spec.nodeName;
    const on = next?.spec.nodeName;
    if (left && left !== on) this.forget(left, key);
    if (!next || !on) return;
    const pods = this.byNode.get(on);
    if (pods) pods.set(key, next);
    else this.byNode.set(on, new Map([[key, next]]));
  }

  private forget(node: string, key: string): void {
    const pods = this.byNode.get(node);
    pods?.delete(key);
    if (pods?.size === 0) this.byNode.delete(node);
  }
}

const mirrorAnnotation = 'kubernetes.io/config.mirror';

function podNeeds(pod: Pod, kind: NeededKind, name: string): boolean {
  const { spec, metadata } = pod;
  // What a mirror names is not handed out: whoever can write mirrors could ask for anything.
  if (metadata.annotations?.[mirrorAnnotation] !== undefined) return false;
  if (kind === 'serviceaccounts') return spec.serviceAccountName === name;
  if (kind === 'resourceclaims') return claimNamesOf(pod).includes(name);
  if (kind === 'secrets' && spec.imagePullSecrets?.some((secret) => secret.name === name)) return true;
  if (spec.volumes?.some((volume) => volumeNeeds(volume, metadata.name, kind, name))) return true;
  if (kind === 'persistentvolumeclaims') return false;
  for (const list of [spec.containers, spec.initContainers, spec.ephemeralContainers]) {
    for (const { env, envFrom } of list ?? []) {
      if (env?.some(({ valueFrom }) => (kind === 'secrets' ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef)?.name === name)) return true;
      if (envFrom?.some((from) => (kind === 'secrets' ? from.secretRef : from.configMapRef)?.name === name)) return true;
    }
  }
  return false;
}

function volumeNeeds(volume: Volume, pod: string, kind: NeededKind, name: string): boolean {
  switch (kind) {
    case 'configmaps': return volume.configMap?.name === name || (volume.projected?.sources?.some(({ configMap }) => configMap?.name === name) ?? false);
    case 'secrets': return volume.secret?.secretName === name || (volume.projected?.sources?.some(({ secret }) => secret?.name === name) ?? false) || pullSecrets(volume).includes(name);
    case 'persistentvolumeclaims': return volume.persistentVolumeClaim?.claimName === name || (volume.ephemeral !== undefined && `${pod}-${volume.name}` === name);
    case 'serviceaccounts':
    case 'resourceclaims': return false;
  }
}

/** Secrets that drivers ask the kubelet for. */
function pullSecrets({ azureFile, cephfs, csi, flexVolume, iscsi, rbd, scaleIO, storageos }: Volume): readonly (string | undefined)[] {
  return [
    azureFile?.secretName, cephfs?.secretRef?.name, csi?.nodePublishSecretRef?.name, flexVolume?.secretRef?.name, iscsi?.secretRef?.name, rbd?.secretRef?.name,
    scaleIO?.secretRef?.name, storageos?.secretRef?.name,
  ];
}
