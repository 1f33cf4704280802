// What is to be attached to a node and what is; one pass over it.
// Upstream: pkg/controller/volume/attachdetach/reconciler, pkg/volume/csi/csi_attacher.go

import { backOffMs } from '../../base/index.ts';
import { attachableVolume, attachmentName } from '../../kinds/every-later.ts';
import type { AttachableVolume } from '../../kinds/every-later.ts';
import { isPodTerminal, keyOf, nodeKind, volumeAttachmentKind, volumeClaimName } from '../../kinds/index.ts';
import type { CSIDriver, Node, PersistentVolume, PersistentVolumeClaim, Pod, Volume, VolumeAttachment } from '../../kinds/index.ts';
import type { ObjectStore } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import type { Attempt } from './attach-detach-controller.ts';

/** What a pass over a node sees, and what it remembers of tries by node and volume. */
export interface AttachmentView {
  readonly pods: ObjectStore<Pod>;
  readonly claims: ObjectStore<PersistentVolumeClaim>;
  readonly volumes: ObjectStore<PersistentVolume>;
  readonly nodes: ObjectStore<Node>;
  readonly attachments: ObjectStore<VolumeAttachment>;
  readonly drivers: ObjectStore<CSIDriver>;
  readonly attempts: Map<string, Attempt>;
}

/** How long a driver may take: kube-controller-manager, csiTimeout. */
const driverTimeoutMs = 120_000;
/** Pauses between tries: pkg/util/goroutinemap exponentialbackoff, 500 ms … 2 m 2 s. */
const firstPauseMs = 500;
const greatestPauseMs = 122_000;
/** Kubelets say by it that they leave attaching to this controller. */
const managedAnnotation = 'volumes.kubernetes.io/controller-managed-attach-detach';

/** A volume that Pods of a node use. */
interface Wanted {
  readonly volume: AttachableVolume;
  readonly persistent: PersistentVolume | undefined;
  readonly pods: readonly Pod[];
}

/** Attaches to a node what its Pods use and takes away what they do not; says when to look again. */
export function* syncAttachments(context: ControllerContext, view: AttachmentView, node: Node): Process<Requeue> {
  if (node.metadata.annotations?.[managedAnnotation] !== 'true') return {};
  const wanted = wantedVolumes(view, node);
  const before = node.status.volumesAttached ?? [];
  const kept = before.filter(({ name }) => wanted.has(name) || node.status.volumesInUse?.includes(name));
  const waits: number[] = [];
  const attached: Wanted[] = [];
  for (const [name, one] of wanted) {
    if (before.some((other) => other.name === name)) continue;
    const waitMs = yield* attach(context, view, node, one);
    if (waitMs === undefined) attached.push(one);
    else waits.push(waitMs);
  }
  if (attached.length > 0 || kept.length < before.length) {
    const volumesAttached = [...kept, ...attached.map(({ volume: { uniqueName } }) => ({ devicePath: '', name: uniqueName }))];
    yield* unlessGone(context.client.of(nodeKind).patchStatus(node.metadata, { status: { volumesAttached } }));
  }
  for (const { volume, pods } of attached) {
    view.attempts.delete(attemptKey(node, volume));
    tell(context, pods, { type: 'Normal', reason: 'SuccessfulAttachVolume', message: `AttachVolume.Attach succeeded for volume "${volume.name}" ` });
  }
  waits.push(...(yield* detach(context, view, node, wanted)));
  return waits.length > 0 ? { afterMs: Math.min(...waits) } : {};
}

/** The volumes of the node's Pods that are attached to machines, by their names in the node's status. */
function wantedVolumes(view: AttachmentView, node: Node): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const pod of view.pods.values()) {
    if (pod.spec.nodeName !== node.metadata.name || isPodTerminal(pod)) continue;
    for (const source of pod.spec.volumes ?? []) {
      const persistent = persistentVolume(view, pod, source);
      const volume = persistent ? attachableVolume(persistent.metadata.name, persistent.spec) : attachableVolume(source.name, source);
      if (!volume || !needsAttaching(view, volume)) continue;
      const known = wanted.get(volume.uniqueName);
      wanted.set(volume.uniqueName, { volume, persistent, pods: known ? known.pods.concat(pod) : [pod] });
    }
  }
  return wanted;
}

function persistentVolume({ claims, volumes }: AttachmentView, { metadata }: Pod, volume: Volume): PersistentVolume | undefined {
  const claimName = volumeClaimName(metadata.name, volume);
  const claim = claimName === undefined ? undefined : claims.get(keyOf(metadata.namespace, claimName));
  return claim?.status.phase === 'Bound' ? volumes.get(keyOf(undefined, claim.spec.volumeName ?? '')) : undefined;
}

function needsAttaching({ drivers }: AttachmentView, { csi }: AttachableVolume): boolean {
  return !csi || drivers.get(keyOf(undefined, csi.driver))?.spec.attachRequired !== false;
}

const attemptKey = ({ metadata }: Node, { uniqueName }: AttachableVolume): string => `${metadata.name} ${uniqueName}`;

