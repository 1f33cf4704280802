// Volumes that a Pod does not bring along: what a claim stands for, and what comes over drivers, networks and old plugins.
// No driver runs on these machines, and no program that mounts file systems of a network.
// Upstream: pkg/kubelet/volumemanager/populator, pkg/volume/csi, pkg/volume/local

import { attachableVolume } from '../../../kinds/every-later.ts';
import { ApiError, csiDriverKind, persistentVolumeClaimKind, persistentVolumeKind, volumeClaimName } from '../../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeSpec, Volume } from '../../../kinds/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { KubeletContext } from '../context.ts';
import { allContainers } from '../pod-worker.ts';
import type { PodWorker } from '../pod-worker.ts';
import { mountHostPath } from './mount-volumes.ts';
import { MountError, UnattachedError, UnknownVolumeError } from './mounted-volume.ts';
import type { MountedVolume } from './mounted-volume.ts';

/** Mounts such a volume. Throws MountError, UnknownVolumeError or UnattachedError. */
export function* mountOther(context: KubeletContext, worker: PodWorker, volume: Volume): Process<MountedVolume> {
  const { name } = volume;
  const claim = volumeClaimName(worker.pod.metadata.name, volume);
  if (claim === undefined) return yield* mountSource(context, worker, { name, source: volume, mode: 'Filesystem' });
  const { metadata, spec } = yield* volumeOf(context, worker.pod.metadata.namespace, claim);
  checkMode(worker, name, spec.volumeMode);
  return yield* mountSource(context, worker, { name: metadata.name, source: spec, mode: spec.volumeMode });
}

/** The volume that a claim stands for. */
function* volumeOf({ client }: KubeletContext, namespace: string, name: string): Process<PersistentVolume> {
  const failed = (why: string): UnknownVolumeError => new UnknownVolumeError(`error processing PVC ${namespace}/${name}: ${why}`);
  let part = 'PVC';
  try {
    const { spec, status } = yield* client.of(persistentVolumeClaimKind).get({ namespace, name });
    if (spec.volumeName === undefined || status.phase !== 'Bound') throw failed('PVC is not bound');
    part = 'PV';
    return yield* client.of(persistentVolumeKind).get({ name: spec.volumeName });
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    throw failed(`failed to fetch ${part} from API server: ${error.message}`);
  }
}

/** Containers mount a volume of files, and get one of blocks as a device. */
function checkMode({ pod }: PodWorker, name: string, mode: PersistentVolumeSpec['volumeMode']): void {
  const uses = (field: 'volumeDevices' | 'volumeMounts'): boolean => allContainers(pod).some((container) => container[field]?.some((use) => use.name === name));
  const wrong = mode === 'Block' ? 'volumeMounts' : 'volumeDevices';
  if (uses(wrong)) throw new UnknownVolumeError(`volume ${name} has volumeMode ${mode}, but is specified in ${wrong}`);
}

interface Source {
  /** As events name it. */
  readonly name: string;
  readonly source: Volume | PersistentVolumeSpec;
  readonly mode: PersistentVolumeSpec['volumeMode'];
}

function* mountSource(context: KubeletContext, worker: PodWorker, { name, source, mode }: Source): Process<MountedVolume> {
  const { csi, hostPath, nfs } = source;
  if (hostPath) return mountHostPath(context.disk, hostPath, name);
  if ('local' in source && source.local) {
    const { path } = source.local;
    if (!context.disk.exists(path)) throw new MountError(`path "${path}" does not exist`, { operation: 'MountVolume.NewMounter initialization', volume: name });
    return { files: context.disk, from: path, isReadOnly: false };
  }
  if (nfs) throw new MountError(noFileSystem(worker, name, 'nfs', `${nfs.server}:${nfs.path}`), { volume: name });
  if ('gitRepo' in source && source.gitRepo) throw new MountError('git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver`');
  if (csi && !('volumeHandle' in csi)) throw new MountError(`kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: ${notRegistered(csi.driver)}`);
  const attachable = attachableVolume(name, source);
  if (!attachable) throw new UnknownVolumeError(`failed to get Plugin from volumeSpec for volume "${name}" err=no volume plugin matched`);
  const driver = attachable.csi?.driver;
  if (driver === undefined || (yield* isAttached(context, driver))) yield* waitForAttachment(context, worker, attachable.uniqueName);
  const failing = (operation: string): { readonly operation: string; readonly volume: string } => ({ operation, volume: attachable.name });
  if (driver === undefined) throw new MountError(source.fc ? 'no fc disk found' : 'executable file not found in $PATH', failing('MountVolume.WaitForAttach'));
  if (mode === 'Block') throw new MountError(`kubernetes.io/csi: blockMapper.SetUpDevice failed to get CSI client: ${notRegistered(driver)}`, failing('MapVolume.SetUpDevice'));
  throw new MountError(`kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: ${notRegistered(driver)}`, failing('MountVolume.MountDevice'));
}

const notRegistered = (driver: string): string => `driver name ${driver} not found in the list of registered CSI drivers`;

/** Whether volumes of the driver are attached to machines before they are mounted: all are, unless it says otherwise. */
function* isAttached({ client }: KubeletContext, driver: string): Process<boolean> {
  try {
    const { spec } = yield* client.of(csiDriverKind).get({ name: driver });
    return spec.attachRequired !== false;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return true;
    if (error instanceof ApiError || error instanceof NetworkError) throw new UnattachedError(error.message);
    throw error;
  }
}

/** The node's status says what is attached. Throws UnattachedError while it is not. */
function* waitForAttachment({ inUse, node, config }: KubeletContext, { uid }: PodWorker, volume: string): Process {
  inUse.add(uid, volume);
  yield* node.waitForSync();
  const attached = node.store.get(config.nodeName)?.status.volumesAttached ?? [];
  if (!attached.some(({ name }) => name === volume)) throw new UnattachedError(volume);
}

/** What mount(8) says of a file system that the machine does not know. */
function noFileSystem({ uid }: PodWorker, volume: string, type: string, from: string): string {
  const at = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~${type}/${volume}`;
  const output = `mount: ${at}: unknown filesystem type '${type}'.\n       dmesg(1) may have more information after failed mount system call.\n`;
  return `mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t ${type} ${from} ${at}\nOutput: ${output}`;
}

/** Tells by one event of all volumes of which the node could not find out what they are; `unmounted` are all that are not there. */
export function tellUnknownVolumes(context: KubeletContext, worker: PodWorker, unknown: readonly { readonly name: string; readonly why: string }[], unmounted: readonly Volume[]): void {
  const names = (list: readonly { readonly name: string }[]): string => `[${list.map(({ name }) => name).sort().join(' ')}]`;
  const reasons = [...new Set(unknown.map(({ why }) => why))];
  const why = reasons.length > 1 ? `[${reasons.join(', ')}]` : (reasons[0] ?? '');
  const message = `Unable to attach or mount volumes: unmounted volumes=${names(unmounted)}, unattached volumes=[], failed to process volumes=${names(unknown)}: ${why}`;
  worker.report(context, { type: 'Warning', reason: 'FailedMount', message });
}
