// Upstream: pkg/volume/configmap, secret, downwardapi, projected
import { base64DecodeText } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { ConfigMap, KeyToPath, Pod, Secret, Volume, VolumeProjection } from '../../../kinds/index.ts';
import type { KubeletContext } from '../context.ts';
import { fieldValue, resourceValue } from '../field-ref.ts';
import { placeOf } from '../pod-place.ts';
import type { PodWorker } from '../pod-worker.ts';
import { accountToken } from './account-token.ts';
import type { VolumeFile } from './atomic-files.ts';
import { MountError } from './mounted-volume.ts';

/** The files of a volume that is filled from objects, and from which versions of them. */
export interface FilledVolume {
  readonly files: ReadonlyMap<string, VolumeFile>;
  readonly version: string;
}

interface Filling {
  readonly files: Map<string, VolumeFile>;
  readonly versions: string[];
}

/** Reads what a volume is filled from; undefined for volumes of other types. Throws MountError. */
export function* fillVolume(context: KubeletContext, worker: PodWorker, volume: Volume): Process<FilledVolume | undefined> {
  const { configMap, secret, downwardAPI, projected } = volume;
  const filling: Filling = { files: new Map(), versions: [] };
  if (configMap) {
    yield* project(context, worker, filling, { configMap }, configMap.defaultMode);
  } else if (secret) {
    const { secretName, items, optional } = secret;
    const source = { ...(secretName === undefined ? {} : { name: secretName }), ...(items ? { items } : {}), ...(optional === undefined ? {} : { optional }) };
    yield* project(context, worker, filling, { secret: source }, secret.defaultMode);
  } else if (downwardAPI) {
    const items = downwardAPI.items ?? [];
    yield* project(context, worker, filling, { downwardAPI: { items } }, downwardAPI.defaultMode);
  } else if (projected) {
    for (const source of projected.sources ?? []) yield* project(context, worker, filling, source, projected.defaultMode);
  } else {
    return undefined;
  }
  return { files: filling.files, version: filling.versions.join(' ') };
}

function* project(context: KubeletContext, worker: PodWorker, filling: Filling, source: VolumeProjection, mode: number): Process {
  const { namespace } = worker.pod.metadata;
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  const changed = (): void => refreshLater(context, worker);
  if (configMap) {
    const name = configMap.name ?? '';
    const found = yield* context.objects.configMap(worker.uid, namespace, name, changed);
    if (found) takeKeys(filling, dataOf(found), configMap, mode, 'configmap references non-existent config key: ');
    else if (!configMap.optional) throw new MountError(`configmap "${name}" not found`);
    filling.versions.push(found?.metadata.resourceVersion ?? '-');
  }
  if (secret) {
    const name = secret.name ?? '';
    const found = yield* context.objects.secret(worker.uid, namespace, name, changed);
    if (found) takeKeys(filling, secretData(found), secret, mode, 'references non-existent secret key: ');
    else if (!secret.optional) throw new MountError(`secret "${name}" not found`);
    filling.versions.push(found?.metadata.resourceVersion ?? '-');
  }
  for (const item of downwardAPI?.items ?? []) {
    const content = downwardContent(context, worker.pod, item, placeOf(context, worker));
    filling.files.set(item.path, { content, mode: item.mode ?? mode });
    filling.versions.push(content);
  }
  if (serviceAccountToken) {
    const content = yield* accountToken(context, worker, serviceAccountToken);
    filling.versions.push(content.slice(content.lastIndexOf('.') + 1)); // its signature: shorter, and no other's
    filling.files.set(serviceAccountToken.path, { content, ...tokenFacts(worker.pod, mode) });
  }
}

function downwardContent(context: KubeletContext, pod: Pod, item: NonNullable<NonNullable<VolumeProjection['downwardAPI']>['items']>[number], place: ReturnType<typeof placeOf>): string {
  if (item.fieldRef) return fieldValue(pod, item.fieldRef.fieldPath, place) ?? '';
  return item.resourceFieldRef ? resourceValue(pod, undefined, item.resourceFieldRef, place) : '';
}

function takeKeys(
  filling: Filling, data: ReadonlyMap<string, string>,
  source: { readonly items?: readonly KeyToPath[]; readonly optional?: boolean }, mode: number, missing: string,
): void {
  if (!source.items) {
    for (const [key, content] of data) filling.files.set(key, { content, mode });
    return;
  }
  for (const item of source.items) {
    const content = data.get(item.key);
    if (content !== undefined) filling.files.set(item.path, { content, mode: item.mode ?? mode });
    else if (!source.optional) throw new MountError(missing + item.key);
  }
}

/** The values of a ConfigMap by key. */
export function dataOf(configMap: ConfigMap): ReadonlyMap<string, string> {
  const data = new Map(Object.entries(configMap.data ?? {}));
  for (const [key, value] of Object.entries(configMap.binaryData ?? {})) data.set(key, base64DecodeText(value) ?? '');
  return data;
}

/** The values of a Secret by key. */
export function secretData(secret: Secret): ReadonlyMap<string, string> {
  return new Map(Object.entries(secret.data ?? {}).map(([key, value]) => [key, base64DecodeText(value) ?? '']));
}

/** Files follow a change of their source with the next periodic look at the Pod. */
function refreshLater(context: KubeletContext, worker: PodWorker): void {
  if (!worker.volumes) return worker.wake();
  worker.refreshVolumesAt(context.kernel.nowMs + context.volumeRefreshMs());
}

/**
 * Who may read a token: its owner alone, if all containers run as one user; with fsGroup the group as well.
 * Upstream: pkg/volume/projected/projected.go collectData
 */
function tokenFacts({ spec: { securityContext, containers, initContainers = [] } }: Pod, usualMode: number): Pick<VolumeFile, 'mode' | 'uid'> {
  const users = new Set([...containers, ...initContainers].map((container) => container.securityContext?.runAsUser ?? securityContext.runAsUser));
  const [uid] = users;
  const owner = users.size === 1 && uid !== undefined ? { uid } : {};
  return { mode: owner.uid === undefined && securityContext.fsGroup === undefined ? usualMode : 0o600, ...owner };
}