/** Undefined when the volume is attached, else in how many ms to look again. */
function* attach(context: ControllerContext, view: AttachmentView, node: Node, { volume, persistent, pods }: Wanted): Process<number | undefined> {
  const { csi, name } = volume;
  if (!csi) return undefined;
  const { nowMs } = context.kernel;
  const key = attemptKey(node, volume);
  const attempt = view.attempts.get(key) ?? { beganMs: nowMs, failures: 0, isTold: false };
  const note = (news: Partial<Attempt>): void => void view.attempts.set(key, { ...attempt, ...news });
  if (attempt.beganMs > nowMs) return attempt.beganMs - nowMs;
  note({});
  if (persistent && isElsewhere(view, node, volume, persistent)) {
    if (!attempt.isTold) tell(context, pods, failure(`Multi-Attach error for volume "${name}" ${whoHasIt(view, volume, pods)}`));
    note({ isTold: true });
    return firstPauseMs;
  }
  const attachment = attachmentName(csi, node.metadata.name);
  const found = view.attachments.get(keyOf(undefined, attachment));
  if (!found) {
    yield* make(context, attachment, node, { volume, persistent });
    note({ beganMs: nowMs });
    return driverTimeoutMs;
  }
  if (found.status.attached) return undefined;
  const why = found.status.attachError?.message;
  const leftMs = attempt.beganMs + driverTimeoutMs - nowMs;
  if (why === undefined && leftMs > 0) return leftMs;
  const reason = why ?? `timed out waiting for external-attacher of ${csi.driver} CSI driver to attach volume ${csi.volumeHandle}`;
  tell(context, pods, failure(`AttachVolume.Attach failed for volume "${name}" : ${reason}`));
  const pauseMs = backOffMs(firstPauseMs, greatestPauseMs, attempt.failures);
  note({ beganMs: nowMs + pauseMs, failures: attempt.failures + 1 });
  return pauseMs;
}

const failure = (message: string): { readonly type: 'Warning'; readonly reason: string; readonly message: string } => ({ type: 'Warning', reason: 'FailedAttachVolume', message });

function tell({ recorder }: ControllerContext, pods: readonly Pod[], event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }): void {
  for (const pod of pods) recorder.record(pod, event);
}

/** Whether a volume that only one node may have is attached to another one. */
function isElsewhere({ nodes }: AttachmentView, node: Node, { uniqueName }: AttachableVolume, { spec }: PersistentVolume): boolean {
  if (spec.accessModes?.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany')) return false;
  return [...nodes.values()].some(({ metadata, status }) => metadata.name !== node.metadata.name && status.volumesAttached?.some(({ name }) => name === uniqueName));
}

function whoHasIt(view: AttachmentView, { uniqueName }: AttachableVolume, pods: readonly Pod[]): string {
  const namespace = pods[0]?.metadata.namespace;
  const users = [...view.nodes.values()].flatMap((node) => (pods.some(({ spec }) => spec.nodeName === node.metadata.name) ? [] : (wantedVolumes(view, node).get(uniqueName)?.pods ?? [])));
  if (users.length === 0) return "Volume is already exclusively attached to one node and can't be attached to another";
  const own = users.filter((user) => user.metadata.namespace === namespace).map(({ metadata }) => metadata.name);
  const others = users.length - own.length;
  const told = own.length === 0 ? `${others} pod(s) in different namespaces` : others === 0 ? `pod(s) ${own.join(', ')}` : `pod(s) ${own.join(', ')} and ${others} pod(s) in different namespaces`;
  return `Volume is already used by ${told}`;
}

function* make({ client }: ControllerContext, name: string, node: Node, { volume: { csi }, persistent }: Pick<Wanted, 'volume' | 'persistent'>): Process {
  if (!csi) return;
  const inline = { accessModes: ['ReadWriteOnce' as const], csi, volumeMode: 'Filesystem' as const };
  yield* client.of(volumeAttachmentKind).create({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name },
    spec: { attacher: csi.driver, nodeName: node.metadata.name, source: persistent ? { persistentVolumeName: persistent.metadata.name } : { inlineVolumeSpec: inline } },
  });
}

/**
 * Takes away the attachments that this controller has made and that no Pod of the node needs, unless its kubelet still uses them or
 * they are still being made. Gives when to look again.
 */
function* detach({ client, kernel }: ControllerContext, view: AttachmentView, node: Node, wanted: ReadonlyMap<string, Wanted>): Process<readonly number[]> {
  const waits: number[] = [];
  const busy = new Set([...wanted.keys(), ...(node.status.volumesInUse ?? [])].map((uniqueName) => nameOf(uniqueName, node)));
  for (const [key, { beganMs, failures }] of [...view.attempts]) {
    const [owner, uniqueName = ''] = key.split(' ');
    if (owner !== node.metadata.name || wanted.has(uniqueName)) continue;
    const leftMs = beganMs + (failures === 0 ? driverTimeoutMs : 0) - kernel.nowMs;
    if (leftMs <= 0) view.attempts.delete(key);
    else {
      waits.push(leftMs);
      busy.add(nameOf(uniqueName, node));
    }
  }
  for (const { metadata, spec } of [...view.attachments.values()]) {
    if (spec.nodeName !== node.metadata.name || metadata.deletionTimestamp !== undefined || busy.has(metadata.name)) continue;
    if (/^csi-[0-9a-f]{64}$/.test(metadata.name)) yield* unlessGone(client.of(volumeAttachmentKind).delete({ name: metadata.name }));
  }
  return waits;
}

function nameOf(uniqueName: string, node: Node): string | undefined {
  const [, driver, volumeHandle] = /^kubernetes\.io\/csi\/([^^]*)\^(.*)$/s.exec(uniqueName) ?? [];
  return driver === undefined || volumeHandle === undefined ? undefined : attachmentName({ driver, volumeHandle }, node.metadata.name);
}
